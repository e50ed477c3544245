import { runProgram } from '../run-program.js';
import type { Contestant } from './contestant.js';
import { BASE, HTTPFS, RIVALS, SLUICE, SLUICE_VERIFIED } from './names.js';
import { pythonContestant } from './python-contestant.js';
import { sluiceCli, sluicePath } from './sluice-cli.js';
import { sluiceEngine } from './sluice-engine.js';

export interface Contestants {
  readonly rivals: readonly Contestant[];
  /** As a shell runs it; nothing is kept between two processes. */
  readonly sluice: readonly Contestant[];
  readonly sluiceWith: (options: readonly string[]) => Contestant;
  /** As a program uses it. */
  readonly engine: readonly Contestant[];
  readonly engineAtOnce: (name: string, atOnce: boolean) => Contestant;
  /** DuckDB on local files, whose answers are taken for right. */
  readonly reference: Contestant;
}

export interface ContestantOptions {
  readonly python: string;
  readonly checkout: string;
  /** Another checkout to compare with. */
  readonly base?: string;
}

export async function findContestants({ python, checkout, base }: ContestantOptions): Promise<Contestants> {
  const cacheOff = await cacheOptions(checkout);
  const baseOff = base === undefined ? [] : await cacheOptions(base);
  return {
    rivals: RIVALS.map((name) => pythonContestant(python, name, `with_${name === HTTPFS ? 'duckdb' : name}.py`)),
    sluice: [
      sluiceCli(SLUICE, { checkout, types: 'sampled', options: cacheOff }),
      sluiceCli(SLUICE_VERIFIED, { checkout, types: 'verified', options: cacheOff }),
      ...(base === undefined ? [] : [sluiceCli(BASE, { checkout: base, types: 'sampled', options: baseOff })]),
    ],
    sluiceWith: (options) => sluiceCli(SLUICE, { checkout, types: 'verified', options: [...cacheOff, ...options] }),
    engine: [
      sluiceEngine(SLUICE, { checkout, types: 'sampled' }),
      sluiceEngine(SLUICE_VERIFIED, { checkout, types: 'verified' }),
      ...(base === undefined ? [] : [sluiceEngine(BASE, { checkout: base, types: 'sampled' })]),
    ],
    engineAtOnce: (name, atOnce) => sluiceEngine(name, { checkout, types: 'verified', atOnce }),
    reference: pythonContestant(python, 'DuckDB', 'with_duckdb.py'),
  };
}

/** A first question must find nothing that an earlier one left. A checkout from before the cache knows no such option. */
async function cacheOptions(checkout: string): Promise<string[]> {
  const help = await runProgram(process.execPath, [sluicePath(checkout), 'query', '--help']);
  return help.includes('--cache ') ? ['--cache', 'off'] : [];
}
