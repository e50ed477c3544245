import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import type { Engine, QueryOptions } from '../../src/engine.js';
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
    warehouse.put('semicolon.csv', 'day;amount;n\n31/01/2024;1.234,50;1\n15/02/2024;17,25;NA\n01/03/2024;0,75;3\n');
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
    expect(remote?.setup.join()).toContain("mode 'FAILFAST'");
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
  it('are read there at the version that was pinned, as Spark itself read them', async () => {
    const { files, questions } = readTables();
    for (const [name, bytes] of files) warehouse.put(`tables/${name}`, bytes);
    const asked = questions.filter(({ table, columns }, i) => columns.length > 0 && questions.findIndex((other) => other.table === table) === i);
    const outcomes: unknown[] = [];
    for (const question of asked) {
      try {
        const answer = await there(questionSql(question, 's3://demo/tables'));
        outcomes.push({ table: question.table, isSame: JSON.stringify(comparable(answer)) === JSON.stringify(expectedRows(question)) });
      } catch (error) {
        outcomes.push({ table: question.table, error: String(error) });
      }
    }
    expect(outcomes).toEqual(asked.map(({ table }) => ({ table, isSame: true })));
  }, STARTING_MS);
});
