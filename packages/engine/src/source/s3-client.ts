import { S3Client } from '@aws-sdk/client-s3';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { S3Transport } from './s3-transport.js';

export interface S3Options {
  /** For S3-compatible servers; otherwise `AWS_ENDPOINT_URL_S3` or AWS itself. */
  readonly endpoint?: string;
  /** Where to begin; a bucket in another region is found by itself. */
  readonly region?: string;
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string };
  /** `http://host/bucket/key` instead of `http://bucket.host/key`. @default true with an own endpoint */
  readonly forcePathStyle?: boolean;
  /** Connections to S3 at once. @default 16 */
  readonly maxConnections?: number;
  /** A connection that sends nothing for so long is given up and the read resumes on another. @default 20,000 ms */
  readonly idleTimeoutMs?: number;
}

/** A variable that is set to nothing is not set. */
const given = (value: string | undefined): string | undefined => (value === '' ? undefined : value);

/** One client for all buckets: standard credential chain, keep-alive, bounded retries, region redirects followed. */
export function createS3Client(options: S3Options, env: NodeJS.ProcessEnv = process.env): S3Client {
  const endpoint = options.endpoint ?? given(env.AWS_ENDPOINT_URL_S3) ?? given(env.AWS_ENDPOINT_URL);
  const maxConnections = options.maxConnections ?? 16;
  const agent = { keepAlive: true, maxSockets: maxConnections };
  const timeouts = { connectTimeoutMs: 5_000, idleTimeoutMs: options.idleTimeoutMs ?? 20_000 };
  return new S3Client({
    region: options.region ?? given(env.AWS_REGION) ?? given(env.AWS_DEFAULT_REGION) ?? 'us-east-1',
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: options.forcePathStyle ?? true }),
    ...(options.credentials === undefined ? {} : { credentials: options.credentials }),
    followRegionRedirects: true,
    retryMode: 'standard',
    maxAttempts: 5,
    // Checksums of whole objects cannot be checked over ranges; If-Match pins the version instead.
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: new S3Transport(
      {
        connectionTimeout: timeouts.connectTimeoutMs,
        requestTimeout: timeouts.idleTimeoutMs,
        throwOnRequestTimeout: true,
        httpAgent: new HttpAgent(agent),
        httpsAgent: new HttpsAgent(agent),
      },
      { ...timeouts, maxConnections },
    ),
  });
}
