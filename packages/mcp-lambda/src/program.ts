import { addEngineOptions, engineOptions, type EngineCommandOptions } from '@sluice/engine/options';
import { Command, InvalidArgumentError } from 'commander';
import { createPlainLog } from './log/plain-log.js';
import { createServerFactory } from './server/create-server.js';
import { openServices } from './server/open-services.js';
import { runStdio } from './transport/stdio.js';
import { VERSION } from '@sluice/engine';

interface Options extends EngineCommandOptions {
  readonly http?: Address;
  readonly allowHost?: readonly string[];
  readonly export?: string;
}

interface Address {
  readonly host: string;
  readonly port: number;
}

const program = new Command('sluice-mcp')
  .description('MCP server: SQL over CSV files where they lie, on disk or in S3. Speaks over stdin and stdout unless told otherwise.')
  .version(VERSION)
  .option('--http <host:port>', 'listen there instead, at /mcp; 127.0.0.1:8787 keeps it on this machine', parseAddress)
  .option('--allow-host <name...>', 'names besides localhost by which the server may be addressed over HTTP')
  .option('--export <where>', 'a folder, or s3://bucket/prefix, that results may be written to (default: nowhere)')
  .action(run);
addEngineOptions(program, { cache: 'memory' });
await program.parseAsync();

async function run(options: Options): Promise<void> {
  const log = createPlainLog(options.logLevel);
  const stopped = stopSignal();
  await using services = openServices({ engine: engineOptions(options), log, ...(options.export !== undefined && { exportTo: options.export }) });
  const factory = createServerFactory(services);
  if (options.http === undefined) {
    await runStdio(factory, { signal: stopped, log });
    return;
  }
  // What HTTP needs takes a tenth of a second to load.
  const { listenHttp } = await import('./transport/http.js');
  await using server = await listenHttp(factory, { ...options.http, allowedHosts: options.allowHost ?? [], log });
  process.stderr.write(`sluice-mcp listens on ${server.url}\n`);
  await new Promise((resolve) => stopped.addEventListener('abort', resolve, { once: true }));
}

function stopSignal(): AbortSignal {
  const controller = new AbortController();
  const stop = (): void => controller.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  return controller.signal;
}

function parseAddress(text: string): Address {
  const [, host, port] = /^(?:\[?([^\]]+)\]?:)?(\d{1,5})$/.exec(text) ?? [];
  if (port === undefined || Number(port) > 65_535) throw new InvalidArgumentError('Write host:port, e.g. 127.0.0.1:8787.');
  return { host: host ?? '127.0.0.1', port: Number(port) };
}
