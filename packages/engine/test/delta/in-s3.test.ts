import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DuckDBInstance } from '@duckdb/node-api';
import { startS3Server, type S3Server } from '@sluice/testing';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, type Engine, type EngineOptions } from '../../src/engine.js';
import { readTables, putTables } from './read-tables.js';

let s3: S3Server;
const engines: Engine[] = [];
beforeEach(async () => {
  s3 = await startS3Server();
  putTables(readTables(), s3, 'bucket');
});
afterEach(async () => {
  for (const engine of engines.splice(0)) await engine[Symbol.asyncDispose]();
  await s3.close();
});

function open(options: EngineOptions = {}): Engine {
  const { endpoint, region, credentials } = s3;
  const engine = createEngine({ s3: { endpoint, region, credentials }, ...options });
  engines.push(engine);
  return engine;
}

/** Ten columns of a megabyte or so each, in two row groups. */
async function putWide(key: string, factor = 1): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-wide-'));
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const columns = Array.from({ length: 10 }, (_, i) => `hash(i * 10 + ${i}) % 1000000007 * ${factor} AS c${i}`);
  await connection.run(`COPY (SELECT ${columns.join(', ')} FROM range(200000) t(i)) TO '${folder}/x.parquet' (ROW_GROUP_SIZE 122880)`);
  connection.closeSync();
  instance.closeSync();
  const bytes = readFileSync(join(folder, 'x.parquet'));
  rmSync(folder, { recursive: true });
  s3.put('bucket', key, bytes);
  return bytes.length;
}

describe('Parquet in S3', () => {
  it('is brought by the columns that a question needs, pinned to a version, and kept for the next', async () => {
    const size = await putWide('wide.parquet');
    const engine = open();
    const ask = () => engine.query("SELECT sum(c3) FROM 's3://bucket/wide.parquet' WHERE c7 > 5");
    const first = await ask();
    expect(first.bytesRead).toBeLessThan(size / 3);
    expect(first.road).toBe('staged');
    const gets = s3.requests.filter(({ method, key }) => method === 'GET' && key === 'wide.parquet');
    expect(gets.slice(1).every(({ ifMatch }) => ifMatch === first.sources[0]?.etag)).toBe(true);
    const second = await ask();
    expect(second.rows).toEqual(first.rows);
    // No more than its end, which pins the version.
    expect(second.bytesRead).toBe(65_536);
    expect((await engine.query("SELECT count(*), sum(c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7 + c8 + c9) > 0 FROM 's3://bucket/wide.parquet'")).rows).toEqual([[200_000, true]]);
  });

  it('is read anew when the object is another', async () => {
    await putWide('wide.parquet');
    const engine = open();
    const sum = async () => (await engine.query("SELECT sum(c0) FROM 's3://bucket/wide.parquet'")).rows[0]?.[0];
    const first = await sum();
    await putWide('wide.parquet', 2);
    expect(await sum()).not.toBe(first);
  });

  it('is kept within a budget, and not at all without a cache', async () => {
    const size = await putWide('wide.parquet');
    for (const options of [{ cache: 'off' }, { limits: { maxCacheBytes: 1000 } }] satisfies EngineOptions[]) {
      const engine = open(options);
      const ask = () => engine.query("SELECT sum(c0) FROM 's3://bucket/wide.parquet'");
      const [first, second] = [await ask(), await ask()];
      expect(second.bytesRead).toBe(first.bytesRead);
      expect(first.bytesRead).toBeGreaterThan(size / 20);
    }
  });

  it('is answered right by many questions at once', async () => {
    await putWide('wide.parquet');
    const engine = open();
    const one = await open().query("SELECT sum(c1), sum(c2) FROM 's3://bucket/wide.parquet'");
    const all = await Promise.all(Array.from({ length: 6 }, (_, i) => engine.query(`SELECT sum(c1), sum(c2) FROM 's3://bucket/wide.parquet'${i % 2 === 0 ? '' : ' WHERE c9 >= 0'}`)));
    expect(all.map(({ rows }) => rows)).toEqual(Array.from({ length: 6 }, () => one.rows));
  });

  it('comes whole or not at all from a server that misbehaves', async () => {
    await putWide('wide.parquet');
    s3.faults.add({ resetAfterBytes: 30_000, requests: 5 }, { method: 'GET' });
    s3.faults.add({ status: 503, requests: 2 }, { method: 'GET' });
    const { rows } = await open().query("SELECT count(c5), min(c5) >= 0 FROM 's3://bucket/wide.parquet'");
    expect(rows).toEqual([[200_000, true]]);
  });

  it('counts for the limits on bytes and on the disk', async () => {
    await putWide('wide.parquet');
    const engine = open({ limits: { maxScanBytes: 3_000_000 } });
    await expect(engine.query("SELECT max(COLUMNS(*)) FROM 's3://bucket/wide.parquet'")).rejects.toMatchObject({ code: 'SCAN_LIMIT' });
    expect((await engine.query("SELECT count(c1) FROM 's3://bucket/wide.parquet'")).rows).toEqual([[200_000]]);
    await expect(open({ limits: { maxTempBytes: 3_000_000 } }).query("SELECT max(COLUMNS(*)) FROM 's3://bucket/wide.parquet'")).rejects.toMatchObject({ code: 'TEMP_DISK_LIMIT' });
  });

  it('that is no Parquet is named', async () => {
    s3.put('bucket', 'odd.parquet', 'id,name\n1,a\n');
    await expect(open().query("FROM 's3://bucket/odd.parquet'")).rejects.toMatchObject({ code: 'DATA_CORRUPT', message: expect.stringContaining('s3://bucket/odd.parquet') });
  });
});

describe('a Delta table in S3', () => {
  it('is dry-run from its log and its files’ ends alone', async () => {
    const { dryRun, tables, rows } = await open().query("SELECT sum(id) FROM 's3://bucket/tables/vectors/'", { dryRun: true });
    expect(rows).toEqual([]);
    expect(dryRun).toMatchObject({ objects: 3, road: 'staged' });
    expect(tables).toMatchObject([{ version: 5 }]);
  });

  it('opens no file that statistics or partitions leave out', async () => {
    await open().query("SELECT * FROM 's3://bucket/tables/rs_partitions/' WHERE p = 'a/b'");
    expect(new Set(s3.requests.filter(({ key }) => key.endsWith('.parquet')).map(({ key }) => key)).size).toBe(1);
  });

  it('may lie within what is allowed only, and its files too', async () => {
    const engine = open({ allow: ['s3://bucket/other/'] });
    await expect(engine.query("FROM 's3://bucket/tables/vectors/'")).rejects.toMatchObject({ code: 'SOURCE_NOT_ALLOWED' });
    s3.put('bucket', 'other/t/_delta_log/00000000000000000000.json', [
      { protocol: { minReaderVersion: 1, minWriterVersion: 2 } },
      { metaData: { id: 'x', format: { provider: 'parquet' }, schemaString: '{"type":"struct","fields":[{"name":"id","type":"long","nullable":true,"metadata":{}}]}', partitionColumns: [], configuration: {} } },
      { add: { path: 's3://bucket/wide.parquet', partitionValues: {}, size: 1, modificationTime: 0, dataChange: true } },
    ].map((action) => JSON.stringify(action)).join('\n'));
    await expect(engine.query("FROM 's3://bucket/other/t/'")).rejects.toMatchObject({ code: 'SOURCE_NOT_ALLOWED' });
  });

  it('is joined with CSV, and shown from its beginning', async () => {
    s3.put('bucket', 'names.csv', 'g,name\n1,one\n100,hundred\n');
    const engine = open();
    const { rows } = await engine.query("SELECT name, count(*) FROM 's3://bucket/tables/vectors/' JOIN 's3://bucket/names.csv' USING (g) GROUP BY name ORDER BY name");
    expect(rows).toEqual([['hundred', 1], ['one', 951]]);
    expect((await engine.query("SELECT count(*), (SELECT max(id) FROM 's3://bucket/tables/vectors/') FROM 's3://bucket/tables/vectors/'")).rows).toEqual([[6663, 9998]]);
    expect((await engine.query("FROM 's3://bucket/tables/classic/' LIMIT 1")).sources).toHaveLength(1);
  });
});
