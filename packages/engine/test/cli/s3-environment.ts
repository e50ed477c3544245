import type { S3Server } from '@sluice/testing';

/** What a person would export to reach the server. */
export const s3Environment = ({ endpoint, region, credentials }: S3Server): Record<string, string> => ({
  AWS_ENDPOINT_URL_S3: endpoint,
  AWS_REGION: region,
  AWS_ACCESS_KEY_ID: credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
});
