import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestDatabase, type TestDatabase } from './duckdb-parse.fixture.js';
import { planQuery, type QueryPlan } from './parse-query.js';
import type { PlannedTable } from './view-names.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const plan = (sql: string, aliases: readonly string[] = ['Orders', 'data.csv']): Promise<QueryPlan> => planQuery(sql, { parse: database.parse, aliases });
const path = (name: string): PlannedTable => ({ viewName: name, uris: [name], options: {} });
const alias = (viewName: string): PlannedTable => ({ viewName, options: {} });

describe('the text that runs', () => {
  it.each([
    ['SELECT 1', 'SELECT 1'],
    ['  SELECT 1 ; ', 'SELECT 1'],
    [';;SELECT 1;;;', 'SELECT 1'],
    ['-- first\nSELECT 1 -- last', 'SELECT 1'],
    ['/* a */ SELECT /* b */ 1 /* c */;--d', 'SELECT /* b */ 1'],
    ["SELECT ';'", "SELECT ';'"],
    ["SELECT\u00a0'\u00a0' /*\u3000*/", "SELECT '\u00a0'"],
    ["\ufeffSELECT 1", 'SELECT 1'],
    ["SELECT '\u2028'", "SELECT '\u2028'"],
  ])('makes %j %j', async (sql, runs) => {
    expect(await plan(sql)).toMatchObject({ sql: runs, tables: [], pivots: [] });
  });

  it.each(['', ' ', ';', ' ;; ', '-- nothing', '/* nothing */;'])('asks for SQL instead of %j', async (sql) => {
    await expect(plan(sql)).rejects.toMatchObject({ code: 'USAGE' });
  });

  it('says where the syntax is wrong, in characters', async () => {
    await expect(plan("SELECT 'é😀',\n  'é😀' + sum( FROM Orders")).rejects.toMatchObject({
      code: 'SQL_SYNTAX',
      message: 'DuckDB cannot parse the SQL: syntax error at or near "FROM" (line 2, column 15)',
    });
  });

  it.each(['SELECT * FROM s3://bucket/key.csv', 'SELECT * FROM ./data/x.csv', 'SELECT * FROM /data/x.csv'])(
    'tells to quote the file of %s',
    async (sql) => {
      await expect(plan(sql)).rejects.toMatchObject({ code: 'SQL_SYNTAX', hint: expect.stringContaining('single quotes') });
    },
  );

  it('plans what nests deeper than the stack', async () => {
    const sql = `SELECT 1${' UNION ALL SELECT 1'.repeat(10_000)} UNION ALL FROM 'a.csv'`;
    expect((await plan(sql)).tables).toHaveLength(1);
  });

  it('refuses more SQL than anybody writes', async () => {
    await expect(plan(`SELECT '${'x'.repeat(500_000)}'`)).rejects.toMatchObject({ code: 'SQL_REFUSED' });
  });
});

describe('tables', () => {
  it.each<[string, PlannedTable[]]>([
    ['SELECT 1', []],
    ["FROM 's3://b/k.csv'", [path('s3://b/k.csv')]],
    ['FROM "s3://b/k.csv"', [path('s3://b/k.csv')]],
    ["FROM 'data/*.csv' d, 'file:///x.csv' JOIN 'a.csv' USING (id)", [path('data/*.csv'), path('file:///x.csv'), path('a.csv')]],
    ["FROM 'a.csv' UNION ALL FROM 'a.csv'", [path('a.csv')]],
    ["FROM 'it''s.csv'", [path("it's.csv")]],
    ['FROM orders', [alias('Orders')]],
    ['FROM ORDERS, "oRDERS"', [alias('Orders')]],
    ["FROM 'Data.csv'", [alias('data.csv')]],
    ["SELECT (SELECT max(x) FROM 'a.csv'), EXISTS (FROM 'b.csv')", [path('a.csv'), path('b.csv')]],
    ["DESCRIBE 'a.csv'", [path('a.csv')]],
    ["SUMMARIZE 'a.csv'", [path('a.csv')]],
    ["DESCRIBE FROM 'a.csv'", [path('a.csv')]],
    ["UNPIVOT 'a.csv' ON x", [path('a.csv')]],
    ["PIVOT 'a.csv' ON x", [path('a.csv')]],
    ["SELECT list_transform([1], lambda x: (SELECT count(*) FROM 'a.csv'))", [path('a.csv')]],
    ["WITH 'a.csv' AS (SELECT 1) FROM 'A.csv'", []],
    ["WITH a AS (FROM 'a.csv') FROM a", [path('a.csv')]],
    ["WITH orders AS (FROM orders) FROM Orders", [alias('Orders')]],
    ["WITH a AS (FROM orders), orders AS (SELECT 1) FROM a, orders", [alias('Orders')]],
    ["WITH orders AS (SELECT 1), a AS (FROM orders) FROM a", []],
    ["FROM (WITH orders AS (SELECT 1) FROM orders), Orders", [alias('Orders')]],
    ["WITH orders AS (SELECT 1) FROM (FROM (SELECT (SELECT max(x) FROM orders)))", []],
    ["WITH orders AS (SELECT 1) FROM 'b.csv' WHERE id IN (FROM orders)", [path('b.csv')]],
    ["WITH RECURSIVE orders AS (SELECT 1 AS i UNION ALL SELECT i + 1 FROM orders) FROM orders", []],
    ["WITH RECURSIVE orders AS (SELECT i FROM orders UNION ALL SELECT i + 1 FROM orders) FROM orders", [alias('Orders')]],
    ["WITH orders AS (SELECT i FROM orders UNION ALL SELECT i + 1 FROM orders) FROM orders", [alias('Orders')]],
    ["WITH orders AS (SELECT 1) (SELECT 2) UNION ALL FROM orders", []],
    ["WITH orders AS (SELECT 1 AS i) FROM (PIVOT orders ON i IN (1))", []],
  ])('finds those of %s', async (sql, tables) => {
    expect((await plan(sql)).tables).toEqual(tables);
  });

  it('gives files whose names differ in case alone views of their own', async () => {
    const { sql, tables } = await plan("SELECT * FROM 'a.csv' x JOIN 'A.csv' y USING (id) JOIN 'DATA.CSV' z USING (id) JOIN 'a.csv' w USING (id)");
    expect(tables).toEqual([
      { viewName: 'a.csv', uris: ['a.csv'], options: {} },
      { viewName: 'A.csv (2)', uris: ['A.csv'], options: {} },
      { viewName: 'data.csv', options: {} },
    ]);
    expect(sql).toBe("SELECT * FROM 'a.csv' x JOIN \"A.csv (2)\" y USING (id) JOIN 'DATA.CSV' z USING (id) JOIN 'a.csv' w USING (id)");
  });

  it('leaves their names to the aliases', async () => {
    const { tables } = await plan("FROM read_csv('a.csv')", ['READ_CSV(a.csv)']);
    expect(tables).toEqual([{ viewName: 'read_csv(a.csv) (2)', uris: ['a.csv'], options: {}, format: 'csv' }]);
  });

  it("names an unnamed file's columns by the file, as DuckDB does", async () => {
    const { sql } = await plan("SELECT o.id, items.* FROM 'd/orders.csv' o JOIN 's3://b/Items.csv.gz' ON items.id = o.id, 'x.csv'");
    expect(sql).toBe("SELECT o.id, items.* FROM 'd/orders.csv' o JOIN \"s3://b/Items.csv.gz\" AS \"Items\" ON items.id = o.id, 'x.csv'");
  });

  it('names the nearest table to an unknown one', async () => {
    await expect(plan('SELECT * FROM ordrs')).rejects.toMatchObject({
      code: 'UNKNOWN_TABLE',
      message: 'There is no table "ordrs"; named tables are Orders, data.csv',
      hint: "Did you mean Orders? A file's name stands in quotes: FROM 'ordrs.csv'.",
    });
    await expect(plan('WITH a AS (SELECT 1) SELECT * FROM b', [])).rejects.toMatchObject({ code: 'UNKNOWN_TABLE' });
    await expect(plan('SELECT * FROM (WITH q AS (SELECT 1) FROM q), q', [])).rejects.toMatchObject({ code: 'UNKNOWN_TABLE' });
  });
});

describe('read_csv', () => {
  it.each<[string, string, PlannedTable[]]>([
    ["FROM read_csv('a.csv')", 'FROM "read_csv(a.csv)"', [{ viewName: 'read_csv(a.csv)', uris: ['a.csv'], options: {} }]],
    [
      "SELECT 'é', x FROM READ_CSV_AUTO ( ['a.csv', 's3://b/(x).csv'], delim = ';' ) AS q(u, v) WHERE u > ')'",
      `SELECT 'é', x FROM "read_csv(a.csv, s3://b/(x).csv)" AS q(u, v) WHERE u > ')'`,
      [{ viewName: 'read_csv(a.csv, s3://b/(x).csv)', uris: ['a.csv', 's3://b/(x).csv'], options: { delimiter: ';' } }],
    ],
    [
      'FROM main.read_csv(\'a.csv\'), system.main."read_csv"($$a.csv$$) x',
      'FROM "read_csv(a.csv)", "read_csv(a.csv)" x',
      [{ viewName: 'read_csv(a.csv)', uris: ['a.csv'], options: {} }],
    ],
    [
      "FROM read_csv('a.csv', skip=1) JOIN read_csv('a.csv', skip := 2) y USING (id), read_csv('A.csv', skip => 1)",
      'FROM "read_csv(a.csv)" JOIN "read_csv(a.csv) (2)" y USING (id), "read_csv(A.csv) (3)"',
      [
        { viewName: 'read_csv(a.csv)', uris: ['a.csv'], options: { skip: 1 } },
        { viewName: 'read_csv(a.csv) (2)', uris: ['a.csv'], options: { skip: 2 } },
        { viewName: 'read_csv(A.csv) (3)', uris: ['A.csv'], options: { skip: 1 } },
      ],
    ],
    [
      "SELECT\u00a0'\u00a0', read_csv.x FROM /*\u3000*/ read_csv('\u3000.csv')",
      'SELECT \'\u00a0\', read_csv.x FROM /* */ "read_csv(\u3000.csv)" AS "read_csv"',
      [{ viewName: 'read_csv(\u3000.csv)', uris: ['\u3000.csv'], options: {} }],
    ],
    [
      "PIVOT read_csv('a.csv') ON x USING sum(y)",
      'PIVOT "read_csv(a.csv)" ON x IN "pivot values 1" USING sum(y)',
      [{ viewName: 'read_csv(a.csv)', uris: ['a.csv'], options: {} }],
    ],
  ])('becomes a view in %s', async (sql, runs, tables) => {
    expect(await plan(sql)).toMatchObject({ sql: runs, tables });
  });

  it('becomes the same view in the queries for the columns of a PIVOT', async () => {
    const { pivots } = await plan("WITH q AS (FROM read_csv('a.csv', delim='|')) PIVOT q ON x");
    expect(pivots[0]?.valuesSql).toBe(
      'SELECT * FROM (WITH q AS (FROM "read_csv(a.csv)") SELECT * FROM (SELECT DISTINCT CAST((x) AS VARCHAR) FROM q WHERE (x) IS NOT NULL)) ORDER BY 1 LIMIT 10001',
    );
  });

  it.each([
    "FROM read_csv()",
    "FROM read_csv(1)",
    "FROM read_csv(NULL)",
    "FROM read_csv('')",
    "FROM read_csv([])",
    "FROM read_csv('a.csv', 'b.csv')",
    "FROM read_csv('a' || '.csv')",
    'FROM read_csv($1)',
    "FROM read_csv('a.csv', delim = $d)",
    "FROM Orders, read_csv(Orders.path)",
    "FROM Orders, LATERAL (FROM read_csv(Orders.path))",
    "FROM read_csv('a.csv') WITH ORDINALITY",
    "FROM read_csv('a.csv', skip = 1, skip = 2)",
    // A view of that name would be hidden.
    'WITH "read_csv(a.csv)" AS (SELECT 1) FROM read_csv(\'a.csv\')',
    // DuckDB drops the wide blank within the E-string, so its offsets are not those of the text.
    "SELECT E'\\'\u00a0' FROM read_csv('a.csv')",
    "SELECT E'\\'\u00a0' FROM 'a.csv' x,'A.csv' y",
  ])('refuses %s', async (sql) => {
    await expect(plan(sql)).rejects.toMatchObject({ code: 'SQL_REFUSED' });
  });
});
