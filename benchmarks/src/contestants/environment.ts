import type { S3Access } from './job.js';

/** The environment that every process gets: credentials where the SDKs look for them, and the certificate to trust. */
export function s3Environment(s3: S3Access | undefined): NodeJS.ProcessEnv {
  if (s3 === undefined) return process.env;
  return {
    ...process.env,
    AWS_ENDPOINT_URL_S3: s3.endpoint,
    AWS_REGION: s3.region,
    AWS_ACCESS_KEY_ID: s3.accessKeyId,
    AWS_SECRET_ACCESS_KEY: s3.secretAccessKey,
    NODE_EXTRA_CA_CERTS: s3.caFile,
    SSL_CERT_FILE: s3.caFile,
    AWS_CA_BUNDLE: s3.caFile,
  };
}
