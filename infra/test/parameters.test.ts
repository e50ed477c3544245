import { describe, expect, it } from '@jest/globals';
import { InfraError } from '../src/errors.js';
import { readParameters } from '../src/parameters/read-parameters.js';

const CALLERS = ['arn:aws:iam::123456789012:role/analyst'];
const DATA = { bucket: 'data-bucket' };
const read = (given: object) => readParameters({ stage: 'prod', text: JSON.stringify({ callers: CALLERS, data: DATA, ...given }) });

describe('parameters', () => {
  it('need no more than callers and a bucket', () => {
    expect(read({})).toEqual({
      stage: 'prod', callers: CALLERS, data: DATA, architecture: 'x86_64', memoryMb: 1024, timeoutSeconds: 120, ephemeralStorageMb: 512, responseMode: 'stream', deployment: 'canary',
      throttling: { requestsPerSecond: 20, burst: 40 }, logRetentionDays: 30, logLevel: 'info', logQueries: false, alarms: { maxErrors: 1, p99Seconds: 60 }, tags: {},
    });
  });

  it.each([
    ['nobody who may ask', { callers: [] }, 'name whoever may ask'],
    ['a caller with a wildcard', { callers: ['arn:aws:iam::123456789012:role/*'] }, 'without wildcards'],
    ['a whole account', { callers: ['arn:aws:iam::123456789012:root'] }, 'write an ARN'],
    ['a bucket with a path', { data: { bucket: 's3://data/sales' } }, 'without s3://'],
    ['a bucket with a wildcard', { data: { bucket: 'data-*' } }, 'the name of one bucket'],
    ['a prefix with a wildcard', { data: { ...DATA, prefixes: ['*/'] } }, 'holds no wildcard'],
    ['a prefix of a name', { data: { ...DATA, prefixes: ['sales'] } }, 'ends in /'],
    ['no prefix at all', { data: { ...DATA, prefixes: [] } }, 'leave prefixes out'],
    ['a buffered answer of two minutes', { responseMode: 'buffered', timeoutSeconds: 120 }, 'write 29 or less'],
    ['an alarm that cannot ring', { alarms: { p99Seconds: 121 } }, 'never rings'],
    ['a cache that has no room', { cacheSizeMb: 600 }, 'raise ephemeralStorageMb'],
    ['a log without end', { logRetentionDays: 9999 }, 'logRetentionDays'],
    ['a misspelt name', { memory: 512 }, 'Unrecognized key: "memory"'],
  ])('refuse %s, and say what to write', (_, given, message) => {
    expect(() => read(given)).toThrow(message);
  });

  it('answer a buffered request in the 29 seconds that API Gateway waits', () => {
    expect(read({ responseMode: 'buffered' })).toMatchObject({ timeoutSeconds: 29, alarms: { p99Seconds: 14.5 } });
  });

  it('are for the stage that was asked for', () => {
    expect(() => read({ stage: 'dev' })).toThrow('is for the stage dev, not prod');
  });

  it.each([
    ['text that is no JSON', { stage: 'prod', text: '{' }, 'SLUICE_PARAMETERS is not JSON'],
    ['a file that is not there', { stage: 'nowhere' }, 'There are no parameters for the stage nowhere'],
  ])('of %s are an error with the next step', (_, source, message) => {
    expect(() => readParameters(source)).toThrow(InfraError);
    expect(() => readParameters(source)).toThrow(message);
  });
});
