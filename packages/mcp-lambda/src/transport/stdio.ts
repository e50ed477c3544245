import { serveStdio, StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import type { McpServerFactory } from '@modelcontextprotocol/server';
import { once } from 'node:events';
import type { Log } from '../tool/tool.js';

export interface StdioOptions {
  readonly signal: AbortSignal;
  readonly log: Log;
}

/** Serves whoever started this process, until its end of the pipe closes or `signal` aborts; questions under way are cancelled. */
export async function runStdio(factory: McpServerFactory, { signal, log }: StdioOptions): Promise<void> {
  const ended = Promise.race([once(process.stdin, 'end', { signal }), once(process.stdin, 'close', { signal })]).catch(() => {});
  const served = serveStdio(factory, { transport: new StdioServerTransport(), onerror: (error) => log.error({ error }, 'protocol') });
  await ended;
  await served.close();
}
