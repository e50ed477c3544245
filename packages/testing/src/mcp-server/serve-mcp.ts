import { NodeStreamableHTTPServerTransport, toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, type McpServer } from '@modelcontextprotocol/server';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Integration } from '../api-gateway/api-gateway.js';

/** Serves both eras of the protocol without keeping anything between requests, as a Lambda function does. */
export function serveStateless(createServer: () => McpServer): Integration {
  const handle = toNodeHandler(createMcpHandler(createServer));
  // Node's type says of `method` and `url` that a response to a client may lack them; a request to a server never does.
  return (request, response, body) => handle(request as IncomingMessage & { method: string; url: string }, response, parse(body));
}

/** Serves the sessions of the protocol up to 2025-11-25; `forget` loses them all, as a restart does. */
export function serveSessions(createServer: () => McpServer): { readonly integration: Integration; forget(): void; readonly sessions: number } {
  const transports = new Map<string, NodeStreamableHTTPServerTransport>();
  return {
    integration: async (request, response, body) => {
      const id = request.headers['mcp-session-id'];
      const known = typeof id === 'string' ? transports.get(id) : undefined;
      if (id !== undefined && known === undefined) {
        response.writeHead(404, { 'content-type': 'application/json' }).end(JSON.stringify({ jsonrpc: '2.0', id: null, error: { code: -32001, message: 'Session not found' } }));
        return;
      }
      const transport = known ?? (await openSession(createServer(), transports));
      await transport.handleRequest(request, response, parse(body));
    },
    forget: () => transports.clear(),
    get sessions() {
      return transports.size;
    },
  };
}

async function openSession(server: McpServer, transports: Map<string, NodeStreamableHTTPServerTransport>): Promise<NodeStreamableHTTPServerTransport> {
  const transport = new NodeStreamableHTTPServerTransport({
    sessionIdGenerator: () => randomUUID(),
    onsessioninitialized: (id) => void transports.set(id, transport),
    onsessionclosed: (id) => void transports.delete(id),
  });
  await server.connect(transport);
  return transport;
}

const parse = (body: Buffer): unknown => (body.length === 0 ? undefined : JSON.parse(body.toString('utf8')));
