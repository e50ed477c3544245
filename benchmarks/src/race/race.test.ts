import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Outcome, Rows } from '../answers/answer.js';
import type { Contestant } from '../contestants/contestant.js';
import { race, type Entry } from './race.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-race-'));
});

afterEach(() => rm(folder, { recursive: true }));

const RIGHT: Rows = [['a', 1]];

/** Writes its name into a log, then answers. */
const contestant = (name: string, answers: readonly Rows[]): Contestant => ({
  name,
  command: () => ({
    file: process.execPath,
    args: ['-e', `require('node:fs').appendFileSync(${JSON.stringify(join(folder, 'log'))}, ${JSON.stringify(name)}); console.log(process.argv[1])`, JSON.stringify({ answers, ms: [7] })],
    env: process.env,
    input: '',
  }),
  read: (stdout) => JSON.parse(stdout) as Outcome,
});

const entry = (name: string, answers: readonly Rows[] = [RIGHT]): Entry => ({
  contestant: contestant(name, answers),
  job: { questions: [{ id: 'sum', sql: '' }], tables: {} },
  expected: [RIGHT],
});

describe('race', () => {
  it('checks all once, then lets them take turns', async () => {
    const results = await race([entry('A'), entry('B')], { rounds: 2 });
    await expect(readFile(join(folder, 'log'), 'utf8')).resolves.toBe('ABABAB');
    expect(results.map(({ contestant: name, ms }) => [name, ms.length])).toEqual([['A', 2], ['B', 2]]);
  });

  it('takes the figure that the case wants', async () => {
    const [result] = await race([entry('A')], { rounds: 2, figure: ({ outcome }) => outcome.ms[0] ?? 0 });
    expect(result?.ms).toEqual([7, 7]);
  });

  it('fails on a wrong answer, and says whose it is', async () => {
    await expect(race([entry('A'), entry('B', [[['a', 2]]])], { rounds: 1 })).rejects.toThrow('B: wrong answer to sum: row ["a",2] instead of ["a",1]');
  });

  it('fails where a question was left out', async () => {
    await expect(race([entry('A', [])], { rounds: 1 })).rejects.toThrow('A: 0 answers to 1 questions');
  });
});
