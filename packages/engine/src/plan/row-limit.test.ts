import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { openTestDatabase, type TestDatabase } from './duckdb-parse.fixture.js';
import { rowLimit } from './row-limit.js';
import { parseTree } from './syntax-tree.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

it.each([
  ['FROM t LIMIT 5', { rows: 5, offset: 0 }],
  ['SELECT a FROM t ORDER BY a LIMIT 5 OFFSET 3', { rows: 5, offset: 3 }],
  ['(FROM t LIMIT 7)', { rows: 7, offset: 0 }],
  ['FROM t', undefined],
  ['FROM t OFFSET 3', undefined],
  ['FROM t LIMIT 10%', undefined],
  ['FROM t LIMIT $1', undefined],
  ['FROM t LIMIT 5 OFFSET $1', undefined],
  ['FROM t LIMIT 2 + 3', undefined],
  ['FROM (FROM t LIMIT 5)', undefined],
])('the limit of %s is %j', async (sql, expected) => {
  expect(rowLimit(await parseTree(sql, database.parse))).toEqual(expected);
});
