import { existsSync } from 'node:fs';
import { OddRecord, UnplainValue } from '../decode/record-pruner.js';
import { EngineError } from '../errors.js';
import type { Inspected } from '../inspect/inspected.js';
import type { Column } from '../inspect/reading.js';
import type { QueryPlan } from '../plan/parse-query.js';
import type { AnswerWarning } from '../result/answer.js';
import { BadRows, type BadRowsFound } from './bad-rows.js';
import { bindTables, disposeFeeds, type BindOptions, type BoundPart, type BoundTable } from './bind-tables.js';
import { LookAgain } from './make-copies.js';
import { misfitOf, type Misfit } from './misfit.js';
import { openPartHead } from './part-head.js';
import { UNCOPIED_MARK } from './part.js';
import { StreamInstead } from './prune-part.js';
import { CheckingTooSlow } from './price/pricing.js';
import type { QuestionContext, TypesMode } from './question.js';
import { runPlan, type RunOptions, type RunResult, type RunTools } from './run-plan.js';
import { HeadTooShort } from './run-preview.js';
import type { TableFiles } from './table-files.js';

/** How an attempt goes about it, as far as an earlier one can change that. */
export interface Manner {
  readonly types: TypesMode;
  /** A preview is answered from the beginning of its file. */
  readonly fromHead: boolean;
  /** Keys of copies that lack what is needed, or are gone. */
  readonly uncopied: readonly string[];
  /** Keys of files that are streamed though DuckDB could open them. */
  readonly streamed: readonly string[];
}

/**
 * `reread`: DuckDB's parser refused a row, which ours reads or names; or a record is odd, or a value not plain, which whole records and SQL
 * have to say.
 */
type Outcome =
  | { readonly kind: 'result'; readonly result: RunResult & { readonly badRows: BadRowsFound } }
  | { readonly kind: 'reread'; readonly as: Pick<Inspected, 'isOdd' | 'isUnplain'> | Pick<Inspected, 'parser'> }
  | { readonly kind: 'otherwise'; readonly manner: Partial<Manner>; readonly warnings: readonly AnswerWarning[] }
  | { readonly kind: 'misfit'; readonly misfit: Misfit; readonly table: BoundTable; readonly part: BoundPart; readonly column: Column };

/** One try at a question: bind its tables, run its plan, and say what came of it. */
export async function attempt(tables: readonly TableFiles[], plan: QueryPlan, options: RunOptions, context: QuestionContext & Manner): Promise<Outcome> {
  const { database, feed, limits, signal, copies, uncopied, streamed } = context;
  await using scope = database.openScope(signal);
  const checking = context.types === 'sampled' ? 'sampled' : 'verified';
  const badRows = new BadRows(context.badRows);
  const binding: BindOptions = {
    ...feed,
    ...limits,
    checking,
    badRows,
    streamed,
    // Strict asks about every value's type, shown or computed with.
    computed: context.types === 'strict' ? 'all' : plan.computed,
    // A dry run asks what a question would need before it looks which copy has that.
    copyOf: (key) => (options.dryRun || uncopied.includes(key) ? undefined : copies.find(key, checking)),
    folder: database.folder,
    signal,
  };
  const bound = await bindTables(badRows.prepare(tables), binding);
  try {
    return { kind: 'result', result: { ...(await runPlan(scope, bound, plan, { ...options, ...toolsFor(context, binding, options) })), badRows: badRows.found() } };
  } catch (error) {
    return failedAttempt(error, bound, context);
  } finally {
    await disposeFeeds(bound);
  }
}

const toolsFor = ({ prices, deadline, types, fromHead, copies, handsOver = false }: QuestionContext & Manner, binding: BindOptions, { dryRun }: RunOptions): RunTools => ({
  copying: { book: copies, folder: binding.folder, maxTempBytes: binding.maxTempBytes, signal: binding.signal },
  feeding: { kind: binding.kind, threads: binding.threads },
  pricing: { model: prices, deadline, types, dryRun, handsOver },
  openHead: fromHead ? (part, bytes) => openPartHead(part, bytes, binding) : undefined,
});

/** What a failure asks for next; throws it when nothing can be done. */
function failedAttempt(error: unknown, bound: readonly BoundTable[], { uncopied, streamed }: Manner): Outcome {
  if (error instanceof CheckingTooSlow) return { kind: 'otherwise', manner: { types: 'sampled' }, warnings: [error.warning] };
  if (error instanceof HeadTooShort) return { kind: 'otherwise', manner: { fromHead: false }, warnings: [] };
  if (error instanceof StreamInstead) return { kind: 'otherwise', manner: { streamed: [...streamed, ...error.keys] }, warnings: [] };
  if ((error as Error).cause instanceof OddRecord) return { kind: 'reread', as: { isOdd: true } };
  if ((error as Error).cause instanceof UnplainValue) return { kind: 'reread', as: { isUnplain: true } };
  const parts = bound.flatMap((table) => table.parts);
  const stale = staleCopies(error, parts);
  if (error instanceof LookAgain || stale.length > 0) return { kind: 'otherwise', manner: { uncopied: [...uncopied, ...stale] }, warnings: [] };
  const byDuckdb = parts.filter(({ files }) => files.some(({ parser }) => parser === 'duckdb'));
  if (error instanceof EngineError && byDuckdb.some((part) => couldReadHere(error, part))) return { kind: 'reread', as: { parser: 'own' } };
  const misfit = misfitOf(error);
  const part = parts.find(({ id }) => id === misfit?.part);
  const table = bound.find((candidate) => candidate.parts.some(({ id }) => id === misfit?.part));
  const column = part?.reading.columns[misfit?.column ?? -1];
  if (misfit === undefined || table === undefined || part === undefined || column === undefined) throw error;
  return { kind: 'misfit', misfit, table, part, column };
}

/** Copies that the failure is about: they lack a column, or another process removed them. */
function staleCopies(error: unknown, parts: readonly BoundPart[]): string[] {
  const { message } = error as Error;
  return parts.flatMap(({ copy }) => (copy !== undefined && (message.includes(UNCOPIED_MARK + copy.key) || !existsSync(copy.path)) ? copy.key : []));
}

/** Our own reading says where a fault is, or does better; DuckDB has been seen to crash over bytes that are no UTF-8. */
const couldReadHere = ({ code }: EngineError, { feed }: BoundPart): boolean =>
  code === 'DATA_BAD_ROW' || (feed === undefined && (code === 'DATA_ENCODING' || code === 'DATABASE_CRASHED'));

