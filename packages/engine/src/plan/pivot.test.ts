import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestDatabase, type TestDatabase } from './duckdb-parse.fixture.js';
import { planQuery, type QueryPlan } from './parse-query.js';
import { MAX_PIVOT_VALUES, pivotTypeSql } from './pivot.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
  for (const sql of TABLES) await database.connection.run(sql);
});
afterAll(() => database.close());

const TABLES = [
  `CREATE TEMP VIEW sales AS SELECT * FROM (VALUES
    (1, 'x', 10.5, DATE '2020-01-01', true), (2, 'y', 3, DATE '2021-06-01', false), (10, 'it''s', 4, NULL, true),
    (NULL, NULL, 5, DATE '2020-01-01', NULL), (2, 'say "hi"', 7, DATE '2020-01-01', true), (1, 'x', 1, DATE '2021-06-01', false),
    (3, ' x', 2, DATE '2020-01-01', true), (4, 'X', 2, NULL, true), (5, '', 2, NULL, true), (6, 'é,ü;', 2, NULL, true)
  ) AS v(a, s, v, d, b)`,
  'CREATE TEMP VIEW empty AS SELECT * FROM sales WHERE false',
  `CREATE TEMP VIEW "data/a b.csv" AS FROM sales`,
];

const plan = (sql: string): Promise<QueryPlan> => planQuery(sql, { parse: database.parse, aliases: ['sales', 'empty'] });

interface Table {
  readonly names: readonly string[];
  readonly rows: readonly string[];
}

async function read(sql: string): Promise<Table> {
  const reader = await database.connection.runAndReadAll(sql);
  return { names: reader.columnNames(), rows: reader.getRowsJson().map((row) => JSON.stringify(row)).sort() };
}

/** As the engine runs a plan: the types first, then the statement. */
async function runPlan({ sql, pivots }: QueryPlan): Promise<Table> {
  for (const pivot of pivots) {
    const values = await database.connection.runAndReadAll(pivot.valuesSql);
    await database.connection.run(pivotTypeSql(pivot, values.getRows().map(([value]) => String(value))));
  }
  return await read(`SELECT * FROM (${sql}\n)`);
}

describe('a PIVOT without IN', () => {
  it.each([
    'PIVOT sales ON s USING sum(v)',
    'pivot sales on s using sum(v);',
    'PIVOT_WIDER sales ON s USING sum(v)',
    'PIVOT sales ON a USING sum(v)',
    'PIVOT sales ON d USING sum(v) GROUP BY s',
    'PIVOT sales ON b USING count(*)',
    'PIVOT sales ON s',
    'PIVOT sales ON s, d USING sum(v)',
    'PIVOT sales ON s, d, USING sum(v), max(v),',
    "PIVOT sales ON s IN ('x', 'nope'), d USING sum(v) AS total, max(v) AS most GROUP BY a",
    "PIVOT sales ON d, s IN ('x', 'y') USING first(v ORDER BY v)",
    'PIVOT sales ON a + 1 USING sum(v) GROUP BY b',
    "PIVOT sales ON s || '_' || a USING sum(v) GROUP BY b",
    'PIVOT sales ON (s, a) USING sum(v) GROUP BY b',
    'PIVOT sales ON a > 1 USING sum(v) GROUP BY d',
    'PIVOT sales ON year(d) USING sum(v) FILTER (v > 2) GROUP BY b',
    "PIVOT sales ON coalesce(s, 'none, or (unknown)') USING sum(v) GROUP BY b",
    'PIVOT sales ON CASE WHEN a IN (1, 2) THEN s ELSE s END USING sum(v) GROUP BY b',
    'PIVOT empty ON s USING sum(v)',
    'PIVOT empty ON s, a USING sum(v) GROUP BY d',
    'PIVOT sales ON s USING sum(v) GROUP BY a ORDER BY a DESC NULLS LAST LIMIT 2',
    'PIVOT sales ON s USING sum(v) ORDER BY ALL LIMIT 3 OFFSET 1',
    'PIVOT sales ON s GROUP BY a',
    'PIVOT sales ON s ORDER BY ALL',
    "PIVOT 'data/a b.csv' ON s USING sum(v)",
    'PIVOT (SELECT a, s, v FROM sales WHERE b) ON s USING sum(v)',
    'PIVOT (FROM sales SELECT a, s, v WHERE s IN (SELECT s FROM sales)) AS q ON s USING sum(v)',
    'PIVOT (SELECT substring(s FROM 1 FOR 1) AS s, v FROM sales) ON s USING sum(v)',
    'PIVOT sales JOIN (SELECT 1 AS k) AS one ON sales.a = one.k ON s USING sum(v) GROUP BY a',
    'PIVOT (sales JOIN (SELECT DISTINCT a AS k FROM sales) AS u ON a = k) ON s USING sum(v) GROUP BY k',
    'FROM (PIVOT sales ON s USING sum(v))',
    'SELECT a, x FROM (PIVOT sales ON s USING sum(v) GROUP BY a) WHERE x > 1',
    'SELECT * FROM (PIVOT sales ON s USING sum(v) GROUP BY a) JOIN (PIVOT sales ON d USING sum(v) GROUP BY a) USING (a)',
    'SELECT (SELECT count(*) FROM (PIVOT sales ON s USING sum(v) GROUP BY a)) AS n, count(*) FROM sales',
    'WITH q AS (SELECT * FROM sales WHERE v > 2) PIVOT q ON s USING sum(v) GROUP BY a',
    'WITH q AS (SELECT * FROM sales), p AS (PIVOT q ON s USING sum(v) GROUP BY a) SELECT * FROM p WHERE a > 0',
    'WITH q AS (SELECT * FROM sales), p AS (PIVOT q ON s USING sum(v) GROUP BY a), r AS (PIVOT p ON a USING max(x)) FROM r',
    "WITH q AS (SELECT 'outer' AS s), r AS (WITH q AS (SELECT 'inner' AS s) PIVOT q ON s) FROM r",
    'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4) PIVOT n ON i % 2 USING sum(i)',
    'WITH sales AS (SELECT * FROM sales WHERE a > 1) PIVOT sales ON s USING sum(v) GROUP BY a',
    'PIVOT (PIVOT sales ON s USING sum(v) GROUP BY a) ON a USING count(*)',
    'PIVOT sales ON s USING sum(v) GROUP BY a UNION ALL PIVOT sales ON s USING max(v) GROUP BY a',
    '(PIVOT sales ON s USING sum(v) GROUP BY a) UNION ALL BY NAME (PIVOT sales ON d USING sum(v) GROUP BY a)',
    "PIVOT sales ON s IN (SELECT DISTINCT s FROM sales WHERE a > 1 ORDER BY s DESC) USING sum(v) GROUP BY b",
    'WITH q AS (FROM sales) (SELECT 1 AS a WINDOW w AS (ORDER BY a)) UNION ALL BY NAME PIVOT q ON s USING sum(v) GROUP BY a',
    'WITH q AS (FROM sales) SELECT 1 AS a WINDOW w AS (ORDER BY a) UNION ALL BY NAME PIVOT q ON s USING sum(v) GROUP BY a',
    'PIVOT sales ON d IN (SELECT y FROM (PIVOT sales ON s USING max(d) GROUP BY a) ORDER BY y) USING sum(v) GROUP BY b',
    'DESCRIBE PIVOT sales ON s USING sum(v)',
    'SELECT column_name, count FROM (SUMMARIZE (PIVOT sales ON s USING sum(v)))',
    'PIVOT sales -- the sales\n ON s /* , or d IN */ -- by name\n USING sum(v) -- total',
  ])('answers as DuckDB does: %s', async (sql) => {
    const planned = await plan(sql);
    expect(planned.pivots.length).toBeGreaterThan(0);
    expect(await runPlan(planned)).toEqual(await read(sql));
  });

  it.each([
    [
      'WITH q(i, s) AS MATERIALIZED (SELECT a, s FROM sales) SELECT * FROM (WITH r AS (FROM q WHERE i > 1) PIVOT r ON s) ORDER BY ALL',
      "WITH q(i, s) AS (SELECT a, s FROM sales) FROM (PIVOT (FROM q WHERE i > 1) ON s IN ('', ' x', 'X', 'it''s', 'say \"hi\"', 'y', 'é,ü;'))",
    ],
    [
      "WITH names AS (SELECT 'x' AS n UNION ALL SELECT 'y') PIVOT sales ON s IN (FROM names) USING sum(v) GROUP BY b",
      "PIVOT sales ON s IN ('x', 'y') USING sum(v) GROUP BY b",
    ],
  ])('answers where DuckDB loses sight of an outer WITH: %s', async (sql, listed) => {
    await expect(read(sql)).rejects.toThrow('does not exist');
    expect(await runPlan(await plan(sql))).toEqual(await read(listed));
  });

  it('asks each values query after those it depends on', async () => {
    const { pivots } = await plan('PIVOT (PIVOT sales ON s USING sum(v) GROUP BY a) ON a, x USING count(*)');
    expect(pivots.map(({ typeName }) => typeName)).toEqual(['pivot values 1', 'pivot values 2', 'pivot values 3']);
    expect(pivots[0]?.valuesSql).not.toContain('pivot values');
    expect(pivots[2]?.valuesSql).toContain('IN "pivot values 1"');
    expect(pivots[2]?.valuesSql).not.toContain('pivot values 2');
  });

  it('takes parameters where only the statement itself needs them', async () => {
    const planned = await plan('PIVOT sales ON s USING sum(v + $1) GROUP BY b');
    expect(planned.sql).toContain('$1');
    expect(planned.pivots[0]?.valuesSql).not.toContain('$1');
  });

  it.each(['PIVOT (SELECT * FROM sales WHERE a > $1) ON s USING sum(v)', 'WITH q AS (FROM sales WHERE a > ?) PIVOT q ON s', 'PIVOT sales ON a + $n'])(
    'refuses parameters that decide the columns: %s',
    async (sql) => {
      await expect(plan(sql)).rejects.toMatchObject({ message: expect.stringContaining('parameter') });
    },
  );

  it('refuses more of them than anybody reads', async () => {
    await expect(plan('PIVOT sales ON s' + ' UNION ALL PIVOT sales ON s'.repeat(20))).rejects.toMatchObject({ code: 'SQL_REFUSED' });
  });

  it('asks for one value more than a table may have columns', async () => {
    const { pivots } = await plan('PIVOT (SELECT range AS i FROM range(20000)) ON i');
    const [pivot = { typeName: '', valuesSql: '' }] = pivots;
    const reader = await database.connection.runAndReadAll(pivot.valuesSql);
    const values = reader.getRows().map(([value]) => String(value));
    expect(values).toHaveLength(MAX_PIVOT_VALUES + 1);
    expect(() => pivotTypeSql(pivot, values)).toThrow('10000 columns');
    expect(pivotTypeSql(pivot, values.slice(1))).toContain('CREATE OR REPLACE TEMP TYPE');
  });
});

describe('a PIVOT that lists its values', () => {
  it.each([
    "PIVOT sales ON s IN ('x', 'y') USING sum(v) GROUP BY a",
    "SELECT * FROM sales PIVOT (sum(v) FOR s IN ('x', 'y') GROUP BY a)",
    "FROM (FROM sales) PIVOT (sum(v) FOR s IN ('x'))",
    'PIVOT sales USING sum(v) GROUP BY a',
    'UNPIVOT sales ON a, v',
  ])('runs as it stands: %s', async (sql) => {
    const planned = await plan(sql);
    expect(planned).toMatchObject({ sql, pivots: [] });
    expect(await runPlan(planned)).toEqual(await read(sql));
  });

  it('stands beside one that does not', async () => {
    const sql = "SELECT p.*, q.* EXCLUDE (a) FROM sales PIVOT (sum(v) FOR s IN ('x') GROUP BY a) p JOIN (PIVOT sales ON d USING sum(v) GROUP BY a) q ON p.a = q.a";
    const planned = await plan(sql);
    expect(planned.pivots).toHaveLength(1);
    expect(await runPlan(planned)).toEqual(await read(sql));
  });
});
