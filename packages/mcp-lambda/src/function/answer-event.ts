import { createMcpHandler, type McpHttpHandler } from '@modelcontextprotocol/server';
import { createServerFactory } from '../server/create-server.js';
import type { Services } from '../tool/tool.js';
import { toWebRequest, type ProxyRequest } from '../transport/api-gateway/proxy-event.js';
import { readHealth } from './health.js';

/** Lambda takes requests of up to 6 MB. */
const MAX_BODY_BYTES = 10 * 2 ** 20;

const PATH = '/mcp';
const HEALTH_PATH = '/health';

/** Answers HTTP requests that came as events, whatever they are. */
export type Answering = (request: ProxyRequest | undefined, signal: AbortSignal) => Promise<Response>;

/** @param responseMode whether answers of the protocol since 2026-07-28 are streams of events from their first byte */
export function createAnswering(services: Services, responseMode: 'auto' | 'sse'): Answering {
  const mcp = createMcpHandler(createServerFactory(services), {
    responseMode,
    maxRequestBodySize: MAX_BODY_BYTES,
    onerror: (error) => services.log.error({ error }, 'protocol'),
  });
  return async (request, signal) => {
    if (request === undefined) return json(400, { error: 'This is no event of an HTTP request: invoke the function through its API.' });
    const { method, path } = request;
    if (path === PATH) return await answerMcp(mcp, request, signal);
    if (path !== HEALTH_PATH) return json(404, { error: `There is nothing here: MCP is at ${PATH}` });
    if (method !== 'GET') return json(405, { error: 'Ask with GET.' });
    const health = await readHealth(services.engine);
    return json(health.status === 'ok' ? 200 : 503, health);
  };
}

async function answerMcp(mcp: McpHttpHandler, request: ProxyRequest, signal: AbortSignal): Promise<Response> {
  let asked: Request;
  try {
    asked = toWebRequest(request, signal);
  } catch {
    return json(400, { error: 'HTTP does not allow such a request.' });
  }
  return await mcp.fetch(asked);
}

const json = (status: number, body: object): Response => Response.json(body, { status });
