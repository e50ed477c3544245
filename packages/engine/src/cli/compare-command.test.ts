import { afterAll, afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Command, InvalidArgumentError } from 'commander';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addCompareCommand, parseColumns } from './compare-command.js';

describe('column names on the command line', () => {
  it.each([
    ['id', ['id']],
    ['id,b', ['id', 'b']],
    [' id , b c ', ['id', 'b c']],
    ['"last, first",id', ['last, first', 'id']],
    ['"say ""hi""" , id', ['say "hi"', 'id']],
    ['it\'s "so"', ['it\'s "so"']],
  ])('%s are %j', (text, names) => {
    expect(parseColumns(text, [])).toEqual(names);
  });

  it('add up over repeated options', () => {
    expect(parseColumns('b', ['a'])).toEqual(['a', 'b']);
  });

  it.each([',', 'a,,b', '"a', '"a"b', '""'])('%s are refused', (text) => {
    expect(() => parseColumns(text, [])).toThrow(InvalidArgumentError);
  });
});

describe('sluice compare', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-compare-'));
  const [left, right] = [join(folder, 'l.csv'), join(folder, 'r.csv')] as const;
  writeFileSync(left, 'id,v\n1,1.0\n2,2.5\n');
  writeFileSync(right, 'id,v\n1,1.001\n2,2.5\n');
  let written: { stdout: string; stderr: string };
  const exitCode = process.exitCode;

  beforeEach(() => {
    written = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      jest.spyOn(process[name], 'write').mockImplementation((text: string | Uint8Array, ...rest: unknown[]) => {
        written[name] += String(text);
        for (const done of rest) if (typeof done === 'function') (done as () => void)();
        return true;
      });
    }
  });
  afterEach(() => {
    jest.restoreAllMocks();
    process.exitCode = exitCode;
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const run = async (...args: string[]): Promise<void> => {
    const program = new Command('sluice');
    addCompareCommand(program);
    await program.parseAsync(['compare', ...args], { from: 'user' });
  };

  it('answers with exit code 0 whatever the difference', async () => {
    const listeners = process.stdout.listenerCount('error');
    await run(left, right, '--key', 'id', '--format', 'csv');
    expect(process.stdout.listenerCount('error')).toBe(listeners);
    expect(written).toEqual({ stdout: 'difference,key,column,left,right\nchanged,1,v,1,1.001\n', stderr: 'different: 1 row changed, 1 row the same\n' });
    expect(process.exitCode).toBe(exitCode);
  });

  it.each([
    [[], 7],
    [['--tolerance', '0.01'], exitCode],
    [['--relative-tolerance', '0.01'], exitCode],
    [['--ignore', 'v'], exitCode],
    [['--mode', 'schema'], exitCode],
  ])('with --fail-on-difference and %j sets the exit code %p', async (options, code) => {
    await run(left, right, '--key', 'id', '--format', 'json', '--fail-on-difference', ...options);
    expect(JSON.parse(written.stdout)).toMatchObject({ verdict: code === 7 ? 'different' : 'equal' });
    expect(process.exitCode).toBe(code);
  });

  it('without a key says which columns could be one, with exit code 2', async () => {
    await run(left, right, '--format', 'json');
    expect(JSON.parse(written.stderr)).toMatchObject({ error: { code: 'USAGE', hint: 'Unique on both sides: "id", "v".' } });
    expect(process.exitCode).toBe(2);
  });
});
