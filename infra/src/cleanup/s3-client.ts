import { S3Client } from '@aws-sdk/client-s3';

/** An endpoint of one's own has no name for each bucket. */
export const s3Client = (): S3Client => new S3Client({ forcePathStyle: process.env.AWS_ENDPOINT_URL !== undefined });
