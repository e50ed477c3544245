import { describe, expect, it } from '@jest/globals';
import { readConfig } from './config.js';

const MIB = 2 ** 20;

describe("a function's environment", () => {
  it('needs no more than what may be read', () => {
    expect(readConfig({ SLUICE_ALLOW: 's3://aa/x/, s3://bb', AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '1024' })).toEqual({
      allow: ['s3://aa/x/', 's3://bb'],
      memoryBytes: 524 * MIB,
      logLevel: 'info',
      logQueries: false,
      functionName: 'sluice',
    });
  });

  it('gives every setting', () => {
    const env = { SLUICE_ALLOW: 's3://aa', SLUICE_EXPORT: 's3://rr/p/', SLUICE_MEMORY: '500MB', SLUICE_CACHE_SIZE: '1GiB', SLUICE_TEMP_SIZE: '2GB', SLUICE_LOG_LEVEL: 'debug', SLUICE_LOG_QUERIES: 'on', AWS_LAMBDA_FUNCTION_NAME: 'f' };
    expect(readConfig(env)).toEqual({ allow: ['s3://aa'], exportTo: 's3://rr/p/', memoryBytes: 500e6, cacheBytes: 2 ** 30, tempBytes: 2e9, logLevel: 'debug', logQueries: true, functionName: 'f' });
  });

  it('takes an empty variable for none', () => {
    expect(readConfig({ SLUICE_ALLOW: 's3://aa', SLUICE_EXPORT: '', SLUICE_LOG_LEVEL: '' })).not.toHaveProperty('exportTo');
  });

  it.each([
    [{}, 'SLUICE_ALLOW: Write the places'],
    [{ SLUICE_ALLOW: ' , ' }, 'SLUICE_ALLOW: Name at least one place.'],
    [{ SLUICE_ALLOW: 'bucket/prefix' }, 'SLUICE_ALLOW.0: Write s3://bucket/prefix.'],
    [{ SLUICE_ALLOW: 's3://aa', SLUICE_EXPORT: '/tmp' }, 'SLUICE_EXPORT: Write s3://bucket/prefix.'],
    [{ SLUICE_ALLOW: 's3://aa', SLUICE_CACHE_SIZE: 'much' }, 'SLUICE_CACHE_SIZE: Write a size such as 512MB or 2GiB.'],
    [{ SLUICE_ALLOW: 's3://aa', SLUICE_LOG_QUERIES: 'yes' }, 'SLUICE_LOG_QUERIES: '],
    [{ SLUICE_ALLOW: 's3://aa', AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '128' }, 'AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '],
  ])('%j is refused with what to write', (env, message) => {
    expect(() => readConfig(env)).toThrow(message);
  });
});
