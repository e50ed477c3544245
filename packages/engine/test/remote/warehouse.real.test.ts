import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { csvBody } from '@sluice/testing';
import { gzipSync } from 'node:zlib';
import type { Engine, QueryOptions } from '../../src/engine.js';
import { EngineError } from '../../src/errors.js';
import type { Answer } from '../../src/result/answer.js';
import { comparable, expectedRows, questionSql, readTables } from '../delta/read-tables.js';
import { startWarehouse, type Warehouse } from './warehouse.js';

const STARTING_MS = 300_000;
const ASKING_MS = 120_000;

let warehouse: Warehouse;
let engine: Engine;
beforeAll(async () => {
  warehouse = await startWarehouse();
  engine = warehouse.engine();
}, STARTING_MS);
afterAll(async () => {
  await warehouse[Symbol.asyncDispose]();
}, STARTING_MS);

const timed = async <T>(run: () => Promise<T>): Promise<number> => {
  const started = performance.now();
  await run();
  return performance.now() - started;
};

const there = (sql: string, options: QueryOptions = {}) => engine.query(sql, { engine: 'databricks', ...options });
const native = (sql: string, options: QueryOptions = {}) => engine.query(sql, { dialect: 'databricks', ...options });

const VALUES: readonly (readonly [sql: string, type: string, value: unknown])[] = [
  ['CAST(9223372036854775807 AS BIGINT)', 'BIGINT', '9223372036854775807'],
  ['CAST(9007199254740991 AS BIGINT)', 'BIGINT', 9007199254740991],
  ["CAST('12345678901234567890123456789012345.678' AS DECIMAL(38,3))", 'DECIMAL(38,3)', '12345678901234567890123456789012345.678'],
  ['CAST(1.5 AS DECIMAL(10,4))', 'DECIMAL(10,4)', '1.5000'],
  ['CAST(0 AS DECIMAL(38,18))', 'DECIMAL(38,18)', '0.000000000000000000'],
  ['CAST(0.1 AS DOUBLE)', 'DOUBLE', 0.1],
  ['CAST(1e300 AS DOUBLE)', 'DOUBLE', 1e300],
  ["double('NaN')", 'DOUBLE', 'NaN'],
  ["double('-inf')", 'DOUBLE', '-Infinity'],
  ['CAST(0.1 AS FLOAT)', 'FLOAT', 0.1],
  ["TIMESTAMP_NTZ'2024-02-29 23:59:59.123456'", 'TIMESTAMP', '2024-02-29 23:59:59.123456'],
  ["TIMESTAMP'2024-02-29 23:59:59.5+02:00'", 'TIMESTAMP WITH TIME ZONE', '2024-02-29 21:59:59.5+00'],
  ["DATE'1999-12-31'", 'DATE', '1999-12-31'],
  ["X'00417F22'", 'BLOB', '\\x00A\\x7F\\x22'],
  ["'a\\u0000b\\n\"\\'é'", 'VARCHAR', 'a\0b\n"\'é'],
  ['true', 'BOOLEAN', true],
  ['CAST(-7 AS TINYINT)', 'TINYINT', -7],
  ['CAST(NULL AS STRING)', 'VARCHAR', null],
  ['NULL', '"NULL"', null],
];

describe("statements in the warehouse's own SQL", () => {
  it('bring every value without loss', async () => {
    const { columns, rows } = await native(`SELECT ${VALUES.map(([sql]) => sql).join(', ')} -- so far`);
    expect(columns.map(({ type }, i) => [type, rows[0]?.[i]])).toEqual(VALUES.map(([, type, value]) => [type, value]));
  }, ASKING_MS);

  it('are limited, and tell what was sent', async () => {
    const answer = await native('SELECT id AS n, id AS n FROM range(100000) ORDER BY id DESC', { limits: { maxRows: 3 } });
    expect(answer).toMatchObject({ columns: [{ name: 'n', type: 'BIGINT' }, { name: 'n', type: 'BIGINT' }], rows: [[99999, 99999], [99998, 99998], [99997, 99997]], truncated: true, truncation: { reason: 'rows' }, road: 'remote' });
    expect(answer.remote).toEqual({ engine: 'databricks', host: '127.0.0.1', warehouse: '/sql/1.0/warehouses/abc', setup: [], statement: expect.stringContaining('FROM range(100000) ORDER BY id DESC\n) AS q(c0, c1) LIMIT 4'), queryId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
  }, ASKING_MS);

  it('see tables that were given names', async () => {
    warehouse.put('native.csv', 'id,note\n1,a\n2,"b, c"\n');
    expect(await native('SELECT note FROM t WHERE id > 1', { tables: { t: 's3://demo/native.csv' } })).toMatchObject({ rows: [['b, c']] });
  }, ASKING_MS);

  it.each([
    ['DROP TABLE IF EXISTS nothing', 'SQL_SYNTAX'],
    ['SELECT 1; DROP TABLE nothing', 'SQL_SYNTAX'],
    ['SELECT 1); DROP TABLE nothing; SELECT (1', 'SQL_SYNTAX'],
    ['SELECT 1 /*', 'SQL_SYNTAX'],
    ['WITH a AS (SELECT 1 AS x) FROM a INSERT INTO nothing SELECT x', 'SQL_SYNTAX'],
    ['CREATE TABLE more AS SELECT 1', 'SQL_SYNTAX'],
    ['SET spark.sql.ansi.enabled = false', 'SQL_SYNTAX'],
    ['SELECT nonsense FROM range(1)', 'UNKNOWN_COLUMN'],
    ['SELECT * FROM spark_catalog.default.nothing', 'UNKNOWN_TABLE'],
    ["SELECT CAST('x' AS INT)", 'SQL_FAILED'],
    ['SELECT array(1)', 'REMOTE_UNSUPPORTED'],
  ])('%j fails with a code and a sentence', async (sql, code) => {
    const error: unknown = await native(sql).then((answer) => ({ answer }), (thrown: unknown) => thrown);
    expect(error).toMatchObject({ code, message: expect.not.stringMatching(/org\.apache|== SQL ==|\tat |dapi/) });
  }, ASKING_MS);
});

/** What is hard for readers of CSV, in ways that Spark can be told of. */
const MESSY = [
  'id,amount,day,name,flag,huge,when',
  '1,1.50,2024-01-31,plain,true,12345678901234567890,2024-01-31 10:00:00',
  '2,,2024-02-29,"comma, here",false,-1,2024-01-31 10:00:00.25',
  '3,-0.001,2023-12-31,"says ""hi""",true,0,2024-02-01 00:00:00',
  '',
  '4,1e3,2024-03-01,"",,99999999999999999999999999,2024-02-02 23:59:59',
  '5,NaN,,  blanks kept  ,FALSE,7,',
  '9007199254740993,0.1,2024-03-02,ünïcödé \\ $x ${y},true,8,2024-03-03 01:02:03',
  '',
].join('\n');

/** Behind what is read of a file to know how to read it. */
const late = (row: string, odd: string): string => `n,v\n${row.repeat(200_000)}${odd}${row.repeat(400_000)}`;

describe('CSV in S3', () => {
  const both = async (sql: string, options: QueryOptions = {}) => {
    const [here, far] = [await engine.query(sql, { engine: 'duckdb', ...options }), await there(sql, options)];
    expect(far).toMatchObject({ road: 'remote', types: { trust: 'verified' } });
    expect({ columns: far.columns, rows: far.rows }).toEqual({ columns: here.columns, rows: here.rows });
    return far;
  };

  beforeAll(() => {
    warehouse.put('messy.csv', MESSY);
    warehouse.put('crlf.csv', MESSY.replaceAll('\n', '\r\n'));
    warehouse.put('packed.csv.gz', gzipSync(MESSY));
    warehouse.put('tabs.tsv', 'a\tb\tc\n1\tx\t2,5\n\t\t\n3\ty\t0,25\n');
    warehouse.put('semicolon.csv', 'day;amount;n\n31/01/2024;1.234,50;1\n15/02/2024;17,25;NA\n16/02/2024;0,50;NA\u00a0\n01/03/2024;0,75;3\n');
    warehouse.put('odd/x y,{z}[1]*.csv', 'id,v\n1,odd\n');
    warehouse.put('parts/a.csv', 'id,v\n1,one\n2,two\n');
    warehouse.put('parts/b=1.csv', 'id,more,v\n3,extra,three\n');
    warehouse.put('parts/c d.csv', 'id,v\n4.5,four\n');
  });

  it.each(['messy.csv', 'crlf.csv', 'packed.csv.gz', 'tabs.tsv', 'semicolon.csv', 'odd/x y,{z}[1]*.csv'])('%s is the same table there', async (key) => {
    await both(`SELECT * FROM t ORDER BY ALL`, { tables: { t: `s3://demo/${key}` }, types: 'verified' });
    await both(`SELECT count(*) FROM t`, { tables: { t: `s3://demo/${key}` } });
  }, ASKING_MS);

  it('is read in place, and the answer says which version', async () => {
    const { sources, remote } = await both("SELECT id, amount FROM 's3://demo/messy.csv' WHERE id > 1 ORDER BY id");
    expect(sources).toMatchObject([{ uri: 's3://demo/messy.csv', bytes: Buffer.byteLength(MESSY) }]);
    expect(remote?.setup.join()).toMatch(/mode 'FAILFAST', sep '\\u0001'/);
  }, ASKING_MS);

  it('is answered in the order that the question names, which is that of the outermost SELECT', async () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => `${(i * 7919) % 20_000},${i % 13}`);
    warehouse.put('shuffled.csv', `n,k\n${rows.join('\n')}\n`);
    const { remote } = await both("SELECT k, n FROM 's3://demo/shuffled.csv' ORDER BY k DESC, n");
    expect(remote?.statement).toMatch(/ ORDER BY \S+ DESC NULLS LAST, \S+ ASC NULLS LAST LIMIT 1001$/);
  }, ASKING_MS);

  it('of several files is one table, whatever columns each has', async () => {
    await both("SELECT * FROM 's3://demo/parts/*.csv' ORDER BY id");
  }, ASKING_MS);

  it.each([
    ['a value that does not fit its column', late('1,2\n', 'x,2\n'), 'DATA_TYPE', /Column "n" is BIGINT by its sample, but holds "x"/],
    ['a zero before other digits', late('1,2\n', '007,2\n'), 'DATA_TYPE', /holds "007"/],
    ['a record over two lines', late('1,"2"\n', '1,"2\n3"\n'), 'DATA_BAD_ROW', /no record/],
    ['a field too many', late('1,2\n', '1,2,3\n'), 'DATA_BAD_ROW', /"1,2,3"/],
    ['bytes that are no UTF-8', Buffer.from(late('1,2\n', '1,\xff\n'), 'latin1'), 'DATA_BAD_ROW', /no record/],
  ])('with %s behind its sample is no table there', async (_, body, code, message) => {
    warehouse.put('late.csv', body);
    await expect(there("SELECT sum(n), max(v) FROM 's3://demo/late.csv'")).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  }, ASKING_MS);

  it('is refused by name where Spark reads otherwise', async () => {
    warehouse.put('latin.csv', Buffer.from('id;name\n1;Käse und Brötchen für Jürgen\n2;Größe\n', 'latin1'));
    await expect(there("FROM 's3://demo/latin.csv'")).rejects.toMatchObject({ code: 'REMOTE_UNSUPPORTED', message: expect.stringMatching(/its encoding is/) });
  });
});

describe('Delta tables', () => {
  it('are read there at the version that was pinned, as Spark itself read them, or refused by the types that they have', async () => {
    const { files, questions } = readTables();
    for (const [name, bytes] of files) warehouse.put(`tables/${name}`, bytes);
    const asked = questions.filter(({ table }, i) => questions.findIndex((other) => other.table === table) === i);
    const outcomes = await Promise.all(
      asked.map(async (question) => {
        const { table, version } = question;
        const answer = await there(questionSql(question, 's3://demo/tables')).catch((error: unknown) => error);
        if (answer instanceof EngineError) return { table, refused: /(STRUCT|LIST|MAP|BLOB)\b.* is not a type that is translated/.test(answer.message) };
        const { rows, columns, tables = [] } = answer as Answer;
        return { table, version: version ?? tables[0]?.version, rows: comparable({ rows, columns }) };
      }),
    );
    expect(outcomes.filter((outcome) => 'rows' in outcome).length).toBeGreaterThan(12);
    expect(outcomes).toEqual(asked.map((question, i) => (outcomes[i] !== undefined && 'refused' in outcomes[i] ? { table: question.table, refused: true } : { table: question.table, version: question.version ?? expect.any(Number), rows: expectedRows(question) })));
  }, STARTING_MS);

  it('are read by their features even where these are not known here', async () => {
    await warehouse.execute('CREATE TABLE delta.`s3://demo/tables/odd` (id BIGINT, v STRING) USING delta');
    await warehouse.execute("INSERT INTO delta.`s3://demo/tables/odd` VALUES (1, 'one'), (2, 'two')");
    await warehouse.execute("INSERT INTO delta.`s3://demo/tables/odd` VALUES (3, 'three')");
    warehouse.putFolder('tables/odd', (path, bytes) => (path.endsWith('00000000000000000000.json') ? Buffer.from(bytes.toString().replace(/"minReaderVersion":1/, '"minReaderVersion":3,"readerFeatures":["unheardOf"]')) : bytes));
    await expect(engine.query("FROM 's3://demo/tables/odd'", { engine: 'duckdb' })).rejects.toMatchObject({ code: 'SOURCE_UNSUPPORTED', hint: expect.stringContaining('--engine databricks') });
    const { rows, tables } = await there("SELECT * FROM 's3://demo/tables/odd@v1' ORDER BY id");
    expect({ rows, tables }).toEqual({ rows: [[1, 'one'], [2, 'two']], tables: [{ name: 's3://demo/tables/odd@v1', uri: 's3://demo/tables/odd', version: 1, files: [] }] });
  }, STARTING_MS);
});

describe('tables of the catalog', () => {
  beforeAll(async () => {
    await warehouse.execute('CREATE TABLE spark_catalog.default.orders (id BIGINT, region STRING, amount DECIMAL(10,2)) USING delta');
    await warehouse.execute("INSERT INTO spark_catalog.default.orders VALUES (1, 'north', 1.50), (2, 'south', 2.25), (3, 'north', NULL)");
  }, STARTING_MS);

  it.each(['spark_catalog.default.orders', '"default".orders', '"spark_catalog"."default"."orders"'])('are asked there by nature: FROM %s', async (name) => {
    const { rows, columns, road } = await engine.query(`SELECT orders.region, sum(amount) AS total FROM ${name} GROUP BY region ORDER BY region`);
    expect({ rows, road, type: columns[1]?.type }).toEqual({ rows: [['north', '1.50'], ['south', '2.25']], road: 'remote', type: 'DECIMAL(38,2)' });
  }, ASKING_MS);

  it('are joined with files in S3', async () => {
    warehouse.put('names.csv', 'region,label\nnorth,N\nsouth,S\n');
    const { rows } = await engine.query("SELECT o.id, n.label FROM spark_catalog.default.orders o JOIN 's3://demo/names.csv' n ON o.region = n.region ORDER BY o.id");
    expect(rows).toEqual([[1, 'N'], [2, 'S'], [3, 'N']]);
  }, ASKING_MS);
});

describe('handing over', () => {
  const SQL = "SELECT count(*) FROM 's3://demo/twenty.csv'";
  beforeAll(() => {
    warehouse.put('twenty.csv', 'id,name,category,amount,quantity,day,note\n1,a,b,1.50,2,2024-01-01,\n');
    // What is 20 GB to sluice is two lines to Spark.
    warehouse.s3.put('demo', 'twenty.csv', csvBody({ rows: 180_000_000 }));
  });

  it('is done with what would not end in time here, and nothing else', async () => {
    const { rows, road, warnings } = await engine.query(SQL, { timeoutMs: 25_000 });
    expect({ rows, road }).toEqual({ rows: [[1]], road: 'remote' });
    expect(warnings).toEqual(expect.arrayContaining([{ code: 'HANDED_OVER', message: expect.stringMatching(/this machine would not: The question reads 2\d,\d+ MB/) }]));
    expect(await engine.query("SELECT count(*) FROM 's3://demo/messy.csv'", { timeoutMs: 25_000 })).toMatchObject({ road: 'stream' });
  }, ASKING_MS);

  it('is not done when the caller says so', async () => {
    await expect(engine.query(SQL, { timeoutMs: 25_000, engine: 'duckdb' })).rejects.toMatchObject({ code: 'DEADLINE_UNREACHABLE' });
  });

  it('is told by a dry run, which sends nothing', async () => {
    const before = warehouse.spark.front.calls.length;
    const { dryRun, remote, rows } = await engine.query(SQL, { timeoutMs: 25_000, dryRun: true });
    expect({ dryRun, rows }).toEqual({ dryRun: { bytes: expect.any(Number), objects: 1, road: 'remote' }, rows: [] });
    expect(remote).toMatchObject({ host: '127.0.0.1', warehouse: '/sql/1.0/warehouses/abc', setup: [expect.stringContaining("path 's3://demo/twenty.csv'"), expect.any(String)], statement: expect.stringMatching(/^SELECT .*count\(/s) });
    expect(warehouse.spark.front.calls.length).toBe(before);
  });

  it('gives a draft of what is not translated, with the way to send it', async () => {
    await expect(engine.query("SELECT mode(category) FROM 's3://demo/twenty.csv'", { timeoutMs: 25_000 })).rejects.toMatchObject({ code: 'DEADLINE_UNREACHABLE', message: expect.stringMatching(/Databricks was not asked: .*mode/), hint: expect.stringMatching(/What fits: .* --dialect databricks --table sluice_1=s3:\/\/demo\/twenty\.csv: SELECT/s) });
  });
});

/** Counts for an hour. */
const ENDLESS = 'SELECT sum(hash(a.id, b.id) % 2) FROM range(1000000) a CROSS JOIN range(100000000) b';
const MANY = 'SELECT id, uuid() AS text FROM range(400000)';

describe('what goes wrong on the way', () => {
  it('a cancelled question ends at once, there too', async () => {
    const caller = new AbortController();
    setTimeout(() => caller.abort(), 3_000);
    const before = warehouse.spark.front.calls.length;
    const ms = await timed(() => expect(native(ENDLESS, { signal: caller.signal })).rejects.toMatchObject({ code: 'CANCELLED' }));
    expect(ms).toBeLessThan(6_000);
    expect(warehouse.spark.front.calls.slice(before)).toContain('CancelOperation');
  }, ASKING_MS);

  it('a deadline ends it as well', async () => {
    const before = warehouse.spark.front.calls.length;
    const ms = await timed(() => expect(native(ENDLESS, { timeoutMs: 3_000 })).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' }));
    expect(ms).toBeLessThan(6_000);
    expect(warehouse.spark.front.calls.slice(before)).toContain('CancelOperation');
  }, ASKING_MS);

  it('many rows come in pieces, and progress tells of them', async () => {
    const seen: number[] = [];
    const { rowCount } = await native('SELECT id FROM range(100000)', { limits: { maxRows: 100_000 }, onProgress: ({ bytesRead }) => seen.push(bytesRead) });
    expect(rowCount).toBe(100_000);
    expect(seen.length).toBeGreaterThan(0);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
  }, ASKING_MS);

  it('an answer of more bytes than allowed is cut, and no more of it is fetched', async () => {
    const before = warehouse.spark.front.calls.length;
    const answer = await native(MANY, { limits: { maxRows: 400_000, maxResultBytes: 100_000 } });
    expect(answer).toMatchObject({ truncated: true, truncation: { reason: 'bytes' } });
    expect(warehouse.spark.front.calls.slice(before).filter((name) => name === 'FetchResults').length).toBeLessThan(8);
  }, ASKING_MS);

  it.each([[401, /wrong or has expired/], [403, /may not use this warehouse/]])('a token that is refused with %d in mid-fetch', async (status, message) => {
    let fetches = 0;
    warehouse.spark.front.onCall((name) => {
      fetches += name === 'FetchResults' ? 1 : 0;
      // The session's own three statements fetch, too.
      if (fetches === 9) warehouse.spark.front.refuseWith(status);
    });
    await expect(native(MANY, { limits: { maxRows: 400_000, maxResultBytes: 1_000_000_000 } })).rejects.toMatchObject({ code: 'REMOTE_DENIED', message: expect.stringMatching(message), hint: expect.stringContaining('DATABRICKS_TOKEN') });
    warehouse.spark.front.refuseWith(undefined);
    warehouse.spark.front.onCall(() => {});
    expect(fetches).toBeGreaterThanOrEqual(9);
  }, ASKING_MS);

  it('a wrong token', async () => {
    const error: unknown = await warehouse.engine({ token: 'dapi-secret' }).query('SELECT 1', { dialect: 'databricks' }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'REMOTE_DENIED' });
    expect(JSON.stringify(error) + String(error)).not.toContain('dapi-secret');
  }, ASKING_MS);

  // The last: after it there is no warehouse.
  it('a warehouse that dies in mid-fetch leaves no part of an answer', async () => {
    let fetches = 0;
    warehouse.spark.front.onCall((name) => {
      fetches += name === 'FetchResults' ? 1 : 0;
      if (fetches === 9) void warehouse.spark.kill();
    });
    await expect(native(MANY, { limits: { maxRows: 400_000, maxResultBytes: 1_000_000_000 } })).rejects.toMatchObject({ code: 'REMOTE_UNAVAILABLE', message: expect.stringContaining('no answer') });
    await expect(native('SELECT 1')).rejects.toMatchObject({ code: 'REMOTE_UNAVAILABLE' });
  }, ASKING_MS);
});
