import type { Outcome } from '../answers/answer.js';
import { packageFile } from '../package-file.js';
import type { Contestant } from './contestant.js';
import { s3Environment } from './environment.js';
import { locate, type Job } from './job.js';

/** A library from PyPI behind a script that takes the job as JSON and gives the answers as JSON. */
export const pythonContestant = (python: string, name: string, script: string): Contestant => ({
  name,
  command: (job) => ({ file: python, args: [packageFile(`python/contestants/${script}`)], env: s3Environment(job.s3), input: JSON.stringify(describe(job)) }),
  read: (stdout) => JSON.parse(stdout) as Outcome,
});

const describe = (job: Job): object => ({
  questions: job.questions,
  tables: Object.fromEntries(Object.entries(job.tables).map(([name, table]) => [name, { uri: locate(job, table), delim: table.delim ?? ',' }])),
  s3: job.s3 ?? null,
});
