import { Sha256 } from '@aws-crypto/sha256-js';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SignatureV4 } from '@smithy/signature-v4';
import { connectS3 } from '../connect-s3.js';
import { startS3Server, type S3Server } from './s3-server.js';

const EMPTY_SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

interface Signing {
  readonly path?: string;
  readonly method?: string;
  readonly query?: Record<string, string>;
  readonly headers?: Record<string, string>;
  readonly region?: string;
  readonly service?: string;
  readonly date?: Date;
}

let server: S3Server;

beforeAll(async () => {
  server = await startS3Server();
  server.createBucket('data');
  server.put('data', 'a.csv', 'a\n1\n');
});

afterAll(() => server.close());

async function sign({ path = '/data/a.csv', method = 'GET', query = {}, headers = {}, ...options }: Signing = {}) {
  const { region = server.region, service = 's3', date = new Date() } = options;
  const { host, hostname } = new URL(server.endpoint);
  const signer = new SignatureV4({ credentials: server.credentials, region, service, sha256: Sha256, uriEscapePath: false });
  return await signer.sign(
    { method, protocol: 'http:', hostname, path, query, headers: { host, 'x-amz-content-sha256': EMPTY_SHA256, ...headers } },
    { signingDate: date },
  );
}

/** Status and S3's code of what the server answers. */
async function ask(headers: Record<string, string>, path = '/data/a.csv', method = 'GET') {
  const response = await fetch(`${server.endpoint}${path}`, { method, headers });
  return [response.status, /<Code>(\w+)<\/Code>/.exec(await response.text())?.[1] ?? 'OK'];
}

describe('verifySignature', () => {
  it('accepts what was signed', async () => {
    expect(await ask((await sign()).headers)).toEqual([200, 'OK']);
  });

  it('accepts a payload that is declared unsigned', async () => {
    expect(await ask((await sign({ headers: { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' } })).headers)).toEqual([200, 'OK']);
  });

  it('refuses a signature made for another path', async () => {
    expect(await ask((await sign({ path: '/data/b.csv' })).headers)).toEqual([403, 'SignatureDoesNotMatch']);
  });

  it('refuses a signature made for another method', async () => {
    expect(await ask((await sign({ method: 'HEAD' })).headers)).toEqual([403, 'SignatureDoesNotMatch']);
  });

  it('refuses a query that was changed after signing', async () => {
    const { headers } = await sign({ path: '/data', query: { 'list-type': '2', prefix: 'a' } });
    expect(await ask(headers, '/data?list-type=2&prefix=a')).toEqual([200, 'OK']);
    expect(await ask(headers, '/data?list-type=2&prefix=b')).toEqual([403, 'SignatureDoesNotMatch']);
  });

  it('refuses a signed header that was changed', async () => {
    const { headers } = await sign({ headers: { range: 'bytes=0-1' } });
    expect(await ask({ ...headers, range: 'bytes=0-2' })).toEqual([403, 'SignatureDoesNotMatch']);
  });

  it('lets a header go unsigned that need not be signed', async () => {
    expect(await ask({ ...(await sign()).headers, range: 'bytes=0-1' })).toEqual([206, 'OK']);
  });

  it('refuses an amz header that was not signed', async () => {
    expect(await ask({ ...(await sign()).headers, 'x-amz-checksum-mode': 'ENABLED' })).toEqual([403, 'AccessDenied']);
  });

  it.each([
    ['no Authorization', 403, 'AccessDenied', {}],
    ['another scheme', 400, 'AuthorizationHeaderMalformed', { authorization: 'AWS sluice:abc' }],
  ])('refuses %s', async (_, status, code, headers) => {
    expect(await ask(headers)).toEqual([status, code]);
  });

  it('refuses a signature for another service', async () => {
    expect(await ask((await sign({ service: 'sqs' })).headers)).toEqual([400, 'AuthorizationHeaderMalformed']);
  });

  it('refuses a request that says nothing about its payload', async () => {
    const { headers } = await sign();
    delete headers['x-amz-content-sha256'];
    expect(await ask(headers)).toEqual([400, 'InvalidRequest']);
  });

  it('refuses the hash of another payload than the one sent', async () => {
    const { headers } = await sign({ headers: { 'x-amz-content-sha256': 'ab'.repeat(32) } });
    expect(await ask(headers)).toEqual([400, 'XAmzContentSHA256Mismatch']);
  });

  it.each([
    ['16 minutes behind', -16, 'RequestTimeTooSkewed'],
    ['14 minutes behind', -14, 'OK'],
    ['14 minutes ahead', 14, 'OK'],
    ['16 minutes ahead', 16, 'RequestTimeTooSkewed'],
  ])('answers a clock that is %s by %i minutes with %s', async (_, minutes, code) => {
    const { headers } = await sign({ date: new Date(Date.now() + minutes * 60_000) });
    expect(await ask(headers)).toEqual([code === 'OK' ? 200 : 403, code]);
  });

  it('tells the SDK its own clock, so that the next attempt fits', async () => {
    await using late = await startS3Server({ now: () => new Date(Date.now() + 3_600_000) });
    late.createBucket('data');
    late.put('data', 'a.csv', 'a\n1\n');
    const client = connectS3(late, { maxAttempts: 2 });
    await client.send(new GetObjectCommand({ Bucket: 'data', Key: 'a.csv' }));
    client.destroy();
    expect(late.requests.map(({ status }) => status)).toEqual([403, 200]);
  });

  it.each([
    ['an unknown access key', { accessKeyId: 'AKIANOBODY' }, 'InvalidAccessKeyId', 403],
    ['a session token where none is known', { sessionToken: 'stale' }, 'InvalidToken', 400],
  ])('refuses %s', async (_, change, name, httpStatusCode) => {
    const client = connectS3({ ...server, credentials: { ...server.credentials, ...change } });
    const answer = client.send(new GetObjectCommand({ Bucket: 'data', Key: 'a.csv' }));
    await expect(answer).rejects.toMatchObject({ name, $metadata: { httpStatusCode } });
    client.destroy();
  });

  it('accepts temporary credentials with the right session token only', async () => {
    const credentials = { accessKeyId: 'ASIATEMP', secretAccessKey: 'secret', sessionToken: 'token/with+characters==' };
    await using temporary = await startS3Server({ credentials });
    temporary.createBucket('data');
    temporary.put('data', 'a.csv', 'a\n1\n');
    const right = connectS3(temporary);
    const wrong = connectS3({ ...temporary, credentials: { ...credentials, sessionToken: 'other' } });
    await right.send(new GetObjectCommand({ Bucket: 'data', Key: 'a.csv' }));
    await expect(wrong.send(new GetObjectCommand({ Bucket: 'data', Key: 'a.csv' }))).rejects.toMatchObject({ name: 'InvalidToken' });
    right.destroy();
    wrong.destroy();
  });
});

describe('operationOf', () => {
  it.each([
    ['a presigned URL', 'GET', '/data/a.csv?X-Amz-Signature=ab', 501, 'NotImplemented'],
    ['a list of buckets', 'GET', '/', 501, 'NotImplemented'],
    ['a listing by the first version of the operation', 'GET', '/data', 501, 'NotImplemented'],
    ['a parameter that would change the answer', 'GET', '/data/a.csv?partNumber=1', 501, 'NotImplemented'],
    ['an upload', 'PUT', '/data/a.csv', 405, 'MethodNotAllowed'],
    ['a deletion', 'DELETE', '/data/a.csv', 405, 'MethodNotAllowed'],
    ['a path with broken escapes', 'GET', '/data/%zz', 400, 'InvalidURI'],
  ])('refuses %s', async (_, method, path, status, code) => {
    expect(await ask({}, path, method)).toEqual([status, code]);
  });

  it.each(['if-none-match', 'if-modified-since', 'if-unmodified-since', 'x-amz-expected-bucket-owner'])('refuses the header %s', async (name) => {
    expect(await ask({ [name]: 'x' })).toEqual([501, 'NotImplemented']);
  });
});
