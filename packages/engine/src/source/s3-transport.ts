import { buildQueryString, HttpResponse, type HttpRequest } from '@smithy/core/protocols';
import { NodeHttpHandler, type NodeHttpHandlerOptions } from '@smithy/node-http-handler';
import type { HttpHandlerOptions } from '@smithy/types';
import type { Origin } from './http/connection.js';
import { ConnectionPool, type PoolOptions, type TakenConnection } from './http/connection-pool.js';
import { PartBody } from './http/part-body.js';
import { isPlainPart } from './http/response-head.js';

/**
 * Carries the SDK's signed requests. Ranged reads, which move nearly all bytes, go over connections of our own; what is
 * answered with anything but plain bytes is asked again of Node's client, whose reading of HTTP is complete.
 */
export class S3Transport extends NodeHttpHandler {
  readonly #pool: ConnectionPool;

  constructor(options: NodeHttpHandlerOptions, pool: PoolOptions) {
    super(options);
    this.#pool = new ConnectionPool(pool);
  }

  override async handle(request: HttpRequest, options: HttpHandlerOptions = {}): Promise<{ response: HttpResponse }> {
    const isRanged = request.method === 'GET' && request.headers.range !== undefined;
    const response = isRanged ? await this.#readPart(request, options.abortSignal as AbortSignal | undefined) : undefined;
    return response === undefined ? await super.handle(request, options) : { response };
  }

  override destroy(): void {
    this.#pool.destroy();
    super.destroy();
  }

  /** @returns `undefined` for an answer that is no plain part */
  async #readPart(request: HttpRequest, signal: AbortSignal | undefined): Promise<HttpResponse | undefined> {
    const taken = await this.#pool.take(originOf(request), signal);
    const onAbort = (): void => taken.connection.destroy(signal?.reason as Error);
    signal?.addEventListener('abort', onAbort, { once: true });
    try {
      const head = await taken.connection.request(requestText(request));
      if (isPlainPart(head)) return partResponse(head.statusCode, head.headers, taken);
      taken.connection.destroy();
      taken.giveBack();
      return undefined;
    } catch (error) {
      taken.giveBack();
      throw error;
    } finally {
      signal?.removeEventListener('abort', onAbort);
    }
  }
}

const partResponse = (statusCode: number, headers: Readonly<Record<string, string>>, taken: TakenConnection): HttpResponse =>
  new HttpResponse({ statusCode, headers: { ...headers }, body: new PartBody(Number(headers['content-length']), taken) });

function originOf({ protocol, hostname, port }: HttpRequest): Origin {
  const secure = protocol === 'https:';
  return { secure, host: hostname.replace(/^\[(.*)\]$/, '$1'), port: port ?? (secure ? 443 : 80) };
}

function requestText({ method, path, query, headers }: HttpRequest): string {
  const queryString = buildQueryString(query);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return `${[`${method} ${path}${queryString === '' ? '' : `?${queryString}`} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n`;
}
