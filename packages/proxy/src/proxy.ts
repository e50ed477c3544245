import { StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Readable, Writable } from 'node:stream';
import type { Logger } from 'pino';
import { Bridge } from './bridge/bridge.js';
import { DEFAULT_RETRY_POLICY } from './bridge/retry.js';
import type { ProxyConfig } from './config.js';
import { connect } from './connect.js';
import { clientInput } from './stdio/client-input.js';
import { UploadBudget } from './stdio/upload-budget.js';
import { createUpstreamFetch } from './upstream/upstream-fetch.js';

export interface ProxyStreams {
  readonly stdin: Readable;
  readonly stdout: Writable;
}

const MAX_UPLOAD_BYTES = 64 * 1024 * 1024;
/** What is under way when the client hangs up may still be answered for so long; a script that pipes one request in needs it. */
const LINGER_MS = 400;
/** For ending the session; together with the lingering less than the second after which clients kill. */
const GOODBYE_MS = 300;
/** A reconnecting stream waits longer and longer, and never gives up: the server may come back. */
const RECONNECTION = { initialReconnectionDelay: 1000, maxReconnectionDelay: 30_000, reconnectionDelayGrowFactor: 1.5, maxRetries: Number.MAX_SAFE_INTEGER };

/** Serves one client until it hangs up, or until `stop` is aborted. */
export async function runProxy(config: ProxyConfig, { stdin, stdout }: ProxyStreams, { log, stop }: { log: Logger; stop: AbortSignal }): Promise<void> {
  const connection = connect(config, (url) => log.warn(`Nothing answers at ${config.endpoint.url.pathname}; using ${url.href}`));
  const uploads = new UploadBudget(MAX_UPLOAD_BYTES);
  const send = (init: RequestInit): Promise<Response> => uploads.during(typeof init.body === 'string' ? init.body.length : 0, () => connection.send(init));
  const upstream = new StreamableHTTPClientTransport(config.endpoint.url, {
    fetch: createUpstreamFetch(send, () => drained(stdout)),
    reconnectionOptions: RECONNECTION,
  });
  upstream.onerror = (error) => log.debug({ err: error }, 'HTTP transport');
  await upstream.start();

  // One waiter for each answer that has to wait for room.
  stdout.setMaxListeners(0);
  const input = clientInput(stdin, { room: () => uploads.room(), beforeEnd: () => until(() => bridge.openRequests === 0, LINGER_MS) });
  const client = new StdioServerTransport(input, stdout, { maxBufferSize: Number.MAX_SAFE_INTEGER });
  const bridge = new Bridge({ client, upstream, url: config.endpoint.url, readOnly: config.readOnly, retry: DEFAULT_RETRY_POLICY, log });
  client.onerror = (error) => log.warn('code' in error ? `The pipe to the client broke: ${error.message}` : 'A line from the client is no JSON-RPC message');
  const closed = new Promise<void>((resolve) => (client.onclose = resolve));
  await client.start();

  await Promise.race([closed, once(stop, 'abort')]);
  await Promise.race([Promise.all([bridge.close(), drained(stdout)]), delay(GOODBYE_MS)]);
  await connection.sender.close();
}

function drained(stdout: Writable): Promise<void> | undefined {
  return stdout.writableNeedDrain && !stdout.destroyed ? once(stdout, 'drain').then(() => {}, () => {}) : undefined;
}

async function until(isDone: () => boolean, timeoutMs: number): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!isDone() && performance.now() < end) await delay(5);
}
