import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Outcome, Rows } from '../answers/answer.js';
import { objectsFolder } from '../data/places.js';
import type { Contestant } from './contestant.js';
import { s3Environment } from './environment.js';
import { sqlOverPlaces } from './job.js';

export interface SluiceOptions {
  /** Of this project: the one that is measured, or another to compare with. */
  readonly checkout: string;
  readonly types: 'sampled' | 'verified';
  /** More of the command's options. @default none */
  readonly options?: readonly string[];
}

/** A checkout's command, as its package names it. */
export function sluicePath(checkout: string): string {
  const folder = join(checkout, 'packages/engine');
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { bin: { sluice: string } };
  return join(folder, bin.sluice);
}

/** sluice as a shell runs it: one question, one process. */
export const sluiceCli = (name: string, { checkout, types, options = [] }: SluiceOptions): Contestant => ({
  name,
  command: (job) => {
    const [question, ...rest] = job.questions;
    if (question === undefined || rest.length > 0) throw new Error('The command answers one question');
    const flags = ['--types', types, '--format', 'json', '--timeout', '600', '--root', objectsFolder(), ...options];
    const args = [sluicePath(checkout), 'query', sqlOverPlaces(job, question), ...flags];
    return { file: process.execPath, args, env: s3Environment(job.s3), input: '' };
  },
  read: (stdout): Outcome => {
    const { rows, truncated, ms } = JSON.parse(stdout) as { rows: Rows; truncated: boolean; ms: { total: number } };
    if (truncated) throw new Error('The answer was cut');
    return { answers: [rows], ms: [ms.total] };
  },
});
