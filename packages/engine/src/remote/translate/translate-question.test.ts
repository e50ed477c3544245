import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { bindQuestion, type TypedTable } from './bind-question.js';
import { createBinder } from './duckdb-binder.fixture.js';
import type { RemoteTable } from './plan-context.js';
import { ROUNDING, TIES, UNORDERED } from './refusals.js';
import { translateQuestion, type Translation } from './translate-question.js';

const COLUMNS = [['i', 'INTEGER'], ['b', 'BIGINT'], ['d', 'DOUBLE'], ['m', 'DECIMAL(10,2)'], ['s', 'VARCHAR'], ['dt', 'DATE'], ['ts', 'TIMESTAMP'], ['l', 'INTEGER[]']] as const;
const columns = COLUMNS.map(([name, type]) => ({ name, type }));

let instance: DuckDBInstance;
let connection: DuckDBConnection;
beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:');
  connection = await instance.connect();
});
afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});

const TABLES: readonly (TypedTable & RemoteTable)[] = [{ viewName: 't', remoteName: ['main', 'data', 't'], columns }];

async function translate(sql: string, tables = TABLES): Promise<Translation> {
  return translateQuestion(await bindQuestion(sql, tables, createBinder(connection)), tables);
}

async function translated(sql: string): Promise<Extract<Translation, { kind: 'translated' }>> {
  const translation = await translate(sql);
  if (translation.kind === 'refused') throw new Error(translation.reasons.join('\n'));
  return translation;
}

const FROM = 'FROM `main`.`data`.`t` AS `t`';
const MAX_ROWS = 9;

describe('what is translated', () => {
  it.each([
    ['i // 2', '(`t`.`i` DIV 2)', 'CAST(', ' AS INT)'],
    ['dayofweek(dt)', '(dayofweek(`t`.`dt`) - 1)', 'CAST(', ' AS BIGINT)'],
    ['d / 4', '(`t`.`d` / 4D)'],
    ['d / d', 'CASE WHEN `t`.`d` = 0D THEN `t`.`d` * pow(`t`.`d`, -1D) ELSE `t`.`d` / `t`.`d` END'],
    ["s LIKE '50\\%'", String.raw`(${'`t`.`s`'} LIKE '50\\\\%')`],
    ['m::INTEGER', 'CAST(round(`t`.`m`, 0) AS INT)'],
    ["date_trunc('month', ts)", "CAST(trunc(CAST(`t`.`ts` AS DATE), 'MONTH') AS TIMESTAMP_NTZ)"],
  ])('%s', async (expression, sql, before = '', after = '') => {
    expect((await translated(`SELECT ${expression} AS x FROM t`)).sql(MAX_ROWS)).toBe(`SELECT CAST(${before}${sql}${after} AS STRING) AS \`c0\` ${FROM} LIMIT 9`);
  });

  it('says where NULLs go, whatever the defaults are', async () => {
    expect((await translated('SELECT i FROM t ORDER BY i DESC, d NULLS FIRST')).sql(MAX_ROWS)).toContain('DESC NULLS LAST, `q`.`d` ASC NULLS FIRST');
  });

  it('names all that the question leaves to DuckDB: stars, aliases, places', async () => {
    const named = ['i', 'b', 'd', 'm', 's', 'dt', 'ts'].map((name, i) => `CAST(\`t\`.\`${name}\` AS STRING) AS \`c${i}\``);
    expect((await translated('SELECT * EXCLUDE (l), i + 1 AS j FROM t WHERE j > 2')).sql(MAX_ROWS)).toBe(
      `SELECT ${named.join(', ')}, CAST((\`t\`.\`i\` + 1) AS STRING) AS \`c7\` ${FROM} WHERE ((\`t\`.\`i\` + 1) > 2) LIMIT 9`,
    );
  });

  it('casts all columns to text in the outermost SELECT, where the order is', async () => {
    const { sql } = await translated('SELECT i FROM t ORDER BY b, i LIMIT 5');
    expect(sql(1000)).toMatch(/^SELECT CAST\(`q`\.`i` AS STRING\) AS `c0` FROM .* ORDER BY `q`\.`b` ASC NULLS LAST, `q`\.`i` ASC NULLS LAST LIMIT 5$/);
    expect(sql(3)).toMatch(/ LIMIT 3$/);
  });

  it('never calls a query in front what a table is called, which would hide it', async () => {
    const tables = [{ viewName: 'v', remoteName: ['people'], columns }];
    const translation = await translate('WITH people AS (SELECT 1 AS i) SELECT people.i, count(*) FROM people, v GROUP BY 1', tables);
    expect(translation.kind === 'translated' && translation.sql(MAX_ROWS)).toMatch(/^WITH `people_1` AS .*`people` AS `v`/);
  });
});

describe('what is left open is said', () => {
  it.each([
    ['SELECT i FROM t', [UNORDERED]],
    ['SELECT i, b FROM t ORDER BY i', [TIES]],
    ['SELECT i FROM t ORDER BY i', []],
    ['SELECT sum(d) FROM t', [ROUNDING]],
    ['SELECT sum(m), count(*) FROM t', []],
    ['SELECT i, row_number() OVER (ORDER BY s) FROM t ORDER BY ALL', [TIES]],
  ])('%s', async (sql, notes) => {
    expect((await translated(sql)).notes).toEqual(notes);
  });
});

describe('what is refused', () => {
  it('gives every reason and a draft', async () => {
    expect(await translate('SELECT mode(s) AS a, first(i) AS b FROM t LIMIT 3')).toEqual({
      kind: 'refused',
      reasons: ['mode(VARCHAR) is not proven equal', 'first(INTEGER) is not proven equal'],
      draft: `SELECT mode(\`t\`.\`s\`) AS \`a\`, first(\`t\`.\`i\`) AS \`b\` ${FROM} LIMIT 3`,
    });
  });

  it.each([
    ['LIMIT without an order', 'SELECT i FROM t LIMIT 3', 'LIMIT without ORDER BY takes the first rows of the file'],
    ['a window without an order', 'SELECT row_number() OVER () FROM t', 'A window that counts rows without ORDER BY'],
    ['TRY_CAST of texts', 'SELECT TRY_CAST(s AS INTEGER) FROM t', 'do not take the same texts for values'],
    ['types without an equal', 'SELECT l FROM t', 'is not a type that is translated'],
    ['functions that are not on the list', 'SELECT reverse(s) FROM t', 'reverse(VARCHAR) is not proven equal'],
    ['functions on the list with other types', 'SELECT median(m) FROM t', 'median(DECIMAL(10,2)) is not proven equal'],
    ['what may lose digits', 'SELECT m::DECIMAL(30,10) * m::DECIMAL(30,10) FROM t', 'Spark would drop some'],
    ['collations', "SELECT s COLLATE NOCASE = 'a' FROM t", 'VARCHAR with a collation'],
    ['operators of the plan that are not on the list', 'SELECT * FROM t USING SAMPLE 3', 'SAMPLE is not translated'],
    ['clauses of known functions that are not looked at', 'SELECT last_value(s IGNORE NULLS) OVER (ORDER BY i) FROM t', 'with ignore nulls'],
    ['IN with a subquery where Spark would forget NULL', 'SELECT i IN (SELECT b FROM t) FROM t', 'right below WHERE, AND and NOT'],
    ['tables that the remote engine does not have', 'SELECT * FROM range(3)', 'A table of range'],
    ['row numbers of DuckDB', 'SELECT rowid FROM t', 'ROW NUMBER is not a type'],
  ])('%s', async (_, sql, reason) => {
    const translation = await translate(sql);
    expect(translation.kind === 'refused' ? translation.reasons.join('; ') : translation.sql(MAX_ROWS)).toContain(reason);
  });

  it('refuses names that Spark would not keep apart or would replace', async () => {
    for (const name of ['Ä', '${env:HOME}']) {
      const tables = [{ viewName: 't', remoteName: ['t'], columns: [{ name: 'ä', type: 'INTEGER' }, { name, type: 'INTEGER' }] }];
      expect(await translate('SELECT * FROM t', tables)).toMatchObject({ kind: 'refused', reasons: [expect.stringContaining('do not keep apart')] });
    }
  });
});
