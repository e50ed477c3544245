import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startS3Server, type S3Server } from '@sluice/testing';
import { createEngine, type Engine } from '../src/engine.js';

/** What is read of an object to open it, and of the middle and the end of one that is larger. */
const HEAD = 1 << 18;
const PIECE = 1 << 16;

let s3: S3Server;
let engine: Engine;
beforeEach(async () => {
  s3 = await startS3Server();
  s3.createBucket('bucket');
  engine = createEngine({ s3: { endpoint: s3.endpoint, credentials: s3.credentials }, cache: 'off' });
});
afterEach(async () => {
  await engine[Symbol.asyncDispose]();
  await s3.close();
});

const csvOf = (rows: number): string => `a,b\n${Array.from({ length: rows }, (_, i) => `${i},x${i}\n`).join('')}`;

const received = async (): Promise<number> => (await engine.query("SELECT count(*), min(b) FROM 's3://bucket/data.csv'")).bytesRead;

describe('the bytes that an answer says it has read', () => {
  it.each([10, 10_000])('are those of the file where it was received once (%i rows)', async (rows) => {
    const csv = csvOf(rows);
    s3.put('bucket', 'data.csv', csv);
    expect(await received()).toBe(csv.length);
    expect(s3.requests.filter(({ method }) => method === 'GET')).toHaveLength(1);
  });

  it('are what the sample took of a larger file besides', async () => {
    const csv = csvOf(50_000);
    s3.put('bucket', 'data.csv', csv);
    expect(csv.length).toBeGreaterThan(HEAD + 2 * PIECE);
    expect(await received()).toBe(csv.length + 2 * PIECE);
  });

  it('are none of those that an earlier question has left in memory', async () => {
    const csv = csvOf(50_000);
    s3.put('bucket', 'data.csv', csv);
    await received();
    expect(await received()).toBe(csv.length - HEAD);
  });
});
