import { HttpResponse, type HttpHandler, type HttpRequest } from '@smithy/core/protocols';
import { request as send, type Dispatcher } from 'undici';

/** Lets the AWS SDK's own clients (SSO, STS) use the proxy's connections, and so the HTTP proxies of the environment. */
export function createAwsRequestHandler(dispatcherFor: (url: URL) => Dispatcher): HttpHandler {
  return {
    handle: async (request: HttpRequest, { abortSignal } = {}) => {
      const url = new URL(`${request.protocol}//${request.hostname}${request.port === undefined ? '' : `:${request.port}`}${request.path}`);
      for (const [name, value] of Object.entries(request.query)) for (const each of [value ?? ''].flat()) url.searchParams.append(name, each);
      const { statusCode, headers, body } = await send(url, {
        dispatcher: dispatcherFor(url),
        method: request.method,
        headers: request.headers,
        body: (request.body ?? null) as string | Uint8Array | null,
        ...(abortSignal === undefined ? {} : { signal: abortSignal }),
      });
      return { response: new HttpResponse({ statusCode, headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])), body }) };
    },
    updateHttpClientConfig: () => {},
    httpHandlerConfigs: () => ({}),
  };
}
