import {
  isJSONRPCNotification,
  isJSONRPCRequest,
  type JSONRPCMessage,
  type JSONRPCNotification,
  type JSONRPCRequest,
  type JSONRPCResponse,
  type RequestId,
  type StreamableHTTPClientTransport,
} from '@modelcontextprotocol/client';
import type { Logger } from 'pino';
import { ProxyError } from '../errors.js';
import { asFailure, errorReply } from './error-reply.js';
import { isSafeMethod, isStateless } from './protocol.js';
import { withRetries, type RetryPolicy } from './retry.js';
import { Session } from './session.js';
import { ToolCatalog, withReadOnlyTools } from './tool-catalog.js';
import { UpstreamLink } from './upstream-link.js';

/** What the bridge needs of the SDK's stdio transport. */
export interface ClientSide {
  onmessage?: ((message: JSONRPCMessage) => void) | undefined;
  send(message: JSONRPCMessage): Promise<void>;
}

export interface BridgeOptions {
  readonly client: ClientSide;
  readonly upstream: StreamableHTTPClientTransport;
  readonly url: URL;
  readonly readOnly: boolean;
  readonly retry: RetryPolicy;
  readonly log: Logger;
}

interface OpenRequest {
  readonly request: JSONRPCRequest;
  readonly abort: AbortController;
}

/** The server checked the headers before it did anything: they repeat an argument of the call that is missing there. */
const HEADER_MISMATCH = -32020;

/** Passes messages between a client on stdio and a server over HTTP, unchanged; both eras of the protocol at once. */
export class Bridge {
  readonly #options: BridgeOptions;
  readonly #link: UpstreamLink;
  readonly #session: Session;
  readonly #tools = new ToolCatalog();
  readonly #open = new Map<RequestId, OpenRequest>();
  /** `notifications/initialized` under way: what comes after it must not overtake it. */
  #initialized: Promise<void> | undefined;

  constructor(options: BridgeOptions) {
    this.#options = options;
    this.#link = new UpstreamLink(options.upstream, (message) => this.#fromServer(message));
    this.#session = new Session(this.#link);
    options.client.onmessage = (message) => void this.#fromClient(message);
  }

  get openRequests(): number {
    return this.#open.size;
  }

  /** Aborts what is under way and ends the session. */
  async close(): Promise<void> {
    for (const { abort } of this.#open.values()) abort.abort();
    await this.#link.close();
  }

  async #fromClient(message: JSONRPCMessage): Promise<void> {
    if (isJSONRPCRequest(message)) return this.#request(message);
    if (isJSONRPCNotification(message) && message.method === 'notifications/cancelled') return this.#cancel(message);
    const told = this.#tell(message);
    if (isJSONRPCNotification(message) && message.method === 'notifications/initialized') this.#initialized = told.finally(() => (this.#initialized = undefined));
    await told;
  }

  #fromServer(message: JSONRPCMessage): void {
    if ('method' in message && message.method === 'notifications/tools/list_changed') this.#tools.forget();
    this.#toClient(message);
  }

  async #request(request: JSONRPCRequest): Promise<void> {
    const abort = new AbortController();
    this.#open.set(request.id, { request, abort });
    try {
      await this.#initialized;
      const response = await this.#answer(request, abort.signal);
      if (!abort.signal.aborted) this.#toClient({ ...response, id: request.id });
    } catch (error) {
      if (abort.signal.aborted) return;
      const failure = asFailure(error, this.#options.url);
      this.#options.log.warn({ method: request.method, code: failure.code, status: failure.options.status }, failure.advice);
      this.#toClient(errorReply(request.id, failure));
    } finally {
      this.#open.delete(request.id);
    }
  }

  async #answer(request: JSONRPCRequest, signal: AbortSignal): Promise<JSONRPCResponse> {
    if (this.#options.readOnly) await this.#refuseWriting(request, signal);
    const response = await withRetries(() => this.#attempt(request, signal), {
      policy: this.#options.retry,
      signal,
      isSafe: () => this.#isSafe(request),
      onRetry: (error, waitMs) => this.#options.log.info({ method: request.method, waitMs: Math.round(waitMs) }, `Trying again: ${error.message}`),
    });
    this.#session.opened(request, response);
    if (request.method !== 'tools/list') return response;
    this.#tools.learn(response);
    return this.#options.readOnly ? withReadOnlyTools(response) : response;
  }

  async #attempt(request: JSONRPCRequest, signal: AbortSignal): Promise<JSONRPCResponse> {
    const { generation } = this.#session;
    try {
      return await this.#link.ask(request, { signal, headers: this.#headersFor(request) });
    } catch (error) {
      const failure = signal.aborted ? error : asFailure(error, this.#options.url);
      const again = (await this.#session.recover(failure, request, generation)) || (await this.#learnHeaders(failure, request, signal));
      if (!again) throw failure;
      return this.#link.ask(request, { signal, headers: this.#headersFor(request) });
    }
  }

  async #refuseWriting(request: JSONRPCRequest, signal: AbortSignal): Promise<void> {
    const name = toolOf(request);
    if (name === undefined) return;
    if (this.#tools.isReadOnly(name) === undefined) await this.#fetchTools(request, signal);
    if (this.#tools.isReadOnly(name) === true) return;
    throw new ProxyError('READ_ONLY', `The tool ${name} does not say that it only reads, and sluice-proxy was started with --read-only`, { hint: 'Start it without --read-only to allow the call.' });
  }

  async #learnHeaders(failure: unknown, request: JSONRPCRequest, signal: AbortSignal): Promise<boolean> {
    const name = toolOf(request);
    const isMismatch = failure instanceof ProxyError && failure.options.serverError?.code === HEADER_MISMATCH;
    if (!isMismatch || name === undefined || this.#tools.isReadOnly(name) !== undefined) return false;
    await this.#fetchTools(request, signal);
    return true;
  }

  #fetchTools(call: JSONRPCRequest, signal: AbortSignal): Promise<void> {
    return this.#tools.fetchAll(call, (method, params) => this.#link.ask(this.#link.own(method, params), { signal }));
  }

  #headersFor(request: JSONRPCRequest): Record<string, string> {
    const name = toolOf(request);
    return name === undefined || !isStateless(request) ? {} : this.#tools.headersFor(name, request.params?.arguments);
  }

  #isSafe(request: JSONRPCRequest): boolean {
    const name = toolOf(request);
    return name === undefined ? isSafeMethod(request.method) : this.#tools.isReadOnly(name) === true;
  }

  /** Closing the HTTP request is how a stateless request is cancelled; before 2026-07-28 the server has to be told as well. */
  async #cancel(notification: JSONRPCNotification): Promise<void> {
    const open = this.#open.get(notification.params?.requestId as RequestId);
    const told = open !== undefined && isStateless(open.request) ? undefined : this.#tell(notification);
    open?.abort.abort();
    await told;
  }

  async #tell(message: JSONRPCNotification | JSONRPCResponse): Promise<void> {
    try {
      await this.#initialized;
      await this.#link.tell(message);
    } catch (error) {
      const failure = asFailure(error, this.#options.url);
      this.#options.log.warn({ method: 'method' in message ? message.method : undefined, code: failure.code }, failure.advice);
    }
  }

  #toClient(message: JSONRPCMessage): void {
    this.#options.client.send(message).catch((error: unknown) => this.#options.log.debug({ err: error }, 'The client has gone'));
  }
}

const toolOf = ({ method, params }: JSONRPCRequest): string | undefined => (method === 'tools/call' && typeof params?.name === 'string' ? params.name : undefined);
