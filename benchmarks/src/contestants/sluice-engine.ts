import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Outcome } from '../answers/answer.js';
import type { AskEngineJob } from '../ask/ask-engine.js';
import type { Contestant } from './contestant.js';
import { s3Environment } from './environment.js';
import { sqlOverPlaces } from './job.js';
import type { SluiceOptions } from './sluice-cli.js';

export interface SluiceEngineOptions extends Omit<SluiceOptions, 'options'> {
  /** @default one after another */
  readonly atOnce?: boolean;
}

/** sluice as a program uses it: many questions to one engine. */
export const sluiceEngine = (name: string, { checkout, types, atOnce = false }: SluiceEngineOptions): Contestant => ({
  name,
  command: (job) => {
    const input: AskEngineJob = {
      engine: join(checkout, 'packages/engine/dist/index.js'),
      questions: job.questions.map((question) => sqlOverPlaces(job, question)),
      types,
      atOnce,
      ...(job.s3 === undefined ? {} : { s3: job.s3 }),
    };
    const script = fileURLToPath(new URL('../ask/ask-engine.js', import.meta.url));
    return { file: process.execPath, args: [script], env: s3Environment(job.s3), input: JSON.stringify(input) };
  },
  read: (stdout) => JSON.parse(stdout) as Outcome,
});
