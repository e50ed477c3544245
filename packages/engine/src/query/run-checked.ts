import { EngineError } from '../errors.js';
import type { Inspected } from '../inspect/inspected.js';
import { retyped, type Column } from '../inspect/reading.js';
import type { QueryPlan } from '../plan/parse-query.js';
import type { AnswerWarning } from '../result/answer.js';
import { BadRows, type BadRowsFound } from './bad-rows.js';
import { bindTables, disposeFeeds, type BoundPart, type BoundTable } from './bind-tables.js';
import type { TableFiles } from './table-files.js';
import { locateValue } from './locate-value.js';
import { misfitOf, refit, type Misfit } from './misfit.js';
import { openPartHead } from './part-head.js';
import { CheckingTooSlow } from './price/pricing.js';
import type { QuestionContext, TypesMode } from './question.js';
import { runPlan, type RunOptions, type RunResult } from './run-plan.js';
import { HeadTooShort } from './run-preview.js';

export interface CheckedResult extends RunResult {
  readonly warnings: readonly AnswerWarning[];
  readonly badRows: BadRowsFound;
}

/** A column that was widened so often is text: each time costs a scan. */
const MAX_REFITS = 3;

/**
 * Runs a plan, and when a value turns out not to fit its column's type, runs it again with a type that holds it.
 * With `types: 'strict'` such a value is an error.
 */
export async function runChecked(tables: readonly TableFiles[], plan: QueryPlan, options: RunOptions, context: QuestionContext): Promise<CheckedResult> {
  const warnings: AnswerWarning[] = tables.flatMap((table) => table.warnings);
  const refits = new Map<string, number>();
  let how: Manner = { types: context.types, fromHead: true };
  for (let current = tables; ; ) {
    const outcome = await attempt(current, plan, options, { ...context, ...how });
    if (outcome.kind === 'result') return { ...outcome.result, warnings };
    if (outcome.kind === 'otherwise') {
      how = { ...how, ...outcome.manner };
      warnings.push(...outcome.warnings);
      continue;
    }
    if (outcome.kind === 'unparsed') {
      current = current.map(parsedHere);
      continue;
    }
    const { misfit, table, part, column } = outcome;
    const place = await locateValue(part.files, misfit, context.signal);
    if (context.types === 'strict' || column.declared === true) throw misfitError(misfit, column, place);
    const key = `${table.viewName}\0${column.name}`;
    refits.set(key, (refits.get(key) ?? 0) + 1);
    const wider = (refits.get(key) ?? 0) > MAX_REFITS ? retyped(column, 'VARCHAR') : refit(column, misfit.value);
    warnings.push(refitWarning(misfit, column, wider, place));
    current = current.map((files) => (files.viewName === table.viewName ? withColumn(files, wider) : files));
  }
}

/** DuckDB's parser refused a row: ours reads what can be read, and names what cannot. */
const parsedHere = (table: TableFiles): TableFiles => ({ ...table, files: table.files.map((file) => ({ ...file, parser: 'own' })) });

/** How an attempt goes about it, as far as an earlier one can change that. */
interface Manner {
  readonly types: TypesMode;
  /** A preview is answered from the beginning of its file. */
  readonly fromHead: boolean;
}

type Outcome =
  | { readonly kind: 'result'; readonly result: RunResult & { readonly badRows: BadRowsFound } }
  | { readonly kind: 'unparsed' }
  | { readonly kind: 'otherwise'; readonly manner: Partial<Manner>; readonly warnings: readonly AnswerWarning[] }
  | { readonly kind: 'misfit'; readonly misfit: Misfit; readonly table: BoundTable; readonly part: BoundPart; readonly column: Column };

async function attempt(tables: readonly TableFiles[], plan: QueryPlan, options: RunOptions, context: QuestionContext & Manner): Promise<Outcome> {
  const { database, feed, limits, signal } = context;
  await using scope = database.openScope(signal);
  const checking = context.types === 'sampled' ? 'sampled' : 'verified';
  // Strict asks about every value's type, shown or computed with.
  const computed = context.types === 'strict' ? 'all' : plan.computed;
  const badRows = new BadRows(context.badRows);
  const binding = { ...feed, ...limits, checking, badRows, computed, folder: database.folder, signal } as const;
  const tools = {
    pricing: { model: context.prices, deadline: context.deadline, types: context.types, dryRun: options.dryRun },
    openHead: context.fromHead ? (part: BoundPart, bytes: number) => openPartHead(part, bytes, binding) : undefined,
  };
  const bound = await bindTables(badRows.prepare(tables), binding);
  try {
    return { kind: 'result', result: { ...(await runPlan(scope, bound, plan, { ...options, ...tools })), badRows: badRows.found() } };
  } catch (error) {
    return failedAttempt(error, bound);
  } finally {
    await disposeFeeds(bound);
  }
}

/** What a failure asks for next; throws it when nothing can be done. */
function failedAttempt(error: unknown, bound: readonly BoundTable[]): Outcome {
  if (error instanceof CheckingTooSlow) return { kind: 'otherwise', manner: { types: 'sampled' }, warnings: [error.warning] };
  if (error instanceof HeadTooShort) return { kind: 'otherwise', manner: { fromHead: false }, warnings: [] };
  const parts = bound.flatMap((table) => table.parts);
  const byDuckdb = parts.filter(({ files }) => files.some(({ parser }) => parser === 'duckdb'));
  if (error instanceof EngineError && byDuckdb.some((part) => couldReadHere(error, part))) return { kind: 'unparsed' };
  const misfit = misfitOf(error);
  const part = parts.find(({ id }) => id === misfit?.part);
  const table = bound.find((candidate) => candidate.parts.some(({ id }) => id === misfit?.part));
  const column = part?.reading.columns[misfit?.column ?? -1];
  if (misfit === undefined || table === undefined || part === undefined || column === undefined) throw error;
  return { kind: 'misfit', misfit, table, part, column };
}

/** Our own reading says where a fault is, or does better; DuckDB has been seen to crash over bytes that are no UTF-8. */
const couldReadHere = ({ code }: EngineError, { feed }: BoundPart): boolean =>
  code === 'DATA_BAD_ROW' || (feed === undefined && (code === 'DATA_ENCODING' || code === 'DATABASE_CRASHED'));

/** Every file of a table that has the column gets the new type: a table's column has one. */
const withColumn = (table: TableFiles, wider: Column): TableFiles => ({
  ...table,
  files: table.files.map((file): Inspected => {
    const columns = file.reading.columns.map((column) => (column.name.toLowerCase() === wider.name.toLowerCase() ? { ...wider, name: column.name } : column));
    return { ...file, reading: { ...file.reading, columns } };
  }),
});

const MAX_SHOWN_CHARS = 100;
const shown = (value: string): string => JSON.stringify(value.length > MAX_SHOWN_CHARS ? `${value.slice(0, MAX_SHOWN_CHARS)}…` : value);

function refitWarning({ value }: Misfit, from: Column, to: Column, place: string): AnswerWarning {
  const became = to.type === from.type ? `the text ${shown(value.trim())} is NULL where the column is computed with` : `it was read as ${to.type} instead of ${from.type}`;
  return { code: 'COLUMN_RETYPED', message: `Column ${shown(from.name)} holds ${shown(value)} (${place}): ${became}` };
}

const misfitError = ({ value }: Misfit, column: Column, place: string): EngineError =>
  new EngineError('DATA_TYPE', `Column ${shown(column.name)} is ${column.type} by its sample, but holds ${shown(value)} (${place})`, {
    hint: 'Ask without --types strict to have the column retyped, or give its type: read_csv(…, types = {…}).',
  });
