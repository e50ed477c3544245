import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { z } from 'zod';

/** API Gateway ends a buffered answer after this long, whatever the function may do. */
const BUFFERED_SECONDS = 29;
const DEFAULT_SECONDS = { stream: 120, buffered: BUFFERED_SECONDS };
const MAX_SECONDS = 900;

const arn = (service: string, resource: string, example: string) =>
  z.string().regex(new RegExp(`^arn:aws[a-z-]*:${service}:[a-z0-9-]*:\\d{12}:${resource}$`), `write an ARN without wildcards, e.g. ${example}`);

const caller = arn('iam', '(role|user)/[\\w+=,.@/-]+', 'arn:aws:iam::123456789012:role/analyst');
const bucketName = z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'write the name of one bucket, without s3:// and without a path');
const prefix = z.string().regex(/^[^*?${}/][^*?${}]*\/$/, 'write a prefix that ends in / and holds no wildcard, e.g. sales/');

const data = z.strictObject({
  bucket: bucketName.describe('the one bucket that may be read'),
  prefixes: z.array(prefix).min(1, 'name a prefix, or leave prefixes out to allow the whole bucket').optional(),
  kmsKeyArn: arn('kms', 'key/[\\w-]+', 'arn:aws:kms:eu-central-1:123456789012:key/0a1b2c3d').optional().describe('of the bucket, if it is encrypted with a key of your own'),
});

const results = z.strictObject({
  bucket: bucketName.optional().describe('that exists; left out, the stack makes one, expires what is in it, and takes it along when it goes'),
  prefix: prefix.default('results/'),
  expireDays: z.int().min(1).max(365).default(7),
});

const alarms = z.strictObject({
  topicArn: arn('sns', '[\\w.-]+', 'arn:aws:sns:eu-central-1:123456789012:on-call').optional().describe('told of every alarm'),
  maxErrors: z.int().min(1).default(1).describe('in a minute'),
  p99Seconds: z.number().positive().optional().describe('half of the timeout, unless given'),
});

export const Parameters = z
  .strictObject({
    stage: z.string().regex(/^[a-z][a-z0-9-]{0,19}$/, 'write up to 20 small letters, digits and hyphens, e.g. prod'),
    callers: z.array(caller).min(1, 'name whoever may ask, e.g. arn:aws:iam::123456789012:role/analyst; nobody else can'),
    data,
    results: results.optional(),
    architecture: z.enum(['x86_64', 'arm64']).default('x86_64'),
    memoryMb: z.int().min(512).max(10_240).default(1024),
    timeoutSeconds: z.int().min(5).max(MAX_SECONDS).optional(),
    ephemeralStorageMb: z.int().min(512).max(10_240).default(512),
    reservedConcurrency: z.int().min(1).optional(),
    responseMode: z.enum(['stream', 'buffered']).default('stream'),
    deployment: z.enum(['canary', 'all-at-once']).default('canary'),
    throttling: z.strictObject({ requestsPerSecond: z.int().min(1).default(20), burst: z.int().min(1).default(40) }).prefault({}),
    logRetentionDays: z.enum(RetentionDays).exclude(['INFINITE']).default(RetentionDays.ONE_MONTH),
    logLevel: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
    logQueries: z.boolean().default(false).describe('the text of questions in the log, with the values in it'),
    cacheSizeMb: z.int().min(0).optional(),
    alarms: alarms.prefault({}),
    /** Where a function that runs outside AWS finds S3. */
    localS3Endpoint: z.url().optional(),
    tags: z.record(z.string().regex(/^(?!aws:)[\w .:/=+@-]{1,128}$/), z.string().max(256)).default({}),
  })
  .transform((given) => {
    const timeoutSeconds = given.timeoutSeconds ?? DEFAULT_SECONDS[given.responseMode];
    return { ...given, timeoutSeconds, alarms: { ...given.alarms, p99Seconds: given.alarms.p99Seconds ?? timeoutSeconds / 2 } };
  })
  .superRefine(({ responseMode, timeoutSeconds, cacheSizeMb, ephemeralStorageMb, alarms: { p99Seconds } }, context) => {
    const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: path.split('.'), message });
    if (responseMode === 'buffered' && timeoutSeconds > BUFFERED_SECONDS) {
      refuse('timeoutSeconds', `API Gateway ends a buffered answer after ${BUFFERED_SECONDS} s; write ${BUFFERED_SECONDS} or less, or "responseMode": "stream"`);
    }
    if (p99Seconds > timeoutSeconds) refuse('alarms.p99Seconds', `an alarm above the timeout of ${timeoutSeconds} s never rings; write less`);
    if (cacheSizeMb !== undefined && cacheSizeMb > ephemeralStorageMb) refuse('cacheSizeMb', `the cache lies in /tmp, which has ${ephemeralStorageMb} MB; raise ephemeralStorageMb too`);
  });

export type Parameters = z.output<typeof Parameters>;
