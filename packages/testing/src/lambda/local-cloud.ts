import { CreateBucketCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Readable } from 'node:stream';
import { startApiGateway, type ApiGateway } from '../api-gateway/api-gateway.js';
import type { Principal } from '../api-gateway/authorize.js';
import { connectS3 } from '../connect-s3.js';
import { startVersityGateway, type VersityGateway } from '../versity-gateway/versity-gateway.js';
import type { LambdaFunctionOptions } from './lambda-function.js';
import { LambdaFunction } from './lambda-function.js';
import { restProxy, type RestProxyOptions } from './rest-proxy.js';
import { signedFetch } from './signed-fetch.js';

export interface LocalCloudOptions extends RestProxyOptions, Omit<LambdaFunctionOptions, 'handler'> {
  /** Of the API. @default a free one */
  readonly port?: number;
}

/** An API Gateway with IAM, a function behind it, and a real S3 server with a bucket to read and one to write to. */
export interface LocalCloud extends AsyncDisposable {
  readonly gateway: ApiGateway;
  readonly lambda: LambdaFunction;
  readonly s3: VersityGateway;
  /** Signs as the one principal that may call the API. */
  readonly fetch: typeof fetch;
  /** Puts an object into the bucket that the function may read. */
  put(key: string, body: string | Uint8Array | Readable, bytes?: number): Promise<void>;
}

export const LOCAL_READER: Principal = {
  accessKeyId: 'AKIDLOCALREADER',
  secretAccessKey: 'local-reader-secret',
  arn: 'arn:aws:iam::123456789012:user/reader',
  allow: ['arn:aws:execute-api:eu-central-1:123456789012:abc123/prod/POST/mcp', 'arn:aws:execute-api:eu-central-1:123456789012:abc123/prod/GET/health'],
};

const DATA = 'data';
const RESULTS = 'results';
const HEALTH_PATH = '/prod/health';

export async function startLocalCloud({ port, env, ...options }: LocalCloudOptions): Promise<LocalCloud> {
  await using stack = new AsyncStack();
  const s3 = stack.use(await startVersityGateway());
  const client = connectS3(s3);
  for (const bucket of [DATA, RESULTS]) await client.send(new CreateBucketCommand({ Bucket: bucket }));
  const handler = options.mode === 'STREAM' ? 'index.handler' : 'index.bufferedHandler';
  const lambda = stack.use(new LambdaFunction({ ...options, handler, env: { ...functionEnv(s3), ...env } }));
  const gateway = stack.use(await startApiGateway({ integration: restProxy(lambda, options), principals: [LOCAL_READER], otherPaths: [HEALTH_PATH], ...(port !== undefined && { port }) }));
  const owned = stack.move();
  return {
    gateway,
    lambda,
    s3,
    fetch: signedFetch(LOCAL_READER),
    put: (key, body, bytes) => put(client, { key, body, bytes }),
    async [Symbol.asyncDispose]() {
      client.destroy();
      await owned[Symbol.asyncDispose]();
    },
  };
}

/** Disposes in reverse order. Node 20 and 22 lack `AsyncDisposableStack`. */
class AsyncStack implements AsyncDisposable {
  #owned: AsyncDisposable[] = [];

  use<T extends AsyncDisposable>(resource: T): T {
    this.#owned.push(resource);
    return resource;
  }

  move(): AsyncDisposable {
    const moved = new AsyncStack();
    [moved.#owned, this.#owned] = [this.#owned, []];
    return moved;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const resource of this.#owned.reverse()) await resource[Symbol.asyncDispose]();
  }
}

const functionEnv = ({ endpoint, region, credentials }: VersityGateway): Record<string, string> => ({
  SLUICE_ALLOW: `s3://${DATA}/`,
  SLUICE_EXPORT: `s3://${RESULTS}/`,
  AWS_REGION: region,
  AWS_ENDPOINT_URL_S3: endpoint,
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
});

async function put(client: S3Client, { key, body, bytes }: { readonly key: string; readonly body: string | Uint8Array | Readable; readonly bytes: number | undefined }): Promise<void> {
  await client.send(new PutObjectCommand({ Bucket: DATA, Key: key, Body: body, ...(bytes !== undefined && { ContentLength: bytes }) }));
}
