import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startS3Server, type Fault, type S3Server } from '@sluice/testing';
import { connectS3 } from '../src/source/s3-provider.js';
import type { Source, SourceProvider } from '../src/source/source.js';

const never = new AbortController().signal;
const DATA = Buffer.from(Array.from({ length: 500_000 }, (_, i) => (i * 13 + (i >> 7)) % 251));
let s3: S3Server;
let provider: SourceProvider;

beforeEach(async () => {
  s3 = await startS3Server();
  s3.createBucket('bucket');
  s3.put('bucket', 'data.csv', DATA);
  provider = connectS3({ endpoint: s3.endpoint, region: s3.region, credentials: s3.credentials, idleTimeoutMs: 1000, allow: [], maxObjects: 10, partBytes: 150_000, concurrency: 3 });
});
afterEach(async () => {
  provider.dispose?.();
  await s3.close();
});

const open = (): Promise<Source> => provider.open('s3://bucket/data.csv', never);

async function readAll(opened = open()): Promise<Buffer> {
  const source = await opened;
  const parts: Uint8Array[] = [];
  for await (const chunk of source.read({ start: 0, end: source.size }, never)) parts.push(chunk);
  return Buffer.concat(parts);
}

const gets = () => s3.requests.filter(({ method }) => method === 'GET');

describe('reading from an S3 that misbehaves', () => {
  it.each<[string, Fault]>([
    ['resets connections in mid-body', { resetAfterBytes: 30_000, requests: 6 }],
    ['sends short bodies', { shortBody: { missingBytes: 5000, contentLength: 'full' }, requests: 4 }],
    ['sends short bodies that claim to be whole', { shortBody: { missingBytes: 5000, contentLength: 'short' }, requests: 4 }],
    ['answers 500 at first', { status: 500, requests: 3 }],
    ['answers 503 SlowDown at first', { status: 503, requests: 3 }],
    ['hangs at first', { hang: true, requests: 1 }],
    ['is slow', { latencyMs: 50, bytesPerSecond: 3_000_000 }],
  ])('gives every byte once although it %s', async (_, fault) => {
    s3.faults.add(fault, { method: 'GET' });
    expect((await readAll()).equals(DATA)).toBe(true);
  });

  it('resumes at the byte where the connection broke, pinned to the version', async () => {
    const source = await open();
    s3.faults.add({ resetAfterBytes: 30_000, requests: 1 }, { method: 'GET' });
    expect((await readAll(Promise.resolve(source))).equals(DATA)).toBe(true);
    const [opening, ...parts] = gets();
    expect(opening?.range).toBe('bytes=0-262143');
    const starts = parts.map(({ range }) => Number(/\d+/.exec(range ?? '')?.[0])).sort((a, b) => a - b);
    expect(starts).toEqual([262_144, 292_144, 412_144]);
    expect(parts.every(({ ifMatch }) => ifMatch === source.etag)).toBe(true);
  });

  it('takes what came of a beginning that broke off, and asks for the rest', async () => {
    s3.faults.add({ resetAfterBytes: 30_000, requests: 1 }, { method: 'GET' });
    expect((await readAll()).equals(DATA)).toBe(true);
    expect(gets()[1]?.range).toBe('bytes=30000-179999');
  });

  it('asks once for an object that is small', async () => {
    s3.put('bucket', 'data.csv', DATA.subarray(0, 100_000));
    const source = await open();
    for (let i = 0; i < 3; i += 1) expect((await readAll(Promise.resolve(source))).equals(DATA.subarray(0, 100_000))).toBe(true);
    expect(s3.requests.length).toBe(1);
  });

  it('reads an object of no bytes', async () => {
    s3.put('bucket', 'data.csv', Buffer.alloc(0));
    expect((await open()).size).toBe(0);
    expect((await readAll()).length).toBe(0);
  });

  it('needs no request to open what a listing told about', async () => {
    const [listed] = await provider.list('s3://bucket/*.csv', never);
    const source = await provider.open('s3://bucket/data.csv', never, listed);
    expect(gets().filter(({ range }) => range !== undefined)).toEqual([]);
    expect((await readAll(Promise.resolve(source))).equals(DATA)).toBe(true);
  });

  it.each<[string, Fault]>([
    ['between two requests', { changeEtagAfterRequests: 2 }],
    ['in the middle of a body', { changeEtagAfterBytes: 150_000 }],
  ])('tells when the object changes %s', async (_, fault) => {
    s3.faults.add({ ...fault }, { bucket: 'bucket', key: 'data.csv', method: 'GET' });
    s3.faults.add({ resetAfterBytes: 60_000, requests: 10 }, { method: 'GET' });
    await expect(readAll()).rejects.toMatchObject({ code: 'SOURCE_CHANGED' });
  });

  it('gives up on a server that always breaks, and says so', async () => {
    s3.faults.add({ resetAfterBytes: 10 }, { method: 'GET' });
    await expect(readAll()).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE', hint: expect.any(String) });
  });

  it('finds a bucket in another region by itself', async () => {
    s3.createBucket('far', { region: 'eu-central-1' });
    s3.put('far', 'data.csv', DATA);
    expect((await provider.open('s3://far/data.csv', never)).size).toBe(DATA.length);
  });

  it('tells a denied key from a missing one', async () => {
    s3.denied.add('bucket/secret.csv');
    await expect(provider.open('s3://bucket/secret.csv', never)).rejects.toMatchObject({ code: 'SOURCE_DENIED' });
    await expect(provider.open('s3://nobucket/data.csv', never)).rejects.toMatchObject({ code: 'SOURCE_NOT_FOUND' });
  });

  it.each([
    ['s3://bucket/data.csv', true],
    ['s3://bucket', true],
    ['s3://bucket/dat', false],
    ['s3://other/', false],
  ])('with --allow %s may read s3://bucket/data.csv: %s', async (allow, may) => {
    const limited = connectS3({ endpoint: s3.endpoint, credentials: s3.credentials, allow: [allow], maxObjects: 10, partBytes: 1e6, concurrency: 1 });
    const open = limited.open('s3://bucket/data.csv', never);
    if (may) expect((await open).size).toBe(DATA.length);
    else await expect(open).rejects.toMatchObject({ code: 'SOURCE_NOT_ALLOWED' });
    limited.dispose?.();
  });
});
