import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { startS3Server, type S3Server } from '@sluice/testing';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createEngine, type Engine } from './engine.js';
import { QUESTIONS } from '../test/questions.js';
import { toJsonValue } from './result/json-values.js';

const FIXTURES = join(import.meta.dirname, '../../../fixtures');
const TABLES = { weather: 'seattle-weather', airports: 'airports', strikes: 'birdstrikes', flights: 'flights-airport' } as const;
const PLACES = ['local', 'gzip', 'zstd', 's3', 's3 gzip', 'pipes for local files'] as const;

let folder: string;
let s3: S3Server;
let engine: Engine;
let filesEngine: Engine;
let peer: DuckDBConnection;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-engine-'));
  s3 = await startS3Server();
  s3.createBucket('data');
  for (const file of Object.values(TABLES)) {
    const bytes = readFileSync(join(FIXTURES, `${file}.csv`));
    writeFileSync(join(folder, `${file}.csv.gz`), gzipSync(bytes));
    writeFileSync(join(folder, `${file}-bom.csv`), Buffer.concat([Buffer.from('\uFEFF'), bytes]));
    s3.put('data', `${file}.csv`, bytes);
    s3.put('data', `${file}.csv.gz`, gzipSync(bytes));
  }
  const options = { roots: [FIXTURES, folder], s3: { endpoint: s3.endpoint, region: s3.region, credentials: s3.credentials } };
  engine = createEngine(options);
  filesEngine = createEngine({ ...options, feed: 'files' });
  peer = await (await DuckDBInstance.create(':memory:')).connect();
  await peer.run('SET TimeZone = \'UTC\'');
  for (const [name, file] of Object.entries(TABLES)) await peer.run(`CREATE VIEW ${name} AS FROM '${join(FIXTURES, file)}.csv'`);
});
afterAll(async () => {
  await engine[Symbol.asyncDispose]();
  await filesEngine[Symbol.asyncDispose]();
  await s3.close();
  peer.closeSync();
  rmSync(folder, { recursive: true });
});

const uriOf = (place: (typeof PLACES)[number], file: string): string => {
  switch (place) {
    case 'local': return join(FIXTURES, `${file}.csv`);
    case 'gzip': return join(folder, `${file}.csv.gz`);
    case 'zstd': return join(FIXTURES, `${file}.csv.zst`);
    case 's3': return `s3://data/${file}.csv`;
    case 's3 gzip': return `s3://data/${file}.csv.gz`;
    case 'pipes for local files': return join(folder, `${file}-bom.csv`);
  }
};

const tablesAt = (place: (typeof PLACES)[number]): Record<string, string> =>
  Object.fromEntries(Object.entries(TABLES).map(([name, file]) => [name, uriOf(place, file)]));

describe.each(PLACES)('forty questions over %s', (place) => {
  it.each(QUESTIONS)('%s: the answer is the one of DuckDB reading the plain file', async (sql) => {
    const reader = await peer.runAndReadAll(sql);
    const answer = await engine.query(sql, { tables: tablesAt(place) });
    expect(answer.columns.map(({ name }) => name)).toEqual(reader.columnNames());
    expect(answer.rows).toEqual(reader.convertRows(toJsonValue));
  });
});

describe('answers', () => {
  it('through temporary files are the same', async () => {
    const sql = QUESTIONS[13] ?? '';
    const tables = tablesAt('s3 gzip');
    expect((await filesEngine.query(sql, { tables })).rows).toEqual((await engine.query(sql, { tables })).rows);
  });

  it('tell the objects and versions that were read', async () => {
    const { sources, road, types } = await engine.query('SELECT max(wind) FROM \'s3://data/seattle-weather.csv\'');
    expect(sources).toEqual([expect.objectContaining({ uri: 's3://data/seattle-weather.csv', bytes: 48219, etag: expect.stringMatching(/^".+"$/) })]);
    expect(road).toBe('stream');
    expect(types).toEqual({ trust: 'verified', columns: [{ table: 's3://data/seattle-weather.csv', column: 'wind', type: 'DOUBLE', trust: 'verified' }] });
  });

  it('say when rows are missing, and why', async () => {
    const answer = await engine.query('FROM t', { tables: { t: 's3://data/seattle-weather.csv' }, limits: { maxRows: 10 } });
    expect(answer).toMatchObject({ rowCount: 10, truncated: true, truncation: { reason: 'rows' } });
  });

  it('take parameters', async () => {
    const tables = { t: 's3://data/seattle-weather.csv' };
    expect((await engine.query('SELECT count(*) FROM t WHERE weather = $1', { tables, params: ['snow'] })).rows).toEqual([[26]]);
    expect((await engine.query('SELECT count(*) FROM t WHERE weather = $w', { tables, params: { w: 'snow' } })).rows).toEqual([[26]]);
    // Until their values are known, nobody knows the types of these columns.
    expect(await engine.query('SELECT length($1) AS n, $1 IS NULL AS b', { params: ['snow'] })).toMatchObject({ columns: [{ name: 'n', type: 'BIGINT' }, { name: 'b', type: 'BOOLEAN' }], rows: [[4, false]] });
  });

  it('come over globs of both kinds', async () => {
    expect((await engine.query('SELECT count(*) FROM \'s3://data/seattle*.csv\'')).rows).toEqual([[1461]]);
    expect((await engine.query('SELECT count(*) FROM \'seattle*.csv\'')).rows).toEqual([[1461]]);
  });

  it('join local and S3 sources', async () => {
    const sql = 'SELECT count(*) FROM \'seattle-weather.csv\' l JOIN \'s3://data/seattle-weather.csv\' r USING (date)';
    expect((await engine.query(sql)).rows).toEqual([[1461]]);
  });
});
