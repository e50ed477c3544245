import { Agent, EnvHttpProxyAgent, fetch as undiciFetch, type Dispatcher } from 'undici';
import { isLoopback } from '../endpoint/endpoint.js';

/** The HTTP proxy that the environment names for HTTPS, as `HTTPS_PROXY` and `NO_PROXY` mean it. */
export interface HttpProxies {
  readonly httpsProxy?: string;
  readonly noProxy?: string;
}

export interface SenderOptions {
  readonly proxies: HttpProxies;
  readonly connectTimeoutMs: number;
  /** The longest time that a server may say nothing while a request waits for it. */
  readonly silenceTimeoutMs: number;
}

/** Sends requests over kept-alive connections, as many at once as there are requests. */
export interface Sender {
  readonly fetch: typeof fetch;
  /** The connections for one URL, for those that speak something else than fetch. */
  readonly dispatcherFor: (url: URL) => Dispatcher;
  readonly close: () => Promise<void>;
}

/** Long enough for a person's next question, shorter than what gateways and load balancers keep. */
const KEEP_ALIVE_MS = 20_000;

export function createSender({ proxies, connectTimeoutMs, silenceTimeoutMs }: SenderOptions): Sender {
  const pool = (timeoutMs: number) => {
    const options = { connect: { timeout: connectTimeoutMs }, headersTimeout: timeoutMs, bodyTimeout: timeoutMs, keepAliveTimeout: KEEP_ALIVE_MS };
    const direct = new Agent(options);
    const { httpsProxy, noProxy = '' } = proxies;
    // An empty string says "none"; without it the agent would look into the environment itself.
    const proxied = httpsProxy === undefined ? direct : new EnvHttpProxyAgent({ ...options, httpProxy: '', httpsProxy, noProxy });
    return { for: (url: URL): Dispatcher => (isLoopback(url.hostname) ? direct : proxied), close: () => Promise.all([direct.destroy(), proxied.destroy()]) };
  };
  const asking = pool(silenceTimeoutMs);
  const listening = pool(0);
  const send = (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    const url = new URL(input instanceof Request ? input.url : input);
    const dispatcher = (isListening(init) ? listening : asking).for(url);
    // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- the same class as Node's own, from a copy of undici that knows proxies
    return undiciFetch(url, { ...init, dispatcher } as Parameters<typeof undiciFetch>[1]);
  };
  return {
    fetch: send,
    dispatcherFor: (url) => asking.for(url),
    close: async () => {
      await Promise.all([asking.close(), listening.close()]);
    },
  };
}

/** Streams that are quiet by nature: what a server has to say unasked, and subscriptions. */
const isListening = ({ method, headers }: RequestInit): boolean => method === 'GET' || new Headers(headers).get('mcp-method') === 'subscriptions/listen';
