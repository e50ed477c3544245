import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answerOf, failureOf } from './run-query.js';
import { runSluice } from './start-sluice.js';
import { openWorkspace, type Workspace } from './workspace.js';

const ROWS = 3_000_000;

let workspace: Workspace;
beforeAll(() => {
  workspace = openWorkspace();
  workspace.write('long.csv', `id,half\n${Array.from({ length: ROWS }, (_, id) => `${id},${id >> 1}\n`).join('')}`);
});
afterAll(() => {
  workspace[Symbol.dispose]();
});

describe('a result of three million rows', () => {
  it('is cut at the limit and says so in JSON', async () => {
    const answer = await answerOf(workspace, ["SELECT * FROM 'long.csv'"]);
    expect(answer).toMatchObject({ rowCount: 1_000, truncated: true, truncation: { reason: 'rows', message: expect.stringContaining('1,000') } });
    expect(answer.rows).toHaveLength(1_000);
  });

  it('is cut at the limit and says so beside CSV', async () => {
    const { exitCode, stdout, stderr } = await runSluice(workspace, ['query', "SELECT * FROM 'long.csv'", '--max-rows', '5']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: 'id,half\n0,0\n1,0\n2,1\n3,1\n4,2\n' });
    expect(stderr).toMatch(/^cut: .*first 5 rows.*\n$/);
  });
});

describe('the deadline', () => {
  it.each([
    ['a join that DuckDB can interrupt', "SELECT count(*) FROM 'long.csv' a JOIN 'long.csv' b ON a.id * b.half = 7"],
    ['a function that DuckDB cannot interrupt', "SELECT max(len(string_split(repeat('a,', 100000000), ',')))"],
  ])('of a second ends %s long before it is done, and leaves nothing', async (_, sql) => {
    // Either runs for a minute; the margin is for a busy machine.
    const startedAt = performance.now();
    const failure = await failureOf(workspace, [sql, '--timeout', '1', '--max-memory', '8GB']);
    expect(failure).toMatchObject({ exitCode: 5, code: 'DEADLINE_EXCEEDED', text: expect.stringMatching(/within 1 s[^]*--timeout/) });
    expect(performance.now() - startedAt).toBeLessThan(15_000);
    expect(workspace.leftovers()).toEqual([]);
  });
});

it('refuses to read more than --max-scan-bytes', async () => {
  const failure = await failureOf(workspace, ["SELECT count(*) FROM 'long.csv'", '--max-scan-bytes', '10']);
  expect(failure).toMatchObject({ exitCode: 5, code: 'SCAN_LIMIT', text: expect.stringMatching(/10 [^]*--max-scan-bytes/) });
});
