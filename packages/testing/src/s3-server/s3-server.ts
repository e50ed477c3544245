import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { S3Endpoint } from '../connect-s3.js';
import { BucketStore, type PutOptions } from './bucket-store.js';
import { Faults } from './faults.js';
import { handleRequest, type RecordedRequest } from './handle-request.js';
import type { ObjectBody } from './object-content.js';
import { createCertificate } from './self-signed.js';
import type { S3Credentials } from './verify-signature.js';

export interface S3ServerOptions {
  /** The region whose endpoint the server plays, and that of buckets created without one. @default 'us-east-1' */
  readonly region?: string;
  readonly credentials?: S3Credentials;
  /** Serve HTTPS with a certificate made on the spot; see `certificate`. @default false */
  readonly https?: boolean;
  /** The server's clock, which signatures are compared with. */
  readonly now?: () => Date;
}

/** A running server. Addresses are path-style; nothing but `put` writes. */
export interface S3Server extends S3Endpoint, AsyncDisposable {
  /** PEM of the certificate to trust, over HTTPS. */
  readonly certificate: string | undefined;
  /** Every request so far, in order of arrival. */
  readonly requests: readonly RecordedRequest[];
  readonly faults: Faults;
  /** `bucket` or `bucket/key` each: requests for them are answered with AccessDenied. */
  readonly denied: Set<string>;
  createBucket(name: string, options?: { readonly region?: string }): void;
  /** Stores or replaces an object; the bucket must exist. */
  put(bucket: string, key: string, body: ObjectBody, options?: PutOptions): void;
  remove(bucket: string, key: string): void;
  /** Breaks open connections and frees the port. */
  close(): Promise<void>;
}

const DEFAULT_CREDENTIALS: S3Credentials = { accessKeyId: 'AKIASLUICETEST', secretAccessKey: 'sluice-test-secret' };

/** Starts a small and strict S3 server on a free port of 127.0.0.1. */
export async function startS3Server(options: S3ServerOptions = {}): Promise<S3Server> {
  const { region = 'us-east-1', credentials = DEFAULT_CREDENTIALS, https = false, now = () => new Date() } = options;
  const store = new BucketStore();
  const faults = new Faults((bucket, key) => store.replace(bucket, key));
  const requests: RecordedRequest[] = [];
  const denied = new Set<string>();
  const context = { store, faults, requests, denied, region, credentials, now };
  const tls = https ? await createCertificate() : undefined;
  const listener: RequestListener = (message, response) => void handleRequest(message, response, context);
  const server = tls === undefined ? createHttpServer(listener) : createHttpsServer(tls, listener);
  const port = await listen(server);
  const close = (): Promise<void> => closeServer(server);
  return {
    endpoint: `${https ? 'https' : 'http'}://127.0.0.1:${port}`,
    region,
    credentials,
    certificate: tls?.cert,
    requests,
    faults,
    denied,
    createBucket: (name, bucketOptions = {}) => store.create(name, bucketOptions.region ?? region),
    put: (bucket, key, body, putOptions) => store.put(bucket, key, body, putOptions),
    remove: (bucket, key) => store.remove(bucket, key),
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function listen(server: Server): Promise<number> {
  // Node's five seconds would close idle connections just as a slow test uses them again.
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

async function closeServer(server: Server): Promise<void> {
  if (!server.listening) return;
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
