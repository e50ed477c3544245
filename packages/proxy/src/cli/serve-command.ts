import type { Command } from 'commander';
import { pino } from 'pino';
import { readConfig, type ProxyFlags } from '../config.js';
import { runProxy } from '../proxy.js';
import { addEndpointFlags } from './flags.js';
import { reportFailure } from './report-failure.js';

const STDERR = 2;

export function addServeCommand(program: Command): void {
  addEndpointFlags(program.argument('<url>', 'where the MCP server is, e.g. https://abc123.execute-api.eu-central-1.amazonaws.com/prod/mcp')).action(
    async (url: string, flags: ProxyFlags) => {
      try {
        const stop = new AbortController();
        process.once('SIGINT', () => stop.abort()).once('SIGTERM', () => stop.abort());
        const config = await readConfig(url, flags);
        const log = pino({ level: config.logLevel, base: null }, pino.destination(STDERR));
        await runProxy(config, process, { log, stop: stop.signal });
        // Credential helpers and half-closed connections must not keep a proxy alive that has no client.
        process.exit(0);
      } catch (error) {
        process.exitCode = reportFailure(error);
      }
    },
  );
}
