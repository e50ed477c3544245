import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';

/** What a function did with an event. A streamed response's body is still coming. */
export type FunctionOutcome =
  | { readonly kind: 'response'; readonly isStreamed: boolean; readonly body: Readable }
  | { readonly kind: 'error'; readonly error: string };

interface Invoked {
  readonly event: string;
  readonly deadlineMs: number;
  readonly resolve: (outcome: FunctionOutcome) => void;
}

const PREFIX = '/2018-06-01/runtime/';

/**
 * The side of Lambda that its runtime polls, for one environment: an event at a time, and what came of it.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export class RuntimeApi implements AsyncDisposable {
  /** Told when the runtime asks for its next event: the first time, its init phase is over. */
  onIdle = (): void => {};
  /** Told when the init phase failed. */
  onInitError: (error: string) => void = () => {};
  readonly #server = createServer((request, response) => void this.#answer(request, response));
  readonly #running = new Map<string, Invoked>();
  #asking: ServerResponse | undefined;

  /** @returns host and port, as the runtime wants them */
  async listen(): Promise<string> {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening');
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Gives an event to the runtime, which must be idle. */
  invoke(event: object, timeoutMs: number): Promise<FunctionOutcome> {
    return new Promise((resolve) => {
      const id = randomUUID();
      const invoked = { event: JSON.stringify(event), deadlineMs: Date.now() + timeoutMs, resolve };
      this.#running.set(id, invoked);
      const asking = this.#asking;
      this.#asking = undefined;
      asking?.writeHead(200, { 'content-type': 'application/json', ...invocationHeaders(id, invoked) }).end(invoked.event);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [kind, id = '', what] = (request.url ?? '').slice(PREFIX.length).split('/');
    if (kind === 'invocation' && id === 'next') {
      this.#asking = response;
      return this.onIdle();
    }
    if (kind === 'init') this.onInitError(await textOf(request));
    else await this.#finish(this.#running.get(id), what, request);
    this.#running.delete(id);
    response.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"OK"}');
  }

  async #finish(invoked: Invoked | undefined, what: string | undefined, request: IncomingMessage): Promise<void> {
    if (what === 'error') return invoked?.resolve({ kind: 'error', error: await textOf(request) });
    const isStreamed = request.headers['lambda-runtime-function-response-mode'] === 'streaming';
    invoked?.resolve({ kind: 'response', isStreamed, body: request });
    if (!request.readableEnded) await once(request, 'close');
  }
}

const invocationHeaders = (id: string, { deadlineMs }: Invoked): Record<string, string> => ({
  'lambda-runtime-aws-request-id': id,
  'lambda-runtime-deadline-ms': String(deadlineMs),
  'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:eu-central-1:123456789012:function:sluice',
  'lambda-runtime-trace-id': 'Root=1-00000000-000000000000000000000000;Sampled=0',
});

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
