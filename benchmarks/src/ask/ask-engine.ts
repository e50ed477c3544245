/** Asks one engine many questions. Reads a job from standard input, and prints answers and milliseconds for each. */
import { text } from 'node:stream/consumers';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import type { Answer, createEngine } from '@sluice/engine';
import type { S3Access } from '../contestants/job.js';
import { objectsFolder } from '../data/places.js';

export interface AskEngineJob {
  /** The built module, of whichever checkout. */
  readonly engine: string;
  readonly questions: readonly string[];
  readonly types: 'sampled' | 'verified';
  readonly atOnce: boolean;
  readonly s3?: S3Access;
}

const job = JSON.parse(await text(process.stdin)) as AskEngineJob;
const module = (await import(pathToFileURL(job.engine).href)) as { createEngine: typeof createEngine };
const engine = module.createEngine({ roots: [objectsFolder()], limits: { timeoutMs: 600_000 } });

async function ask(sql: string): Promise<{ rows: Answer['rows']; ms: number }> {
  const startedAt = performance.now();
  const { rows, truncated } = await engine.query(sql, { types: job.types });
  if (truncated) throw new Error('The answer was cut');
  return { rows, ms: performance.now() - startedAt };
}

const answered = job.atOnce ? await Promise.all(job.questions.map(ask)) : await inTurn(job.questions);
await engine[Symbol.asyncDispose]();
process.stdout.write(JSON.stringify({ answers: answered.map(({ rows }) => rows), ms: answered.map(({ ms }) => ms) }));

async function inTurn(questions: readonly string[]): Promise<Awaited<ReturnType<typeof ask>>[]> {
  const all = [];
  for (const question of questions) all.push(await ask(question));
  return all;
}
