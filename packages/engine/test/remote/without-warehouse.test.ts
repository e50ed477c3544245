import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePort, startS3Server, type S3Server } from '@sluice/testing';
import { createEngine, type Engine, type QueryOptions } from '../../src/engine.js';
import { ROUNDING, TIES, UNORDERED } from '../../src/remote/translate/refusals.js';

let s3: S3Server;
let engine: Engine;
let alone: Engine;
beforeAll(async () => {
  s3 = await startS3Server();
  s3.createBucket('demo');
  s3.put('demo', 'a.csv', 'id,day,note\n1,31/01/2024,a\n2,29/02/2024,"b, c"\n');
  s3.put('demo', 'b.csv', 'id,day,note\n3,01/03/2024,c\n');
  s3.put('demo', 'x.parquet', 'PAR1');
  const { endpoint, region, credentials } = s3;
  const common = { s3: { endpoint, region, credentials } };
  // Nobody listens there: whatever is sent fails.
  const databricks = { host: '127.0.0.1', port: await freePort(), path: '/sql/1.0/warehouses/abc', credentials: { kind: 'token', token: 'dapi-secret' } } as const;
  engine = createEngine({ ...common, databricks });
  alone = createEngine(common);
});
afterAll(async () => {
  await engine[Symbol.asyncDispose]();
  await alone[Symbol.asyncDispose]();
  await s3.close();
});

const dryRun = (sql: string, options: QueryOptions = {}) => engine.query(sql, { engine: 'databricks', dryRun: true, ...options });

describe('a dry run', () => {
  it('names the warehouse, what would make the tables, and the statement', async () => {
    const { remote, columns, dryRun: cost, road } = await dryRun("SELECT note, count(*) AS n FROM 's3://demo/a.csv' WHERE day > DATE '2024-02-01' GROUP BY note");
    expect({ columns, cost, road }).toEqual({ columns: [{ name: 'note', type: 'VARCHAR' }, { name: 'n', type: 'BIGINT' }], cost: { bytes: 47, objects: 1, road: 'remote' }, road: 'remote' });
    expect(remote).toEqual({ engine: 'databricks', host: '127.0.0.1', warehouse: '/sql/1.0/warehouses/abc', setup: [expect.stringContaining("path 's3://demo/a.csv', header 'true', mode 'FAILFAST'"), expect.stringContaining('VIEW `sluice_1` AS SELECT')], statement: expect.stringMatching(/^SELECT CAST\(`q`\.`note` AS STRING\) AS `c0`, CAST\(count\(\*\) AS STRING\) AS `c1` FROM `sluice_1` AS `q` WHERE .* GROUP BY `q`\.`note` LIMIT 1001$/) });
  });

  it('has the order beside the values that are sent, in the outermost SELECT', async () => {
    const { remote } = await dryRun("SELECT id FROM 's3://demo/a.csv' ORDER BY note DESC, id LIMIT 5");
    expect(remote?.statement).toMatch(/^SELECT CAST\([^()]*\) AS `c0` FROM .* ORDER BY `q_1`\.`note` DESC NULLS LAST, `q_1`\.`id` ASC NULLS LAST LIMIT 5$/);
  });

  it.each<[string, QueryOptions, string[]]>([
    ["SELECT id FROM 's3://demo/a.csv'", {}, [UNORDERED]],
    ["SELECT id, note FROM 's3://demo/a.csv' ORDER BY note", {}, [TIES]],
    ["SELECT avg(id) FROM 's3://demo/a.csv'", {}, [ROUNDING]],
    ["SELECT id FROM 's3://demo/a.csv' ORDER BY id", {}, []],
    ['SELECT id FROM orders ORDER BY id', { dialect: 'databricks' }, [expect.stringMatching(/promises no order/) as never]],
    ['SELECT max(id) FROM orders', { dialect: 'databricks' }, []],
  ])('of %s says what is left open', async (sql, options, notes) => {
    expect((await dryRun(sql, options)).warnings).toEqual(notes.map((message) => ({ code: 'REMOTE_NOTE', message })));
  });

  it('tells the types of the columns that the question reads, and of no others', async () => {
    const verified = (column: string, type: string) => ({ table: 's3://demo/a.csv', column, type, trust: 'verified' });
    expect((await dryRun("SELECT count(*) FROM 's3://demo/a.csv' WHERE day > DATE '2024-02-01' AND id > 1")).types).toEqual({ trust: 'verified', columns: [verified('id', 'BIGINT'), verified('day', 'DATE')] });
    expect((await dryRun("SELECT day FROM 's3://demo/a.csv'")).types.columns).toEqual([{ ...verified('day', 'VARCHAR'), typeWhenComputed: 'DATE' }]);
    expect((await dryRun("SELECT count(*) FROM 's3://demo/a.csv'")).types.columns).toEqual([]);
    expect((await dryRun('SELECT id FROM t', { dialect: 'databricks', tables: { t: 's3://demo/b.csv' } })).types.columns).toHaveLength(3);
  });

  it('of several files lists them one by one', async () => {
    const { remote, sources } = await dryRun('FROM t', { tables: { t: 's3://demo/*.csv' } });
    expect(remote?.setup[0]).toContain("path 's3://demo/{a.csv,b.csv}'");
    expect(sources).toHaveLength(2);
  });

  it("of a statement in the warehouse's own SQL shows it as it is", async () => {
    expect((await dryRun('SELECT qualify_me;', { dialect: 'databricks' })).remote?.statement).toBe('SELECT qualify_me');
  });

  it('cannot tell what only the warehouse knows', async () => {
    await expect(dryRun('FROM main.sales.orders')).rejects.toMatchObject({ code: 'REMOTE_UNSUPPORTED', hint: expect.stringContaining('Ask without a dry run') });
  });
});

describe('what is not sent', () => {
  it.each<[string, string, QueryOptions, RegExp]>([
    ['parameters', "SELECT id FROM 's3://demo/a.csv' WHERE id = ?", { params: [1] }, /Parameters/],
    ['questions about bad rows', "FROM 's3://demo/a.csv'", { badRows: 'skip' }, /do not fit/],
    ['where rows come from', "SELECT filename FROM 's3://demo/a.csv'", {}, /comes from/],
    ['pivots of unknown values', "PIVOT 's3://demo/a.csv' ON note USING count(*)", {}, /PIVOT/],
    ['Parquet', "FROM 's3://demo/x.parquet'", {}, /is Parquet/],
  ])('%s', async (_, sql, options, message) => {
    await expect(engine.query(sql, { engine: 'databricks', ...options })).rejects.toMatchObject({ code: 'REMOTE_UNSUPPORTED', message: expect.stringMatching(message) });
  });

  it.each(['COPY (SELECT 1) TO \'x\'', 'DROP TABLE x', "SELECT * FROM read_text('/etc/passwd')"])('%s', async (sql) => {
    await expect(engine.query(sql, { engine: 'databricks' })).rejects.toMatchObject({ code: expect.stringMatching(/^SQL_/) });
  });

  it('files on this machine', async () => {
    await using near = createEngine({ roots: ['../../fixtures', 'fixtures'], databricks: { host: 'h', path: '/p', credentials: { kind: 'token', token: 't' } } });
    await expect(near.query("FROM 'seattle-weather.csv'", { engine: 'databricks' })).rejects.toMatchObject({ code: 'REMOTE_UNSUPPORTED', message: expect.stringContaining('lies on this machine') });
  });
});

it('a warehouse that nobody reaches is told of, without the token', async () => {
  const error: unknown = await engine.query('FROM main.sales.orders').catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'REMOTE_UNAVAILABLE' });
  expect(String(error) + JSON.stringify(error)).not.toContain('dapi-secret');
});

it.each<QueryOptions>([{ engine: 'databricks' }, { dialect: 'databricks' }])('without a warehouse %j says what to set', async (options) => {
  await expect(alone.query('SELECT 1', options)).rejects.toMatchObject({ code: 'USAGE', hint: expect.stringContaining('DATABRICKS_HOST') });
});

it('without a warehouse no name has a schema', async () => {
  await expect(alone.query('FROM main.sales.orders')).rejects.toMatchObject({ code: 'SQL_REFUSED' });
  await expect(engine.query('FROM main.sales.orders', { engine: 'duckdb' })).rejects.toMatchObject({ code: 'SQL_REFUSED' });
});
