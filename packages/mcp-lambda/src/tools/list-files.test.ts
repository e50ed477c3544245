import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startS3Server } from '@sluice/testing';
import { join } from 'node:path';
import { openTestServer, type TestServer } from '../../test/test-server.js';

let server: TestServer;

beforeAll(async () => {
  server = await openTestServer();
  for (const name of ['b.csv', 'a.csv', 'c.csv.gz', 'd.csv.zst', 'notes.txt']) server.write(name, 'x\n1\n');
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

const list = (args: Record<string, unknown>) => server.call('list_files', args);
const namesOf = (text: string): string[] => Array.from(text.matchAll(/^\S+\/([^/,]+),\d+,/gm), ([, name]) => name ?? '');

describe('list_files', () => {
  it('lists what matches, sorted, with size, time, ETag and compression', async () => {
    const { text } = await list({ pattern: join(server.folder, '*.csv*') });
    expect(text).toMatch(/\n4 files of 4, 16 B in all\.\n/);
    expect(namesOf(text)).toEqual(['a.csv', 'b.csv', 'c.csv.gz', 'd.csv.zst']);
    expect(text).toMatch(/a\.csv,4,\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ,[0-9a-f-]+,\n/);
    expect(text).toMatch(/c\.csv\.gz,.*,gzip\n/);
    expect(text).toMatch(/d\.csv\.zst,.*,zstd\n/);
  });

  it('lists a folder that ends in a slash', async () => {
    expect(namesOf((await list({ pattern: `${server.folder}/` })).text)).toHaveLength(5);
  });

  it('goes on after the cursor until all are listed once', async () => {
    const names: string[] = [];
    let cursor: string | undefined;
    do {
      const { text } = await list({ pattern: join(server.folder, '*'), limit: 2, ...(cursor !== undefined && { cursor }) });
      names.push(...namesOf(text));
      cursor = /and cursor "(.*)"\./.exec(text)?.[1];
    } while (cursor !== undefined);
    expect(names).toEqual(['a.csv', 'b.csv', 'c.csv.gz', 'd.csv.zst', 'notes.txt']);
  });

  it.each(['nothing/*.csv', '*.parquet'])('says what may be read when nothing matches %s', async (pattern) => {
    const { text, isError } = await list({ pattern });
    expect(isError).toBe(true);
    expect(text).toMatch(/^SOURCE_NOT_FOUND: Nothing matches .*\nNext: Check the pattern.* May be read: files under /);
  });

  it('refuses what lies outside', async () => {
    expect((await list({ pattern: '/etc/*' })).text).toMatch(/^SOURCE_NOT_ALLOWED: /);
  });

  it('lists S3, and names the nearest keys when one is missing', async () => {
    const s3 = await startS3Server();
    s3.createBucket('data');
    for (const key of ['orders/2026-01.csv', 'orders/2026-02.csv', 'other.csv']) s3.put('data', key, Buffer.from('x\n1\n'));
    await using remote = await openTestServer({ engine: { allow: ['s3://data/orders/'], s3: { endpoint: s3.endpoint, region: s3.region, credentials: s3.credentials } } });
    expect(namesOf((await remote.call('list_files', { pattern: 's3://data/orders/' })).text)).toEqual(['2026-01.csv', '2026-02.csv']);
    expect((await remote.call('query', { sql: "FROM 's3://data/orders/2026-03.csv'" })).text).toMatch(/^SOURCE_NOT_FOUND: .*\nNext: The nearest files: s3:\/\/data\/orders\/2026-0/);
    expect((await remote.call('query', { sql: "FROM 's3://data/other.csv'" })).text).toMatch(/^SOURCE_NOT_ALLOWED: .*\nNext: May be read: .*s3:\/\/data\/orders\//);
    await s3.close();
  });
});
