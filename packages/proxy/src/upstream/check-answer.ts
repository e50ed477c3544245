import { ProxyError } from '../errors.js';
import type { SignedRequest } from './signed-fetch.js';

/** Lets pass what an MCP server answers with; a page of a web server or a proxy becomes an error that says so. */
export function checkAnswer(response: Response, { url, init }: SignedRequest): Response {
  const type = (response.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (type === 'application/json' || type === 'text/event-stream' || !expectsAnswer(init)) return response;
  void response.body?.cancel();
  const what = type === '' ? `${response.status} and nothing` : `${type} (${response.status})`;
  throw new ProxyError('NOT_MCP', `${url.origin}${url.pathname} answered with ${what}, where JSON was due: no MCP server`, {
    status: response.status,
    hint: type === 'text/html' ? 'A login page or a proxy may stand in between: check the URL and HTTPS_PROXY.' : 'Check the URL.',
  });
}

/** A notification is only taken note of, whatever with. */
function expectsAnswer({ method, body }: RequestInit): boolean {
  if (method === 'GET') return true;
  if (method !== 'POST' || typeof body !== 'string') return false;
  const message = JSON.parse(body) as { readonly id?: unknown; readonly method?: unknown };
  return message.id !== undefined && message.method !== undefined;
}
