import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startS3Server, type S3Server } from '@sluice/testing';
import { createEngine, type Engine } from '../src/engine.js';

let s3: S3Server;
let engine: Engine;
beforeEach(async () => {
  s3 = await startS3Server();
  s3.createBucket('bucket');
  s3.put('bucket', 'data.csv', 'a,b\n1,2\n3,4\n');
  engine = createEngine({ s3: { endpoint: s3.endpoint, credentials: s3.credentials } });
});
afterEach(async () => {
  await engine[Symbol.asyncDispose]();
  await s3.close();
});

const ask = async (sql: string): Promise<unknown> => (await engine.query(sql)).rows;
const SUM = "SELECT sum(a) FROM 's3://bucket/data.csv'";

/** Methods of the requests that a call makes. */
async function methodsOf(call: () => Promise<unknown>): Promise<string[]> {
  const before = s3.requests.length;
  await call();
  return s3.requests.slice(before).map(({ method }) => method);
}

describe('an object that was asked before', () => {
  it('is asked for nothing but its version', async () => {
    await ask(SUM);
    expect(await methodsOf(() => ask(SUM))).toEqual(['HEAD']);
    expect(await ask(SUM)).toEqual([[4]]);
  });

  it('is read anew when it was replaced', async () => {
    await ask(SUM);
    s3.put('bucket', 'data.csv', 'a,b\n10,2\n3,4\n');
    expect(await ask(SUM)).toEqual([[13]]);
    expect(await methodsOf(() => ask(SUM))).toEqual(['HEAD']);
  });

  it('is read anew when its old columns cannot answer', async () => {
    await ask(SUM);
    s3.put('bucket', 'data.csv', 'a,c\n1,5\n');
    expect(await ask("SELECT sum(c) FROM 's3://bucket/data.csv'")).toEqual([[5]]);
    await expect(ask("SELECT sum(b) FROM 's3://bucket/data.csv'")).rejects.toMatchObject({ code: 'UNKNOWN_COLUMN' });
  });

  it('is not answered for once it is gone, or may no longer be read', async () => {
    await ask(SUM);
    s3.denied.add('bucket/data.csv');
    await expect(ask(SUM)).rejects.toMatchObject({ code: 'SOURCE_DENIED' });
    s3.denied.clear();
    expect(await ask(SUM)).toEqual([[4]]);
    s3.remove('bucket', 'data.csv');
    await expect(ask(SUM)).rejects.toMatchObject({ code: 'SOURCE_NOT_FOUND' });
  });

  it('is asked once where the question is at fault', async () => {
    await ask(SUM);
    const wrong = (): Promise<unknown> => expect(ask("SELECT nothing FROM 's3://bucket/data.csv'")).rejects.toMatchObject({ code: 'UNKNOWN_COLUMN' });
    expect(await methodsOf(wrong)).toEqual(['HEAD']);
  });
});
