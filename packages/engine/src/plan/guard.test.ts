import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ANALYTICAL_SQL } from './analytical-sql.fixture.js';
import { openTestDatabase, type TestDatabase } from './duckdb-parse.fixture.js';
import { planQuery, type QueryPlan } from './parse-query.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
  await database.connection.run(`
    CREATE TEMP VIEW t AS SELECT 1 AS id, 'a' AS name, 1.5 AS amount, DATE '2024-01-01' AS day,
      TIMESTAMPTZ '2024-01-01 12:00:00+00' AS seen, 'x,y' AS tags, '{"a": 1, "b": [2]}' AS doc`);
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

describe('what the guard refuses, wherever it hides', () => {
  const LEAK = "read_text('/etc/passwd')";
  it.each([
    `SELECT * FROM ${LEAK}`,
    `SELECT * FROM main.${LEAK}`,
    `SELECT * FROM system.main.${LEAK}`,
    `SELECT * FROM "READ_TEXT"('/etc/passwd')`,
    `SELECT * FROM ReAd_TeXt('/etc/passwd')`,
    `SELECT * FROM/**/read_text/**/('/etc/passwd')`,
    `SELECT (SELECT content FROM ${LEAK})`,
    `SELECT [(SELECT content FROM ${LEAK})]`,
    `SELECT {'a': (SELECT content FROM ${LEAK})}`,
    `SELECT list_transform([1], lambda x: (SELECT content FROM ${LEAK}))`,
    `SELECT [(SELECT content FROM ${LEAK}) FOR x IN [1]]`,
    `SELECT CASE WHEN true THEN (SELECT content FROM ${LEAK}) END`,
    `SELECT CAST((SELECT content FROM ${LEAK}) AS BLOB)`,
    `SELECT sum(1) FILTER ((SELECT content FROM ${LEAK}) > '') FROM t`,
    `SELECT sum(1) OVER (PARTITION BY (SELECT content FROM ${LEAK})) FROM t`,
    `SELECT sum(1) OVER (ORDER BY (SELECT content FROM ${LEAK})) FROM t`,
    `SELECT sum(1) OVER (ROWS (SELECT size FROM ${LEAK}) PRECEDING) FROM t`,
    `SELECT sum(1) OVER w FROM t WINDOW w AS (ORDER BY (SELECT content FROM ${LEAK}))`,
    `SELECT lag(id, 1, (SELECT size FROM ${LEAK})) OVER () FROM t`,
    `SELECT list(id ORDER BY (SELECT content FROM ${LEAK})) FROM t`,
    `SELECT id FROM t ORDER BY (SELECT content FROM ${LEAK})`,
    `SELECT id FROM t LIMIT (SELECT size FROM ${LEAK})`,
    `SELECT id FROM t LIMIT (SELECT size FROM ${LEAK}) %`,
    `SELECT id FROM t OFFSET (SELECT size FROM ${LEAK})`,
    `SELECT DISTINCT ON ((SELECT content FROM ${LEAK})) id FROM t`,
    `SELECT id FROM t GROUP BY id, (SELECT content FROM ${LEAK})`,
    `SELECT id FROM t GROUP BY GROUPING SETS ((id), ((SELECT content FROM ${LEAK})))`,
    `SELECT id FROM t GROUP BY id HAVING (SELECT content FROM ${LEAK}) > ''`,
    `SELECT id FROM t QUALIFY (SELECT content FROM ${LEAK}) > ''`,
    `SELECT * REPLACE ((SELECT content FROM ${LEAK}) AS id) FROM t`,
    `SELECT COLUMNS(c -> c = (SELECT content FROM ${LEAK})) FROM t`,
    `SELECT id FROM t WHERE EXISTS (FROM ${LEAK})`,
    `SELECT id FROM t WHERE name = ANY (SELECT content FROM ${LEAK})`,
    `SELECT id FROM t WHERE id IN (SELECT size FROM ${LEAK})`,
    `SELECT * FROM t JOIN t u ON (SELECT content FROM ${LEAK}) > ''`,
    `SELECT * FROM t, LATERAL (SELECT * FROM ${LEAK})`,
    `SELECT * FROM t POSITIONAL JOIN ${LEAK}`,
    `SELECT * FROM t ASOF JOIN ${LEAK} r ON t.id >= r.size`,
    `SELECT * FROM range((SELECT size FROM ${LEAK}))`,
    `SELECT * FROM unnest((SELECT [content] FROM ${LEAK}))`,
    `SELECT * FROM (VALUES ((SELECT content FROM ${LEAK})))`,
    `VALUES ((SELECT content FROM ${LEAK}))`,
    `WITH x AS (FROM ${LEAK}) SELECT 1`,
    `WITH x AS NOT MATERIALIZED (FROM ${LEAK}) FROM x`,
    `WITH RECURSIVE x AS (SELECT 1 AS i UNION ALL SELECT size FROM ${LEAK}, x) FROM x`,
    `SELECT 1 UNION ALL (SELECT 2 EXCEPT SELECT size FROM ${LEAK})`,
    `FROM (PIVOT (FROM ${LEAK}) ON filename IN ('a') USING count(*))`,
    `PIVOT (FROM ${LEAK}) ON filename`,
    `PIVOT t ON name IN (SELECT content FROM ${LEAK})`,
    `PIVOT t ON name USING sum((SELECT size FROM ${LEAK}))`,
    `WITH x AS (FROM ${LEAK}) PIVOT t ON name`,
    `UNPIVOT (FROM ${LEAK}) ON content`,
    `DESCRIBE FROM ${LEAK}`,
    `SUMMARIZE FROM ${LEAK}`,
    `SELECT * FROM (DESCRIBE (SELECT * FROM ${LEAK}))`,
    `SELECT * FROM read_csv((SELECT content FROM ${LEAK}))`,
    `SELECT * FROM read_csv('a.csv', delim = (SELECT content FROM ${LEAK}))`,
  ])('refuses a file read by %s', async (sql) => {
    await expect(plan(sql)).rejects.toMatchObject({ code: 'SQL_REFUSED' });
  });

  it.each([
    "SELECT getenv('HOME')",
    "SELECT 'HOME'.getenv()",
    "SELECT ('HOME').getenv()",
    "SELECT current_setting('temp_directory')",
    "SELECT ('temp_directory').current_setting()",
    "SELECT list_transform(['temp_directory'], lambda x: current_setting(x))",
    "SELECT getvariable('x')",
    'SELECT current_query()',
    'SELECT pg_catalog.current_schemas(true)',
    "SELECT nextval('s')",
    "SELECT write_log('x')",
    'SELECT sleep_ms(1000)',
    'SELECT pg_sleep(1)',
    "SELECT get_block_size('memory')",
    'SELECT txid_current()',
    "SELECT in_search_path('memory', 'main')",
    "SELECT json_serialize_plan('SELECT 1')",
    "SELECT json_deserialize_sql('{}')",
    "SELECT pg_get_viewdef(1)",
    "SELECT parse_duckdb_log_message('QueryLog', 'x')",
    "SELECT __internal_compress_string_hugeint('x')",
    "SELECT read_csv('a.csv')",
    "SELECT * FROM query('SELECT 1')",
    "SELECT * FROM query_table('t')",
    "SELECT * FROM sniff_csv('/etc/passwd')",
    "SELECT * FROM read_csv('a.csv').read_text()",
    'SELECT * FROM duckdb_settings()',
    'SELECT * FROM pragma_version()',
    "SELECT * FROM histogram('t', id)",
    "SELECT * FROM sql_auto_complete('SELECT')",
    'SELECT * FROM duckdb_tables',
    'SELECT * FROM "DUCKDB_TABLES"',
    'SELECT * FROM sqlite_master',
    "SELECT * FROM 'sqlite_master'",
    'WITH duckdb_tables AS (SELECT * FROM duckdb_tables) FROM duckdb_tables',
    'WITH RECURSIVE pg_class AS (SELECT 1 UNION ALL SELECT 2 FROM pg_class) FROM pg_class',
    'SELECT * FROM information_schema.tables',
    'SELECT * FROM pg_catalog.pg_class',
    'SELECT * FROM memory.main.t',
    'SELECT * FROM temp.t',
    'SELECT * FROM main.t',
    'SELECT * FROM t AT (VERSION => 1)',
    "SELECT * FROM t AT (TIMESTAMP => now())",
    'PIVOT t ON name IN moods USING sum(id)',
    "PIVOT t ON concat((SELECT content FROM read_text('x')))",
    "PIVOT t ON getenv(name)",
    "PIVOT t ON name IN (SELECT getenv(name) FROM t)",
    'SHOW TABLES',
    'SHOW ALL TABLES',
    'SHOW DATABASES',
    'DESCRIBE',
    'SHOW TABLES FROM main',
    'SELECT * FROM (SHOW TABLES)',
    'SELECT * FROM (SHOW ALL TABLES) JOIN t ON true',
    'EXPLAIN SELECT 1',
    'EXPLAIN ANALYZE SELECT 1',
    'PRAGMA version',
    'CALL pragma_version()',
    'SET threads = 1',
    "SET VARIABLE x = 1",
    'EXECUTE p',
    'LOAD json',
    'EXPORT DATABASE \'x\'',
    'CREATE TABLE x AS FROM t',
    'SELECT 1; SELECT 2',
    'SELECT 1;;SELECT 2',
    'SELECT\u2028 1',
    'SELECT 1\0; DROP TABLE t',
  ])('refuses %j', async (sql) => {
    await expect(plan(sql)).rejects.toMatchObject({ code: expect.stringMatching(/^SQL_(REFUSED|SYNTAX)$/) });
  });

  it('says what, why and what to do', async () => {
    await expect(plan("SELECT * FROM read_text('x')")).rejects.toMatchObject({
      code: 'SQL_REFUSED',
      message: 'table function read_text is refused: it reads files or tables that the query does not name in the open',
      hint: "Name the file in quotes, FROM 's3://bucket/key.csv', or call read_csv with constant arguments.",
    });
    await expect(plan('SELECT summ(id) FROM t')).rejects.toMatchObject({ hint: 'Did you mean sum?' });
    await expect(plan('SELECT * FROM orders.csv')).rejects.toMatchObject({ hint: expect.stringContaining("FROM 'orders.csv'") });
  });

  it.each([
    ['an expression', 'SELECT 1', '"class":"CONSTANT"', '"class":"TIME_MACHINE"'],
    ['a query', 'SELECT 1', '"type":"SELECT_NODE"', '"type":"TIME_MACHINE"'],
    ['a table', 'FROM t', '"type":"BASE_TABLE"', '"type":"TIME_MACHINE"'],
    ['a call', 'FROM range(3)', '"class":"FUNCTION"', '"class":"TIME_MACHINE"'],
    ['a table without a place', 'FROM main.t', '"query_location":5,', ''],
    ['a table in new company', 'FROM range(3)', '"sample":null', '"sample":{"class":"TIME_MACHINE"}'],
  ])('refuses %s of a kind that it does not know', async (_, sql, known, unknown) => {
    const parse = async (text: string): Promise<unknown> => JSON.parse(JSON.stringify(await database.parse(text)).replace(known, unknown)) as unknown;
    await expect(planQuery(sql, { parse, aliases: ['t'] })).rejects.toMatchObject({ code: 'SQL_REFUSED' });
  });

  it.each([`SELECT * FROM "read_csv(a.csv)", read_text('x')`, "SELECT * FROM read_csv('a.csv')", 'SELECT 1; SELECT 2'])(
    'judges the text that runs, should it turn out to be %s',
    async (other) => {
      let calls = 0;
      const parse = (text: string): Promise<unknown> => database.parse((calls += 1) === 1 ? text : other);
      await expect(planQuery("FROM read_csv('a.csv')", { parse, aliases: [] })).rejects.toMatchObject({ code: 'SQL_REFUSED' });
    },
  );
});
