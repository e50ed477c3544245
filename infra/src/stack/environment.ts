import type { Parameters } from '../parameters/parameters.js';
import type { ResultsPlace } from './results.js';

/** What the function is told: where it may read and write, and how much it says. */
export function environment(parameters: Parameters, results?: ResultsPlace): Record<string, string> {
  const { data, cacheSizeMb, logLevel, logQueries, localS3Endpoint } = parameters;
  return {
    SLUICE_ALLOW: (data.prefixes ?? ['']).map((prefix) => `s3://${data.bucket}/${prefix}`).join(','),
    SLUICE_LOG_LEVEL: logLevel,
    ...(logQueries && { SLUICE_LOG_QUERIES: 'on' }),
    ...(results && { SLUICE_EXPORT: `s3://${results.bucketName}/${results.prefix}` }),
    ...(cacheSizeMb !== undefined && { SLUICE_CACHE_SIZE: `${cacheSizeMb}MB` }),
    ...(localS3Endpoint !== undefined && { AWS_ENDPOINT_URL_S3: localS3Endpoint }),
  };
}
