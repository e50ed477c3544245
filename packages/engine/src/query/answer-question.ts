import type { Database } from '../database/database.js';
import type { Params } from '../database/protocol.js';
import { EngineError } from '../errors.js';
import type { FeedKind } from '../feed/feed.js';
import { inspectSource } from '../inspect/inspect-source.js';
import type { Limits } from '../limits.js';
import { planQuery, type QueryPlan } from '../plan/parse-query.js';
import type { Answer } from '../result/answer.js';
import type { Sources } from '../source/sources.js';
import { bindTables, type BoundTable, type TableFiles } from './bind-tables.js';
import { Meter, type Progress } from './meter.js';
import { composeAnswer } from './compose-answer.js';
import { runPlan } from './run-plan.js';
import { Stopwatch } from './stopwatch.js';

export interface Question {
  readonly sql: string;
  /** Sources by alias. */
  readonly tables?: Readonly<Record<string, string | readonly string[]>>;
  readonly params?: Params;
  readonly onProgress?: (progress: Progress) => void;
  /** Say what would be read, and read no more than samples. */
  readonly dryRun?: boolean;
}

/** What the engine lends to one question. */
export interface QuestionContext {
  readonly database: Database;
  readonly sources: Sources;
  readonly limits: Limits;
  readonly feed: { readonly kind: FeedKind; readonly segmentBytes: number };
  readonly signal: AbortSignal;
}

/** One question from text to answer: plan, inspect, bind, run, and say what was read. */
export async function answerQuestion(question: Question, context: QuestionContext): Promise<Answer> {
  const { database, limits, signal, feed } = context;
  const { params = [], dryRun = false } = question;
  const watch = new Stopwatch();
  const meter = new Meter(question.onProgress);
  const aliases = question.tables ?? {};
  const plan = await watch.time('plan', () => planQuery(question.sql, { parse: database.parse, aliases: Object.keys(aliases) }));
  const tables = await watch.time('inspect', () => openTables(plan, aliases, context, meter));
  const bytesTotal = meter.expect(tables.flatMap((table) => table.files));
  if (bytesTotal > limits.maxScanBytes) throw tooMuchToScan(bytesTotal, limits.maxScanBytes);
  await using scope = database.openScope(signal);
  const bound = await watch.time('bind', () => bindTables(tables, { ...feed, ...limits, folder: database.folder, signal }));
  try {
    const run = await watch.time('run', () => runPlan(scope, bound, plan, { params, limits, dryRun }));
    for (const { source } of run.used.flatMap((part) => part.files)) await source.assertUnchanged(signal);
    return composeAnswer(run, { bytesRead: meter.bytesRead, ms: watch.read() });
  } finally {
    await disposeFeeds(bound);
  }
}

async function openTables(plan: QueryPlan, aliases: NonNullable<Question['tables']>, context: QuestionContext, meter: Meter): Promise<TableFiles[]> {
  const { sources, signal } = context;
  return await Promise.all(
    plan.tables.map(async ({ viewName, uris, options }) => {
      const named = uris ?? [aliases[viewName] ?? viewName].flat();
      const opened = (await sources.resolve(named, signal)).map((source) => meter.count(source));
      return { viewName, files: await Promise.all(opened.map((source) => inspectSource(source, options, signal))) };
    }),
  );
}

async function disposeFeeds(tables: readonly BoundTable[]): Promise<void> {
  const feeds = tables.flatMap((table) => table.parts).flatMap((part) => part.feed ?? []);
  await Promise.all(feeds.map((feed) => feed[Symbol.asyncDispose]()));
}

const tooMuchToScan = (bytes: number, maxScanBytes: number): EngineError =>
  new EngineError('SCAN_LIMIT', `The question would read ${bytes} bytes; ${maxScanBytes} are allowed`, {
    hint: 'Name fewer files, or raise --max-scan-bytes.',
  });
