import { hostHeaderValidation, originValidation, toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, type McpServerFactory } from '@modelcontextprotocol/server';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Log } from '../tool/tool.js';

export interface HttpOptions {
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Names by which the server may be addressed, and pages of which may use it, besides this machine's own. @default none */
  readonly allowedHosts?: readonly string[];
  readonly log: Log;
}

/** A server that listens. Disposing it refuses new requests, and waits a little for those under way. */
export interface HttpServer extends AsyncDisposable {
  /** Where clients connect to. */
  readonly url: string;
}

const PATH = '/mcp';
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** How long answers under way have before their connections are cut. */
const GRACE_MS = 2_000;

/**
 * Streamable HTTP without sessions: every request is answered by a server of its own. The Host and Origin of each are checked, so
 * that no web page that a browser on this machine shows can ask questions here.
 */
export async function listenHttp(factory: McpServerFactory, { host, port, allowedHosts = [], log }: HttpOptions): Promise<HttpServer> {
  const onerror = (error: Error): void => log.error({ error }, 'protocol');
  const handler = createMcpHandler(factory, { onerror });
  const answer = toNodeHandler(handler, { onerror });
  const names = [...LOOPBACK, ...allowedHosts];
  const hasKnownHost = hostHeaderValidation(names);
  const hasKnownOrigin = originValidation(names);
  const server = createServer((request, response) => {
    if (!hasKnownHost(request, response) || !hasKnownOrigin(request, response)) return;
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    // Node's types say that a request may have no method; the adapter's say no less in other words.
    if (path === PATH) void answer(request as Parameters<typeof answer>[0], response);
    else answerPlain(path, request, response);
  });
  server.listen(port, host);
  await once(server, 'listening');
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}${PATH}`,
    async [Symbol.asyncDispose]() {
      await closeSoon(server);
      await handler.close();
    },
  };
}

function answerPlain(path: string, { method }: IncomingMessage, response: ServerResponse): void {
  const healthy = path === '/health' && (method === 'GET' || method === 'HEAD');
  response.writeHead(healthy ? 200 : 404, { 'content-type': 'application/json' });
  response.end(healthy ? '{"status":"ok"}' : `{"error":"There is nothing here: MCP is at ${PATH}"}`);
}

async function closeSoon(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), GRACE_MS);
  await closed;
  clearTimeout(cut);
}
