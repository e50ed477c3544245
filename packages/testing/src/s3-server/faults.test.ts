import { GetObjectCommand, HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectS3 } from '../connect-s3.js';
import { startS3Server, type S3Server } from './s3-server.js';

const BODY = Buffer.alloc(1_000_000, '0123456789');

interface Reading {
  readonly received: Buffer;
  readonly announced: number | undefined;
  readonly error: Error | undefined;
}

let server: S3Server;
let client: S3Client;

beforeEach(async () => {
  server = await startS3Server();
  server.createBucket('data');
  server.put('data', 'a.csv', BODY);
  server.put('data', 'b.csv', BODY);
  client = connectS3(server);
});

afterEach(async () => {
  client.destroy();
  await server.close();
});

const get = (key = 'a.csv', input: { readonly Range?: string; readonly IfMatch?: string } = {}) =>
  client.send(new GetObjectCommand({ Bucket: 'data', Key: key, ...input }));
const head = (key = 'a.csv') => client.send(new HeadObjectCommand({ Bucket: 'data', Key: key }));

/** Reads a body to its end, or to where it breaks. */
async function read(key = 'a.csv', range?: string): Promise<Reading> {
  const { Body, ContentLength: announced } = await get(key, range === undefined ? {} : { Range: range });
  const chunks: Buffer[] = [];
  let error: Error | undefined;
  try {
    for await (const chunk of Body as Readable) chunks.push(chunk as Buffer);
  } catch (caught) {
    error = caught as Error;
  }
  return { received: Buffer.concat(chunks), announced, error };
}

async function elapsed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** How the connection ends as TCP sees it; HTTP clients tell a reset and an early close by the same name. */
async function connectionEnd(): Promise<string> {
  const { host, hostname, port } = new URL(server.endpoint);
  const socket = connect(Number(port), hostname).resume();
  socket.write(`GET /data/a.csv HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
  // `once` rejects when the socket fails first.
  return await once(socket, 'end').then(
    () => 'closed',
    (error: unknown) => ((error as NodeJS.ErrnoException).code === 'ECONNRESET' ? 'reset' : 'failed'),
  );
}

describe('latencyMs', () => {
  it('holds back the first byte', async () => {
    server.faults.add({ latencyMs: 200 });
    expect(await elapsed(() => head())).toBeGreaterThanOrEqual(195);
  });

  it('does not delay the body beyond that', async () => {
    server.faults.add({ latencyMs: 100 });
    const response = await get();
    expect(await elapsed(async () => response.Body?.transformToByteArray())).toBeLessThan(95);
  });
});

describe('bytesPerSecond', () => {
  it('paces the body', async () => {
    server.faults.add({ bytesPerSecond: 2_000_000 });
    const ms = await elapsed(async () => expect((await read()).received.equals(BODY)).toBe(true));
    expect(ms).toBeGreaterThanOrEqual(490);
    expect(ms).toBeLessThan(900);
  });

  it('holds for each connection by itself', async () => {
    server.faults.add({ bytesPerSecond: 2_000_000 });
    const ms = await elapsed(() => Promise.all([read('a.csv'), read('b.csv'), read('a.csv')]));
    expect(ms).toBeLessThan(1_200);
  });
});

describe('resetAfterBytes', () => {
  it('breaks the connection after so many bytes of the body', async () => {
    server.faults.add({ resetAfterBytes: 300_000 });
    const { received, announced, error } = await read();
    expect(error).toMatchObject({ code: 'ECONNRESET' });
    expect(received.equals(BODY.subarray(0, received.length))).toBe(true);
    expect(received.length).toBeLessThanOrEqual(300_000);
    expect(announced).toBe(BODY.length);
    expect(server.requests.at(-1)).toMatchObject({ status: 200, bytes: 300_000 });
  });

  it('sends a TCP reset', async () => {
    // Slowly, because Node 20 takes a reset that comes together with data for the end of the data.
    server.faults.add({ resetAfterBytes: 10, bytesPerSecond: 100 });
    expect(await connectionEnd()).toBe('reset');
  });

  it('counts the bytes of a range from its start', async () => {
    server.faults.add({ resetAfterBytes: 10 });
    await read('a.csv', 'bytes=500-599').catch(() => undefined);
    expect(server.requests.at(-1)).toMatchObject({ range: 'bytes=500-599', status: 206, bytes: 10 });
  });

  it('leaves shorter bodies whole', async () => {
    server.faults.add({ resetAfterBytes: 100 });
    const { received, error } = await read('a.csv', 'bytes=0-99');
    expect([received.length, error]).toEqual([100, undefined]);
  });

  it('spares later requests, and is not used up by a HEAD', async () => {
    server.faults.add({ resetAfterBytes: 500_000, requests: 2 });
    await head();
    expect((await read()).error).toBeDefined();
    expect((await read()).error).toBeDefined();
    expect((await read()).received.equals(BODY)).toBe(true);
  });
});

describe('status', () => {
  it.each([
    [500, 'InternalError'],
    [503, 'SlowDown'],
  ] as const)('answers %i %s to the first requests only', async (status, name) => {
    server.faults.add({ status, requests: 2 });
    await expect(get()).rejects.toMatchObject({ name, $metadata: { httpStatusCode: status } });
    await expect(get()).rejects.toMatchObject({ name });
    await expect(head()).resolves.toMatchObject({ ContentLength: BODY.length });
    expect(server.requests.map((request) => request.status)).toEqual([status, status, 200]);
  });

  it('is what the SDK retries', async () => {
    server.faults.add({ status: 503, requests: 2 });
    const patient = connectS3(server, { maxAttempts: 3 });
    await expect(patient.send(new HeadObjectCommand({ Bucket: 'data', Key: 'a.csv' }))).resolves.toMatchObject({ $metadata: { attempts: 3 } });
    patient.destroy();
  });
});

describe('changeEtagAfterRequests', () => {
  it('replaces the object for requests beyond the given number', async () => {
    server.faults.add({ changeEtagAfterRequests: 2 }, { bucket: 'data', key: 'a.csv' });
    const IfMatch = (await head()).ETag ?? '';
    await expect(get('a.csv', { IfMatch, Range: 'bytes=0-9' })).resolves.toMatchObject({ ETag: IfMatch });
    await expect(get('a.csv', { IfMatch, Range: 'bytes=10-19' })).rejects.toMatchObject({ name: 'PreconditionFailed' });
    const { ETag: replaced } = await head();
    expect(replaced).not.toBe(IfMatch);
    expect((await head()).ETag).toBe(replaced);
  });

  it('counts only requests for its own key', async () => {
    server.faults.add({ changeEtagAfterRequests: 1 }, { bucket: 'data', key: 'a.csv' });
    const { ETag } = await head('b.csv');
    await head('b.csv');
    expect((await head('b.csv')).ETag).toBe(ETag);
    expect((await head('a.csv')).ETag).toBe(ETag);
    expect((await head('a.csv')).ETag).not.toBe(ETag);
  });

  it('needs to know which object changes', () => {
    expect(() => server.faults.add({ changeEtagAfterRequests: 1 }, { bucket: 'data' })).toThrow('bucket and key');
  });
});

describe('changeEtagAfterBytes', () => {
  it('replaces the object in the middle of an answer, which still goes on with the old bytes', async () => {
    server.faults.add({ changeEtagAfterBytes: 300_000, bytesPerSecond: 2_000_000 }, { bucket: 'data', key: 'a.csv' });
    const response = await get();
    await sleep(250);
    await expect(get('a.csv', { IfMatch: response.ETag ?? '' })).rejects.toMatchObject({ name: 'PreconditionFailed' });
    expect(Buffer.from((await response.Body?.transformToByteArray()) ?? []).equals(BODY)).toBe(true);
  });
});

describe('shortBody', () => {
  it('closes the connection before the promised length', async () => {
    server.faults.add({ shortBody: { missingBytes: 1_000, contentLength: 'full' }, requests: 1 });
    const { received, announced, error } = await read();
    expect([received.length, announced]).toEqual([BODY.length - 1_000, BODY.length]);
    expect(error).toBeDefined();
    expect((await read()).error).toBeUndefined();
  });

  it('closes it without a TCP reset', async () => {
    server.faults.add({ shortBody: { missingBytes: 10, contentLength: 'full' } });
    expect(await connectionEnd()).toBe('closed');
  });

  it('ends properly with fewer bytes than the range has', async () => {
    server.faults.add({ shortBody: { missingBytes: 40, contentLength: 'short' } });
    const { received, announced, error } = await read('a.csv', 'bytes=0-99');
    expect([received.length, announced, error]).toEqual([60, 60, undefined]);
  });
});

describe('hang', () => {
  it('accepts a request and never answers it', async () => {
    server.faults.add({ hang: true, requests: 1 });
    const signal = AbortSignal.timeout(200);
    await expect(client.send(new HeadObjectCommand({ Bucket: 'data', Key: 'a.csv' }), { abortSignal: signal })).rejects.toMatchObject({ name: 'AbortError' });
    expect(server.requests).toMatchObject([{ status: 0, bytes: 0 }]);
    await expect(head()).resolves.toMatchObject({ ContentLength: BODY.length });
  });

  it('does not keep the server from closing', async () => {
    server.faults.add({ hang: true });
    const hanging = expect(head()).rejects.toThrow();
    while (server.requests.length === 0) await sleep(5);
    await server.close();
    await hanging;
  });
});

describe('targets', () => {
  it.each([
    [{ bucket: 'data', key: 'a.csv' }, [503, 503, 200]],
    [{ key: 'b.csv' }, [200, 206, 503]],
    [{ method: 'HEAD' as const }, [503, 206, 503]],
    [{ bucket: 'other' }, [200, 206, 200]],
    [{}, [503, 503, 503]],
  ])('%j selects the requests that suffer', async (target, statuses) => {
    server.faults.add({ status: 503 }, target);
    for (const ask of [() => head('a.csv'), () => get('a.csv', { Range: 'bytes=0-9' }), () => head('b.csv')]) {
      await ask().catch(() => undefined);
    }
    expect(server.requests.map(({ status }) => status)).toEqual(statuses);
  });

  it('lets faults for everything and for one key hold at once', async () => {
    server.faults.add({ latencyMs: 100 });
    server.faults.add({ status: 500 }, { key: 'a.csv' });
    expect(await elapsed(() => expect(head()).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } }))).toBeGreaterThanOrEqual(95);
  });

  it('forgets all faults when they are cleared', async () => {
    server.faults.add({ status: 500 });
    server.faults.clear();
    await expect(head()).resolves.toMatchObject({ ContentLength: BODY.length });
  });
});
