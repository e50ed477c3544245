import type { JSONRPCErrorResponse, RequestId } from '@modelcontextprotocol/client';
import { explainConnection } from '../failure/explain-connection.js';
import { ProxyError, toProxyError } from '../errors.js';

/** In the range that JSON-RPC leaves to implementations, and none that MCP or its SDKs give a meaning. */
const PROXY_ERROR = -32050;

/** The error that the client shows: the server's own where it gave one, else what the proxy knows and advises. */
export function errorReply(id: RequestId, error: ProxyError): JSONRPCErrorResponse {
  const { serverError, status, requestId, hint } = error.options;
  if (serverError !== undefined) return { jsonrpc: '2.0', id, error: serverError };
  const data = { code: error.code, ...(hint === undefined ? {} : { hint }), ...(status === undefined ? {} : { status }), ...(requestId === undefined ? {} : { requestId }) };
  return { jsonrpc: '2.0', id, error: { code: PROXY_ERROR, message: error.advice, data } };
}

/** What the SDK's transport throws, as a failure of the proxy's. */
export function asFailure(error: unknown, url: URL): ProxyError {
  if (error instanceof ProxyError) return error;
  // Bodies that end early: undici says `terminated`, with the cause below.
  if (error instanceof TypeError || hasCode(error)) return explainConnection(error, url);
  // Neither says more to a person: where the text breaks off, or which of all forms it has not.
  if (error instanceof SyntaxError || (error as Error | undefined)?.name === 'ZodError') {
    return new ProxyError('NOT_MCP', `${url.host} answered with something that is no JSON-RPC message`, { hint: 'Check the URL.', cause: error });
  }
  return toProxyError(error);
}

function hasCode(error: unknown): boolean {
  const code = (error as { readonly code?: unknown } | undefined)?.code;
  return typeof code === 'string' && /^(E[A-Z]+|UND_ERR_\w+)$/.test(code);
}
