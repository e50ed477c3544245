import { EngineError } from '../../errors.js';
import type { QueryPlan } from '../../plan/parse-query.js';
import type { Meter } from '../meter.js';
import { wantsFilename, type NamedTable } from '../open-tables.js';
import type { QuestionContext } from '../question.js';
import type { OpenedFiles } from './choose-files.js';
import { columnarPlace, type ColumnarQuestion } from './columnar-question.js';
import type { ColumnarTable } from './columnar-table.js';
import { findColumnar } from './find-columnar.js';
import { openTable } from './open-table.js';

export interface OpenedColumnar extends ColumnarQuestion {
  /** Tables that are not Parquet. */
  readonly others: readonly NamedTable[];
}

/** Finds and opens those of a question's tables that are Parquet. */
export async function openColumnar(plan: QueryPlan, named: readonly NamedTable[], { database, sources, shelf, limits, badRows, signal }: QuestionContext, meter: Meter): Promise<OpenedColumnar> {
  const found = await Promise.all(named.map(async (table) => await findColumnar(table.uris, { sources, signal, maxObjects: limits.maxObjects, format: isAskedAsText(table) ? undefined : table.format })));
  const others = named.filter((_, i) => found[i] === undefined);
  const opened: OpenedFiles = new Map();
  const onBytes = (bytes: number): void => meter.add(bytes);
  if (others.length === named.length) return { others, opened, tables: [], context: { sources, signal, folder: database.folder, borrowed: shelf.borrow(), onBytes }, [Symbol.asyncDispose]: () => Promise.resolve() };
  const place = columnarPlace(database.folder, shelf);
  const context = { sources, signal, folder: place.folder, borrowed: place.borrowed, onBytes };
  try {
    if (badRows === 'only') throw noBadRows();
    await using scope = database.openScope(signal);
    const tables: ColumnarTable[] = [];
    for (const [i, one] of found.entries()) {
      const table = named[i];
      if (one !== undefined && table !== undefined) tables.push(shownAs(table, await openTable(scope, one, { viewName: table.viewName, withFilename: wantsFilename(plan), id: `t${i}` }, { context, opened })));
    }
    return { others, opened, tables, context, [Symbol.asyncDispose]: () => place[Symbol.asyncDispose]() };
  } catch (error) {
    await place[Symbol.asyncDispose]();
    throw error;
  }
}

/** `read_csv(…, all_varchar = true)` takes every table: what is asked for are texts. */
const isAskedAsText = ({ format, options }: NamedTable): boolean => format === 'csv' && options.allVarchar === true && Object.keys(options).length === 1;

/** Statistics order values, not their texts: nothing is left out by them. */
const shownAs = (named: NamedTable, table: ColumnarTable): ColumnarTable =>
  isAskedAsText(named)
    ? { ...table, fields: table.fields.map((field) => ({ ...field, type: { kind: 'leaf', sql: 'VARCHAR' } })), chooseFiles: (scope) => table.chooseFiles(scope, { kind: 'unknown' }) }
    : table;

const noBadRows = (): EngineError =>
  new EngineError('USAGE', 'Parquet has no rows that do not fit their table', { hint: 'Ask for bad rows of CSV files alone.' });
