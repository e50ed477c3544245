import { planQuery } from '../plan/parse-query.js';
import type { Answer } from '../result/answer.js';
import { assertScannable } from './assert-scannable.js';
import { openColumnar } from './columnar/open-columnar.js';
import { namedTables, openTables } from './open-tables.js';
import { composeAnswer } from './compose-answer.js';
import { Meter } from './meter.js';
import type { Question, QuestionContext } from './question.js';
import { runChecked } from './run-checked.js';
import { Stopwatch } from './stopwatch.js';

/** One question from text to answer: plan, inspect, run, and say what was read. */
export async function answerQuestion(question: Question, context: QuestionContext): Promise<Answer> {
  const { database, limits, signal } = context;
  const { params = [], dryRun = false, into } = question;
  const watch = new Stopwatch();
  const meter = new Meter(question.onProgress);
  const plan = await watch.time('plan', () => planQuery(question.sql, { parse: (sql) => database.parse(sql), aliases: Object.keys(question.tables ?? {}) }));
  await using columnar = await watch.time('inspect', () => openColumnar(plan, namedTables(plan, question), context, meter));
  const tables = await watch.time('inspect', () => openTables(plan, columnar.others, question, context, meter));
  assertScannable(meter.expect(tables.flatMap((table) => table.files)), limits);
  const slot = await watch.time('wait', () => context.slots.take(signal));
  const run = await watch.time('run', () => runChecked(tables, plan, { params, limits, dryRun, into, columnar, meter }, context)).finally(() => slot[Symbol.dispose]());
  for (const { source } of run.used.flatMap(({ part }) => part.files)) await source.assertUnchanged(signal);
  for (const { open } of run.columnar.flatMap(({ files }) => files)) await open.source.assertUnchanged(signal);
  return composeAnswer(run, { bytesRead: meter.bytesRead, ms: watch.read(), dryRun });
}
