import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import type { S3Credentials } from './s3-server/verify-signature.js';

/** What all servers here tell about themselves. */
export interface S3Endpoint {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: S3Credentials;
}

/** The AWS SDK's client for a server, asking once: a retry would hide what the server did. */
export const connectS3 = ({ endpoint, region, credentials }: S3Endpoint, config: S3ClientConfig = {}): S3Client =>
  new S3Client({ endpoint, region, credentials, forcePathStyle: true, maxAttempts: 1, ...config });
