import type { Outcome } from '../answers/answer.js';
import type { Command } from '../measure/run-measured.js';
import type { Job } from './job.js';

/** Somebody who can answer a job in a process of its own. */
export interface Contestant {
  readonly name: string;
  command(job: Job): Command;
  read(stdout: string, job: Job): Outcome;
}
