import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Certificate } from '../s3-server/self-signed.js';
import { authorize, type GatewayIdentity, type GatewayRefusal, type Principal } from './authorize.js';
import type { WireRequest } from './canonical-signature.js';

/** What runs behind the gateway; the body has been read. */
export type Integration = (request: IncomingMessage, response: ServerResponse, body: Buffer) => Promise<void>;

/** Stands in for the integration once; what it does to the response is up to it. */
export type Interception = (request: GatewayRequest, response: ServerResponse) => 'answered' | 'pass';

export interface GatewayRequest extends WireRequest {
  /** Whether the caller hung up before the answer was complete. */
  hungUp: boolean;
}

export interface ApiGatewayOptions extends Partial<GatewayIdentity> {
  readonly integration: Integration;
  readonly principals: readonly Principal[];
  /** The main resource, stage included. @default '/prod/mcp' */
  readonly path?: string;
  /** Others that there are. @default none */
  readonly otherPaths?: readonly string[];
  /** Serves HTTPS when given. */
  readonly certificate?: Certificate;
  readonly port?: number;
  /** Added to this machine's clock. @default 0 */
  readonly clockOffsetMs?: number;
}

export interface ApiGateway extends AsyncDisposable {
  /** Of the resource, e.g. `http://127.0.0.1:1234/prod/mcp`. */
  readonly url: string;
  readonly port: number;
  readonly requests: GatewayRequest[];
  /** Connections that were ever opened. */
  connections: number;
  /** Whom it knows; changes take effect at once. */
  principals: readonly Principal[];
  /** Asked before the integration, one call a request, until they are used up; signatures are checked all the same. */
  readonly interceptions: Interception[];
}

const MAX_BODY_BYTES = 10 * 1024 * 1024;
const DEFAULTS = { service: 'execute-api', region: 'eu-central-1', accountId: '123456789012', apiId: 'abc123' };

/** A front like API Gateway's with IAM authorization: verifies every signature, applies policies, words refusals alike. */
export async function startApiGateway(options: ApiGatewayOptions): Promise<ApiGateway> {
  const { integration, path = '/prod/mcp', otherPaths = [], certificate, port = 0, clockOffsetMs = 0 } = options;
  const identity: GatewayIdentity = { ...DEFAULTS, ...options };
  const state = { principals: options.principals, requests: [] as GatewayRequest[], connections: 0, interceptions: [] as Interception[] };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const received: GatewayRequest = { method: request.method ?? '', target: request.url ?? '', headers: request.headers, body: await readAll(request), hungUp: false };
    state.requests.push(received);
    response.on('close', () => (received.hungUp = !response.writableFinished));
    const now = new Date(Date.now() + clockOffsetMs);
    response.setHeader('date', now.toUTCString()).setHeader('x-amzn-requestid', `request-${state.requests.length}`);
    if (![path, ...otherPaths].includes(received.target.split('?')[0] ?? '')) return send(response, { status: 403, errorType: 'MissingAuthenticationTokenException', body: { message: 'Missing Authentication Token' } });
    if (received.body.length > MAX_BODY_BYTES) return send(response, { status: 413, errorType: 'RequestTooLargeException', body: { message: 'Request Too Long' } });
    const refusal = authorize(received, identity, { principals: state.principals, now });
    if (refusal !== undefined) return send(response, refusal);
    const interception = state.interceptions.shift();
    if (interception !== undefined && interception(received, response) === 'answered') return;
    await integration(request, response, received.body);
  };

  const listener: RequestListener = (request, response) => void handle(request, response).catch((error: unknown) => response.destroy(error as Error));
  const server: Server = certificate === undefined ? createHttpServer(listener) : createHttpsServer(certificate, listener);
  server.on('connection', () => (state.connections += 1));
  await once(server.listen(port, '127.0.0.1'), 'listening');
  const address = server.address() as AddressInfo;
  return Object.assign(state, {
    port: address.port,
    url: `${certificate === undefined ? 'http' : 'https'}://127.0.0.1:${address.port}${path}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

function send(response: ServerResponse, { status, errorType, body }: GatewayRefusal): void {
  response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': errorType }).end(JSON.stringify(body));
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
