import {
  isJSONRPCResponse,
  type JSONRPCMessage,
  type JSONRPCNotification,
  type JSONRPCRequest,
  type JSONRPCResponse,
  type RequestId,
  type StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client';
import { ProxyError } from '../errors.js';

interface Waiter {
  readonly resolve: (response: JSONRPCResponse) => void;
  readonly reject: (error: unknown) => void;
}

export interface AskOptions {
  /** Aborting it closes the HTTP request. */
  readonly signal: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The SDK's HTTP transport, with each request's answer as a promise; what the server says unasked goes to `onNotice`. */
export class UpstreamLink {
  readonly #transport: StreamableHTTPClientTransport;
  readonly #waiters = new Map<RequestId, Waiter>();
  #ownIds = 0;

  constructor(transport: StreamableHTTPClientTransport, onNotice: (message: JSONRPCMessage) => void) {
    this.#transport = transport;
    transport.onmessage = (message) => {
      if (!isJSONRPCResponse(message)) onNotice(message);
      // An answer that nobody waits for belongs to a cancelled request.
      else if (message.id !== undefined) this.#waiters.get(message.id)?.resolve(message);
    };
  }

  get hasSession(): boolean {
    return this.#transport.sessionId !== undefined;
  }

  setProtocolVersion(version: string): void {
    this.#transport.setProtocolVersion(version);
  }

  /** Sends what has no answer: a notification, or the client's response to a request of the server. */
  async tell(message: JSONRPCNotification | JSONRPCResponse): Promise<void> {
    await this.#transport.send(message);
  }

  /** @returns the server's response, be it a result or an error of its own; throws when there was none */
  async ask(request: JSONRPCRequest, { signal, headers }: AskOptions): Promise<JSONRPCResponse> {
    if (this.#waiters.has(request.id)) throw new ProxyError('INTERNAL', `A request with the id ${String(request.id)} is still under way`);
    signal.throwIfAborted();
    const answer = new Promise<JSONRPCResponse>((resolve, reject) => {
      this.#waiters.set(request.id, { resolve, reject });
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    });
    const cut = (): void => this.#waiters.get(request.id)?.reject(connectionCut());
    // The answer may be there before `send` says so, or `send` may fail: whichever comes first counts.
    this.#transport
      .send(request, { requestSignal: signal, onRequestStreamEnd: cut, ...(headers === undefined ? {} : { headers }) })
      .catch((error: unknown) => this.#waiters.get(request.id)?.reject(error));
    try {
      return await answer;
    } finally {
      this.#waiters.delete(request.id);
    }
  }

  /** A request of the proxy's own, which the client never sees. */
  own(method: string, params?: Record<string, unknown>): JSONRPCRequest {
    return { jsonrpc: '2.0', id: `sluice-proxy-${++this.#ownIds}`, method, ...(params === undefined ? {} : { params }) };
  }

  /** Ends the session, if there is one, and every request. */
  async close(): Promise<void> {
    await this.#transport.terminateSession().catch(() => {});
    await this.#transport.close();
  }
}

const connectionCut = (): ProxyError =>
  new ProxyError('CONNECTION_FAILED', 'The connection was cut before the answer was complete', {
    hint: 'The server may have stopped, or a gateway on the way has a limit of time or size; ask again.',
    retryable: true,
  });
