import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { answerOf } from './run-query.js';
import { runSluice } from './start-sluice.js';
import { openWorkspace, type Workspace } from './workspace.js';

const WEATHER = "SELECT weather, count(*) AS days FROM 'seattle-weather.csv' GROUP BY weather ORDER BY days DESC LIMIT 2";

let workspace: Workspace;
beforeAll(() => {
  workspace = openWorkspace();
});
afterAll(() => {
  workspace[Symbol.dispose]();
});

describe('an answer', () => {
  it('in JSON has these keys and no others', async () => {
    const answer = await answerOf(workspace, [WEATHER, '--root', 'fixtures']);
    const keys = ['columns', 'rows', 'rowCount', 'truncated', 'sources', 'types', 'warnings', 'bytesRead', 'road', 'ms'];
    expect(Object.keys(answer).sort()).toEqual(keys.sort());
    expect(answer).toMatchObject({ rows: [['rain', 641], ['sun', 640]], rowCount: 2, truncated: false, warnings: [] });
    expect(answer.sources).toEqual([
      { uri: 'seattle-weather.csv', etag: expect.stringMatching(/./), bytes: 48_219, dialect: expect.objectContaining({ delimiter: ',' }) },
    ]);
  });

  it.each([
    ['csv', 'weather,days\nrain,641\nsun,640\n'],
    ['jsonl', '{"weather":"rain","days":641}\n{"weather":"sun","days":640}\n'],
    ['markdown', '| weather | days |\n| --- | --- |\n| rain | 641 |\n| sun | 640 |\n'],
  ])('in %s is alone on stdout, and stderr stays empty', async (format, stdout) => {
    expect(await runSluice(workspace, ['query', WEATHER, '--root', 'fixtures', '--format', format])).toMatchObject({ exitCode: 0, stdout, stderr: '' });
  });

  it('as a table has what was read beside it on stderr', async () => {
    const { stdout, stderr } = await runSluice(workspace, ['query', WEATHER, '--root', 'fixtures', '--format', 'table']);
    expect(stdout.split('\n').slice(1, 5)).toEqual(['│ weather │ days │', '├─────────┼──────┤', '│ rain    │  641 │', '│ sun     │  640 │']);
    expect(stderr).toMatch(/^read .*1 object/);
    expect(stderr).toContain('types   verified against every value');
  });

  it('is CSV when stdout is no terminal', async () => {
    expect(await runSluice(workspace, ['query', 'SELECT 1 AS a'])).toMatchObject({ stdout: 'a\n1\n', stderr: '' });
  });
});

describe('the SQL from standard input', () => {
  it.each([
    ['as it is', 'SELECT 1 AS a'],
    ['with a byte-order mark', '\uFEFFSELECT 1 AS a'],
    ['with a semicolon and empty lines at its end', 'SELECT 1 AS a;\n\n'],
    ['with Windows line ends and a comment', '-- one\r\nSELECT 1 AS a\r\n'],
  ])('is taken %s', async (_, stdin) => {
    expect(await answerOf(workspace, ['-'], { stdin })).toMatchObject({ columns: [{ name: 'a' }], rows: [[1]] });
  });
});

it('reads a file that the command line names, wherever it lies', async () => {
  const answer = await answerOf(workspace, ['SELECT count(*) FROM w', '--table', 'w=fixtures/seattle-weather.csv']);
  expect(answer.rows).toEqual([[1_461]]);
});

it('reads no rows from a file that has nothing but a header', async () => {
  const name = workspace.write('header.csv', 'id,name\n');
  expect(await answerOf(workspace, [`FROM '${name}'`])).toMatchObject({ columns: [{ name: 'id' }, { name: 'name' }], rows: [], rowCount: 0 });
});
