import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { failureOf } from './run-query.js';
import { openWorkspace, type Workspace } from './workspace.js';

let workspace: Workspace;
beforeAll(() => {
  workspace = openWorkspace();
});
afterAll(() => {
  workspace[Symbol.dispose]();
});

const refused = (sql: string) => failureOf(workspace, [sql, '--root', 'fixtures']);

describe('refuses with exit code 3', () => {
  it.each([
    ['SELECT 1; SELECT 2', /more than one statement/],
    ["INSERT INTO 'airports.csv' VALUES (1)", /INSERT/],
    ["ATTACH 'other.db'", /ATTACH/],
    ['SET threads = 1', /SET/],
    ["SELECT * FROM read_text('airports.csv')", /read_text/],
    ["SELECT getenv('HOME')", /getenv/],
  ])('%s', async (sql, message) => {
    const { exitCode, code, text } = await refused(sql);
    expect({ exitCode, code }).toEqual({ exitCode: 3, code: 'SQL_REFUSED' });
    expect(text).toMatch(message);
  });

  it('COPY, and writes nothing', async () => {
    const { exitCode, text } = await refused("COPY (FROM 'airports.csv') TO 'fixtures/copy.csv'");
    expect({ exitCode, text }).toEqual({ exitCode: 3, text: expect.stringContaining('COPY') });
    expect(existsSync(join(workspace.cwd, 'fixtures/copy.csv'))).toBe(false);
  });
});

describe('exits with 2', () => {
  it.each([
    ['SELEC 1', 'SQL_SYNTAX', /"SELEC" \(line 1, column 1\)/],
    ["SELECT 'x", 'SQL_SYNTAX', /unterminated quoted string/],
    ['FROM seattle-weather.csv', 'SQL_SYNTAX', /single quotes/],
    ["SELECT CAST('seven' AS INTEGER)", 'SQL_FAILED', /'seven'[^]*TRY_CAST/],
  ])('for %s', async (sql, code, message) => {
    const failure = await refused(sql);
    expect(failure).toMatchObject({ exitCode: 2, code });
    expect(failure.text).toMatch(message);
  });

  it('for an unknown column, and names the nearest ones', async () => {
    const { exitCode, code, text } = await refused("SELECT temp_mx FROM 'seattle-weather.csv'");
    expect({ exitCode, code }).toEqual({ exitCode: 2, code: 'UNKNOWN_COLUMN' });
    expect(text).toContain('"temp_mx"');
    expect(text).toContain('temp_max');
  });

  it('for an unknown column, and points at it in the SQL as it was asked', async () => {
    const { text } = await refused("SELECT temp_mx FROM 'seattle-weather.csv'");
    expect(text).not.toMatch(/EXPLAIN|SELECT \* FROM \(/);
  });

  it('for an unknown table, and names the nearest one', async () => {
    const failure = await failureOf(workspace, ['FROM wether', '--table', 'weather=fixtures/seattle-weather.csv']);
    expect(failure).toMatchObject({ exitCode: 2, code: 'UNKNOWN_TABLE', text: expect.stringContaining('Did you mean weather?') });
  });
});
