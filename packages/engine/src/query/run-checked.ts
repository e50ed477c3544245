import { EngineError } from '../errors.js';
import type { Inspected } from '../inspect/inspected.js';
import { retyped, type Column } from '../inspect/reading.js';
import type { QueryPlan } from '../plan/parse-query.js';
import type { AnswerWarning } from '../result/answer.js';
import { attempt, type Manner } from './attempt.js';
import type { BadRowsFound } from './bad-rows.js';
import { locateValue } from './locate-value.js';
import { refit, type Misfit } from './misfit.js';
import type { QuestionContext } from './question.js';
import type { RunOptions, RunResult } from './run-plan.js';
import type { TableFiles } from './table-files.js';

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
  const warnings: AnswerWarning[] = [];
  const refits = new Map<string, number>();
  let how: Manner = { types: context.types, fromHead: true, uncopied: [], streamed: [] };
  for (let current = tables; ; ) {
    const outcome = await attempt(current, plan, options, { ...context, ...how });
    if (outcome.kind === 'result') {
      if (context.types !== 'strict') current.forEach((table) => context.memo.learn(table));
      return { ...outcome.result, warnings: [...current.flatMap((table) => [...table.warnings, ...table.learned]), ...warnings] };
    }
    if (outcome.kind === 'otherwise') {
      how = { ...how, ...outcome.manner };
      warnings.push(...outcome.warnings);
      continue;
    }
    if (outcome.kind === 'reread') {
      current = current.map((table) => ({ ...table, files: table.files.map((file) => ({ ...file, ...outcome.as })) }));
      continue;
    }
    const { misfit, table, part, column } = outcome;
    const place = await locateValue(part.files, misfit, context.signal);
    if (context.types === 'strict' || column.declared === true) throw misfitError(misfit, column, place);
    const key = `${table.viewName}\0${column.name}`;
    refits.set(key, (refits.get(key) ?? 0) + 1);
    const wider = (refits.get(key) ?? 0) > MAX_REFITS ? retyped(column, 'VARCHAR') : refit(column, misfit.value);
    const learned = refitWarning(misfit, column, wider, place);
    current = current.map((files) => (files.viewName === table.viewName ? { ...withColumn(files, wider), learned: [...files.learned, learned] } : files));
  }
}

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
