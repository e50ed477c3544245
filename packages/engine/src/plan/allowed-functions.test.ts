import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ALLOWED_FUNCTIONS, ALLOWED_TABLE_FUNCTIONS } from './allowed-functions.js';
import { openTestDatabase, type TestDatabase } from './duckdb-parse.fixture.js';
import { explainRefusal } from './refused-functions.js';
import { SYSTEM_VIEWS } from './system-views.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

describe("DuckDB's catalogue", () => {
  const names = async (sql: string): Promise<string[]> => {
    const reader = await database.connection.runAndReadAll(sql);
    return reader.getRows().map(([name]) => String(name));
  };

  it('has no function that is neither allowed nor refused for a reason', async () => {
    const functions = await names("SELECT DISTINCT lower(function_name) FROM duckdb_functions() WHERE function_type NOT IN ('table', 'table_macro', 'pragma')");
    expect(functions.filter((name) => !ALLOWED_FUNCTIONS.has(name) && explainRefusal(name) === undefined)).toEqual([]);
  });

  it('has no table function that is neither allowed nor refused for a reason', async () => {
    const functions = await names("SELECT DISTINCT function_name FROM duckdb_functions() WHERE function_type IN ('table', 'table_macro')");
    expect(functions.filter((name) => !ALLOWED_TABLE_FUNCTIONS.has(name) && explainRefusal(name) === undefined)).toEqual([]);
  });

  it('knows every function that is allowed', async () => {
    const functions = new Set(await names('SELECT DISTINCT lower(function_name) FROM duckdb_functions()'));
    expect([...ALLOWED_FUNCTIONS, ...ALLOWED_TABLE_FUNCTIONS].filter((name) => !functions.has(name))).toEqual([]);
  });

  it('has no system view that an unqualified name reaches but the guard does not know', async () => {
    const views = await names("SELECT view_name FROM duckdb_views() WHERE internal AND schema_name <> 'information_schema' ORDER BY ALL");
    expect([...SYSTEM_VIEWS].sort()).toEqual([...views].sort());
  });
});
