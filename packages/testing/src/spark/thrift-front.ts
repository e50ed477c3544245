import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { createCertificate } from '../s3-server/self-signed.js';
import { mendRequest, mendResponse } from './mend-messages.js';
import { readMessage, writeMessage } from './thrift-message.js';

/** What a client sees of Spark in place of Databricks: HTTPS, a token, and Thrift as Databricks speaks it. */
export interface ThriftFront extends AsyncDisposable {
  readonly port: number;
  /** PEM, for clients to trust. */
  readonly certificate: string;
  /** Names of the calls that came, in order. */
  readonly calls: readonly string[];
  /** Answers every call with this status from now on; `undefined` ends that. */
  refuseWith(status: number | undefined): void;
  /** Called before each call is passed on. */
  onCall(listener: (name: string) => void): void;
}

export interface ThriftFrontOptions {
  readonly socketPath: string;
  readonly token: string;
}

/** Listens on a free port of 127.0.0.1 and leads to Spark's server behind a Unix socket. */
export async function startThriftFront({ socketPath, token }: ThriftFrontOptions): Promise<ThriftFront> {
  const { key, cert } = await createCertificate();
  const calls: string[] = [];
  let refusal: number | undefined;
  let told: (name: string) => void = () => {};
  const server: Server = createServer({ key, cert }, (incoming, outgoing) => {
    const answer = async (): Promise<void> => {
      const body = await buffer(incoming);
      const status = refusal ?? (incoming.headers.authorization === `Bearer ${token}` ? undefined : 401);
      if (status !== undefined) {
        outgoing.writeHead(status, { 'content-type': 'text/plain' }).end('refused');
        return;
      }
      const asked = readMessage(body);
      calls.push(asked.name);
      told(asked.name);
      const { statusCode = 502, bytes } = await passOn(socketPath, writeMessage(mendRequest(asked)));
      outgoing.writeHead(statusCode, { 'content-type': 'application/x-thrift' }).end(statusCode === 200 ? writeMessage(mendResponse(readMessage(bytes))) : bytes);
    };
    // Where Spark has gone its callers lose their connections, as they would without a front.
    answer().catch(() => outgoing.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    certificate: cert,
    calls,
    refuseWith: (status) => (refusal = status),
    onCall: (listener) => (told = listener),
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** Spark asks for a name and password, which may be any. */
const CREDENTIALS = `Basic ${Buffer.from('sluice:sluice').toString('base64')}`;

async function passOn(socketPath: string, body: Buffer): Promise<{ statusCode: number | undefined; bytes: Buffer }> {
  const outgoing = request({ socketPath, path: '/cliservice', method: 'POST', agent: false, headers: { 'content-type': 'application/x-thrift', 'content-length': body.length, authorization: CREDENTIALS } });
  outgoing.end(body);
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  return { statusCode: response.statusCode, bytes: await buffer(response) };
}
