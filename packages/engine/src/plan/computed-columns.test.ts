import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { computedColumns } from './computed-columns.js';
import { openTestDatabase, type TestDatabase } from './duckdb-parse.fixture.js';
import { parseTree } from './syntax-tree.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const computed = async (sql: string) => {
  const found = computedColumns(await parseTree(sql, database.parse));
  return found === 'all' ? 'all' : [...found].sort();
};

describe('computedColumns', () => {
  it.each<[string, string[]]>([
    ['FROM t', []],
    ['SELECT * FROM t LIMIT 5', []],
    ["SELECT * FROM read_csv('a.csv')", []],
    ['SELECT a, b AS c FROM t', []],
    ["SELECT COLUMNS('a.*') FROM t", []],
    ['SELECT * EXCLUDE (a) FROM t', []],
    ['SELECT a FROM t WHERE B > 1 AND lower(c) = $1', ['b', 'c']],
    ['SELECT a, b FROM t ORDER BY a', ['a']],
    ['SELECT a + 1, b FROM t', ['a']],
    ['SELECT a::DATE, b FROM t', ['a']],
    ['SELECT a AS x, b FROM t ORDER BY x', ['a', 'x']],
    ['SELECT a AS x, x + 1, b FROM t', ['a', 'x']],
    ['SELECT * REPLACE (a + 1 AS a) FROM t', ['a']],
    ['SELECT sum(a), count(*) FROM t', ['a']],
    ['SELECT row_number() OVER (PARTITION BY a ORDER BY b), c FROM t', ['a', 'b']],
    ['SELECT t.a, u.b FROM t JOIN u USING (k)', ['k']],
    ['SELECT t.a, u.b FROM t JOIN u ON t.k = u.l', ['k', 'l', 't', 'u']],
  ])('of %s are %j', async (sql, names) => {
    expect(await computed(sql)).toEqual(names);
  });

  it.each([
    'SELECT DISTINCT a FROM t',
    'SELECT a FROM t GROUP BY a',
    'SELECT a FROM t GROUP BY ALL',
    'SELECT a FROM t ORDER BY 1',
    'SELECT a FROM t ORDER BY ALL',
    'SELECT #1 FROM t',
    'SELECT * RENAME (a AS b) FROM t',
    'SELECT x FROM t AS u(x)',
    'SELECT a FROM t NATURAL JOIN u',
    'SELECT COLUMNS(*)::VARCHAR FROM t',
    'SELECT a FROM (FROM t)',
    'SELECT a FROM t WHERE b IN (FROM u)',
    'SELECT (SELECT max(b) FROM u), a FROM t',
    'WITH c AS (FROM t) SELECT a FROM c',
    'FROM t UNION ALL FROM u',
    'FROM t QUALIFY row_number() OVER (ORDER BY a) = 1',
    'DESCRIBE t',
    'SUMMARIZE t',
    'PIVOT t ON a IN (1, 2) USING sum(b)',
  ])('are all that there may be in %s', async (sql) => {
    expect(await computed(sql)).toBe('all');
  });
});
