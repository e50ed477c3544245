import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { csvBody, startS3Server, type S3Server } from '@sluice/testing';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { s3Environment } from './s3-environment.js';
import { CLI, environment } from './start-sluice.js';
import { openWorkspace, type Workspace } from './workspace.js';

const SUM = `query "SELECT count(*) AS n FROM 's3://depot/slow.csv'" --format json`;
const PROGRESS = /of 2\.24 MB {2}\d+%/;
// SGR, which sets colours and weights; moving the cursor is another matter.
const COLOR = /\u001b\[[\d;]*m/;

let workspace: Workspace;
let s3: S3Server;
beforeAll(async () => {
  workspace = openWorkspace();
  s3 = await startS3Server();
  s3.createBucket('depot');
  s3.put('depot', 'slow.csv', csvBody({ rows: 20_000 }));
  s3.faults.add({ bytesPerSecond: 2_000_000 });
});
afterAll(async () => {
  await s3.close();
  workspace[Symbol.dispose]();
});

/** What a terminal of 80 columns, or of unknown width, shows; the shell may send stdout or stderr elsewhere. */
async function onTerminal(args: string, env: Readonly<Record<string, string>> = {}, columns = 80): Promise<string> {
  const command = `stty cols ${columns}; "${process.execPath}" "${CLI}" ${args}`;
  const { stdout } = await promisify(execFile)('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    cwd: workspace.cwd,
    env: { ...environment(workspace), ...s3Environment(s3), ...env },
  });
  return stdout;
}

const written = (name: string): string => readFileSync(join(workspace.cwd, name), 'utf8');

// A terminal comes from util-linux's `script`; the one of other systems takes other options.
(process.platform === 'linux' ? describe : describe.skip)('on a terminal', () => {
  it('progress appears on stderr, is cleared, and never reaches stdout', async () => {
    const shown = await onTerminal(`${SUM} > answer.json`);
    expect(shown).toMatch(PROGRESS);
    expect(shown).toMatch(/\u001b\[2K$/);
    expect(JSON.parse(written('answer.json'))).toMatchObject({ rows: [[20_000]] });
  });

  it('progress does not appear where stderr goes to a file', async () => {
    const shown = await onTerminal(`${SUM} 2> errors.txt`);
    expect(JSON.parse(shown)).toMatchObject({ rows: [[20_000]] });
    expect(written('errors.txt')).toBe('');
  });

  it('an answer is a coloured table that fits', async () => {
    const shown = await onTerminal(`query "SELECT 1 AS a, repeat('x', 200) AS b"`);
    expect(shown).toMatch(COLOR);
    expect(shown).toMatch(/│.*│.*…/);
    const table = shown.replaceAll(/\u001b\[[\d;]*[A-Za-z]/g, '').split('\r\n').filter((line) => /[┌│└]/.test(line));
    expect(table.map((line) => line.replace(/^.*(?=[┌│└├])/, '').length).filter((width) => width > 80)).toEqual([]);
  });

  it('an answer is a whole table where nobody knows the width', async () => {
    expect(await onTerminal(`query "SELECT 1234 AS first, 5678 AS second"`, { NO_COLOR: '1' }, 0)).toContain('│  1234 │   5678 │');
  });

  it.each([
    ['an answer', `query "SELECT 1 AS a"`],
    ['an error', `query "SELEC 1" || true`],
    ['a listing', 'ls fixtures'],
    ['a description', 'inspect fixtures/airports.csv'],
  ])('NO_COLOR leaves %s without colours', async (_, args) => {
    const shown = await onTerminal(args, { NO_COLOR: '1' });
    expect(shown).not.toBe('');
    expect(shown).not.toMatch(COLOR);
  });
});
