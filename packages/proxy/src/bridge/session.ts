import { isJSONRPCResultResponse, type JSONRPCRequest, type JSONRPCResponse } from '@modelcontextprotocol/client';
import { ProxyError } from '../errors.js';
import type { UpstreamLink } from './upstream-link.js';

const NEW_SESSION_TIMEOUT_MS = 30_000;

/**
 * The handshake of the protocol up to 2025-11-25. The client knows nothing of session ids, so when the server has lost
 * the session (a restart), the proxy shakes hands again with what the client once said.
 */
export class Session {
  readonly #link: UpstreamLink;
  #handshake: JSONRPCRequest | undefined;
  #renewal: Promise<void> | undefined;
  #generation = 0;

  constructor(link: UpstreamLink) {
    this.#link = link;
  }

  /** Which session a request is sent in; see `recover`. */
  get generation(): number {
    return this.#generation;
  }

  /** Notes a handshake and what came of it. */
  opened(request: JSONRPCRequest, response: JSONRPCResponse): void {
    if (request.method !== 'initialize' || !isJSONRPCResultResponse(response)) return;
    this.#handshake = request;
    const { protocolVersion } = response.result;
    if (typeof protocolVersion === 'string') this.#link.setProtocolVersion(protocolVersion);
  }

  /** @returns whether the request that failed so may be sent again, in a new session: the server did not look at it */
  async recover(error: unknown, request: JSONRPCRequest, generation: number): Promise<boolean> {
    if (request.method === 'initialize' || this.#handshake === undefined || !this.#link.hasSession || !isSessionLost(error)) return false;
    if (generation === this.#generation) {
      this.#renewal ??= this.#renew(this.#handshake).finally(() => (this.#renewal = undefined));
      await this.#renewal;
    }
    return true;
  }

  async #renew(handshake: JSONRPCRequest): Promise<void> {
    const request = this.#link.own('initialize', handshake.params);
    const response = await this.#link.ask(request, { signal: AbortSignal.timeout(NEW_SESSION_TIMEOUT_MS) });
    if (!isJSONRPCResultResponse(response)) throw new ProxyError('SERVER_FAILED', `The server lost the session and refuses a new one: ${response.error.message}`, { hint: 'Restart the client.' });
    this.opened(request, response);
    await this.#link.tell({ jsonrpc: '2.0', method: 'notifications/initialized' });
    this.#generation++;
  }
}

/** The specification says 404; servers written after a widely copied example say 400 and name the session. */
function isSessionLost(error: unknown): boolean {
  if (!(error instanceof ProxyError)) return false;
  const { status, serverError } = error.options;
  return status === 404 || (status === 400 && serverError !== undefined && /session|not initialized/i.test(serverError.message));
}
