import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ALLOWED_FUNCTIONS, ALLOWED_TABLE_FUNCTIONS } from './allowed-functions.js';
import { ANALYTICAL_SQL } from './analytical-sql.fixture.js';
import { openTestDatabase, type TestDatabase } from './duckdb-parse.fixture.js';
import { planQuery, type QueryPlan } from './parse-query.js';
import { explainRefusal } from './refused-functions.js';
import { SYSTEM_VIEWS } from './system-views.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
  await database.connection.run(`
    CREATE TEMP VIEW t AS SELECT 1 AS id, 'a' AS name, 1.5 AS amount, DATE '2024-01-01' AS day,
      TIMESTAMPTZ '2024-01-01 12:00:00+00' AS at, 'x,y' AS tags, '{"a": 1, "b": [2]}' AS doc`);
});
afterAll(() => database.close());

const plan = (sql: string): Promise<QueryPlan> => planQuery(sql, { parse: database.parse, aliases: ['t'] });

describe('what analysts write', () => {
  it.each(ANALYTICAL_SQL)('passes and binds: %s', async (sql) => {
    const planned = await plan(sql);
    const prepared = await database.connection.prepare(`SELECT * FROM (${planned.sql}\n)`);
    expect(prepared.columnCount).toBeGreaterThan(0);
    prepared.destroySync();
  });
});
