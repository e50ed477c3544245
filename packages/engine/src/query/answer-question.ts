import { planNative, planQuery, type QueryPlan } from '../plan/parse-query.js';
import type { Answer } from '../result/answer.js';
import { assertScannable } from './assert-scannable.js';
import { openColumnar } from './columnar/open-columnar.js';
import { namedTables, openTables } from './open-tables.js';
import { composeAnswer } from './compose-answer.js';
import { Meter } from './meter.js';
import type { AnswerTools } from './answer-tools.js';
import { OpenedSources } from './opened-sources.js';
import type { Question, QuestionContext } from './question.js';
import type { RemoteQuestion } from './remote/answer-remotely.js';
import { answerOrHandOver } from './remote/hand-over.js';
import { runChecked } from './run-checked.js';
import { Stopwatch } from './stopwatch.js';

/**
 * One question from text to answer: plan, inspect, run, and say what was read. Objects are first taken for what they were when last
 * opened, since asking takes a round trip; when one has changed since, all but the plan is done again.
 */
export async function answerQuestion(question: Question, context: QuestionContext): Promise<Answer> {
  const { signal } = context;
  const watch = new Stopwatch();
  const meter = new Meter(question.onProgress);
  const plan = await watch.time('plan', () => planQuestion(question, context));
  const answerFrom = (sources: OpenedSources) => answerSomewhere(plan, question, context, { sources, watch, meter });
  const lastSeen = new OpenedSources(context.sources, { asLastSeen: true, signal });
  try {
    return await answerFrom(lastSeen);
  } catch (error) {
    // Whatever failed may have failed because the object is another one by now.
    if (!(await lastSeen.areOutdated())) throw error;
    return await answerFrom(new OpenedSources(context.sources, { asLastSeen: false, signal }));
  }
}

async function planQuestion({ sql, tables = {}, engine = 'auto', dialect = 'duckdb' }: Question, { database, remote }: QuestionContext): Promise<QueryPlan> {
  const aliases = Object.keys(tables);
  if (dialect === 'databricks') return planNative(sql, aliases);
  const catalogs = engine === 'databricks' || (engine === 'auto' && remote !== undefined);
  return await planQuery(sql, { parse: (text) => database.parse(text), aliases, catalogs });
}

/** Here or there, as the caller said, the tables want it, or the price tells. */
async function answerSomewhere(plan: QueryPlan, question: Question, context: QuestionContext, tools: AnswerTools): Promise<Answer> {
  const { engine = 'auto', dialect = 'duckdb' } = question;
  // What few questions need is loaded when one does.
  const askThere = async (asked: RemoteQuestion): Promise<Answer> => {
    const { answerRemotely } = await import('./remote/answer-remotely.js');
    return await answerRemotely(asked, question, context, tools);
  };
  const isOfCatalog = plan.tables.some(({ catalogName }) => catalogName !== undefined);
  if (dialect === 'databricks' || engine === 'databricks' || isOfCatalog) return await askThere({ plan, dialect });
  if (engine === 'duckdb' || context.remote === undefined || question.into !== undefined) return await answerPlan(plan, question, context, tools);
  return await answerOrHandOver({
    here: async (handsOver) => await answerPlan(plan, question, { ...context, handsOver }, tools),
    there: async (reason) => await askThere({ plan, dialect, reason }),
  });
}

async function answerPlan(plan: QueryPlan, question: Question, context: QuestionContext, { sources, watch, meter }: AnswerTools): Promise<Answer> {
  const { limits, signal } = context;
  const { params = [], dryRun = false, into } = question;
  await using columnar = await watch.time('inspect', () => openColumnar(plan, namedTables(plan, question), context, meter));
  const tables = await watch.time('inspect', () => openTables(plan, columnar.others, question, context, { sources, meter }));
  assertScannable(meter.expect(tables.flatMap((table) => table.files)), limits);
  const slot = await watch.time('wait', () => context.slots.take(signal));
  const run = await watch.time('run', () => runChecked(tables, plan, { params, limits, dryRun, into, columnar, meter }, context)).finally(() => slot[Symbol.dispose]());
  await sources.assertUnchanged();
  for (const { open } of run.columnar.flatMap(({ files }) => files)) await open.source.assertUnchanged(signal);
  return composeAnswer(run, { bytesRead: meter.bytesRead, ms: watch.read(), dryRun });
}
