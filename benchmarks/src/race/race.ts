import type { Outcome, Rows } from '../answers/answer.js';
import { findDifference } from '../answers/same-rows.js';
import type { Contestant } from '../contestants/contestant.js';
import type { Job } from '../contestants/job.js';
import { runMeasured, type Measured } from '../measure/run-measured.js';
import type { Result } from './result.js';

/** A contestant with what it is asked. */
export interface Entry {
  readonly contestant: Contestant;
  readonly job: Job;
  /** Right answers, one for each question. */
  readonly expected: readonly Rows[];
}

export interface RaceOptions {
  readonly rounds: number;
  /** What a run counts as. @default the wall time of the whole process */
  readonly figure?: (run: Run) => number;
  readonly onRun?: (contestant: string, round: number, ms: number) => void;
}

export interface Run {
  readonly measured: Measured;
  readonly outcome: Outcome;
}

/** Checks every contestant's answers in a round that does not count, then measures A B C, A B C, … */
export async function race(entries: readonly Entry[], options: RaceOptions): Promise<Result[]> {
  const { rounds, figure = wallMs } = options;
  const runs = entries.map(() => [] as Run[]);
  for (let round = 0; round <= rounds; round += 1) {
    for (const [i, entry] of entries.entries()) {
      const run = await runChecked(entry, round === 0);
      options.onRun?.(entry.contestant.name, round, figure(run));
      runs[i]?.push(run);
    }
  }
  return entries.map(({ contestant }, i) => describeRuns(contestant.name, runs[i] ?? [], figure));
}

function describeRuns(contestant: string, [check, ...counting]: readonly Run[], figure: (run: Run) => number): Result {
  return {
    contestant,
    ms: counting.map(figure),
    peakRssBytes: Math.max(...counting.map(({ measured }) => measured.peakRssBytes)),
    connections: check?.measured.connections ?? 0,
  };
}

const wallMs = ({ measured }: Run): number => measured.wallMs;

/** Answers are checked in every round: what is wrong only sometimes is wrong. */
async function runChecked(entry: Entry, countConnections: boolean): Promise<Run> {
  const { contestant, job } = entry;
  const port = countConnections && job.s3 !== undefined ? Number(new URL(job.s3.endpoint).port) : undefined;
  try {
    const measured = await runMeasured(contestant.command(job), port);
    const outcome = contestant.read(measured.stdout, job);
    checkAnswers(entry, outcome.answers);
    return { measured, outcome };
  } catch (error) {
    throw new Error(`${contestant.name}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function checkAnswers({ job, expected }: Entry, answers: readonly Rows[]): void {
  if (answers.length !== expected.length) throw new Error(`${answers.length} answers to ${expected.length} questions`);
  for (const [i, answer] of answers.entries()) {
    const difference = findDifference(expected[i] ?? [], answer);
    if (difference !== undefined) throw new Error(`wrong answer to ${job.questions[i]?.id}: ${difference}`);
  }
}
