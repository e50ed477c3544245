import { afterAll, afterEach, describe, expect, it, jest } from '@jest/globals';
import { Command } from 'commander';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addProfileCommand } from './profile-command.js';
import type { Profile } from '../report/profile/profile.js';

const FIXTURES = join(import.meta.dirname, '../../../../fixtures');
const folder = mkdtempSync(join(tmpdir(), 'sluice-profile-command-'));

afterEach(() => {
  jest.restoreAllMocks();
  process.exitCode = undefined;
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Output {
  readonly stdout: string;
  readonly stderr: string;
}

async function run(...args: readonly string[]): Promise<Output> {
  const written = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    jest.spyOn(process[name], 'write').mockImplementation((...call: unknown[]) => {
      // Node's own warnings, such as that of the VM modules that jest needs, come whenever they like.
      if (!/^\(node:|^\(Use `node/.test(String(call[0]))) written[name] += String(call[0]);
      const done = call.at(-1);
      if (typeof done === 'function') (done as () => void)();
      return true;
    });
  }
  const program = new Command('sluice').exitOverride();
  addProfileCommand(program);
  await program.parseAsync(['profile', ...args], { from: 'user' });
  return written;
}

describe('sluice profile', () => {
  it('prints the whole report as JSON, and nothing else', async () => {
    const { stdout, stderr } = await run(join(FIXTURES, 'seattle-weather.csv'), '--format', 'json', '--column', 'wind', '--column', 'date', '--where', "weather = 'snow'");
    const profile = JSON.parse(stdout) as Profile;
    expect([profile.rows, profile.columns.map(({ name }) => name), stderr]).toEqual([26, ['wind', 'date'], '']);
  });

  it('takes several files as one table', async () => {
    const [a, b] = [join(folder, 'a.csv'), join(folder, 'b.csv')];
    writeFileSync(a, 'n,s\n1,x\n2,y\n');
    writeFileSync(b, 'n,s\n2,y\n3,z\n');
    const profile = JSON.parse((await run(a, b, '--format', 'json', '--top', '1', '--bins', '2')).stdout) as Profile;
    expect(profile).toMatchObject({ rows: 4, duplicateRows: { count: 1, exact: true }, columns: [{ max: 3, top: { values: [{ value: 2, count: 2 }] } }, {}] });
    expect(profile.columns[0]?.histogram?.bins).toHaveLength(2);
  });

  it('draws histograms that fit a table of 120 columns', async () => {
    const { stdout } = await run(join(FIXTURES, 'seattle-weather.csv'), '--format', 'table');
    expect(stdout).toContain('Candidate keys: date');
    expect(stdout).toMatch(/│ wind .*│ [▁▂▃▄▅▆▇█ ]+│\n/);
  });

  it('says on request that its figures are approximate', async () => {
    const profile = JSON.parse((await run(join(FIXTURES, 'airports.csv'), '--format', 'json', '--approximate')).stdout) as Profile;
    expect(profile.accuracy).toBe('approximate');
  });

  it('reports an unknown column with its code and exit code', async () => {
    const { stdout, stderr } = await run(join(FIXTURES, 'airports.csv'), '--column', 'nmae', '--format', 'json');
    expect([stdout, process.exitCode]).toEqual(['', 2]);
    expect(stderr).toMatch(/UNKNOWN_COLUMN[^]*name/);
  });

  it('refuses exact and approximate together', async () => {
    await expect(run('x.csv', '--exact', '--approximate')).rejects.toMatchObject({ code: 'commander.conflictingOption' });
  });
});
