import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Scope } from '../database/database.js';
import { quoteIdentifier, quoteLiteral } from '../database/quote.js';
import { EngineError } from '../errors.js';
import type { Column } from '../inspect/reading.js';
import { boundSelect, createViewSql, type BoundPart, type BoundTable } from './bind-tables.js';
import { valueSql } from './column-sql.js';
import type { CopyBook, UsableCopy } from './copy-book.js';
import { columnForms, copyColumnName, copyFilenameColumn } from './copy-names.js';
import { misfitOf } from './misfit.js';
import { checkingOf, copySelect, filenameSql, internalName, readCsvSql, type Part } from './part.js';
import { prunePart } from './prune-part.js';
import { withFeeds } from './with-feeds.js';

/** A part to be copied before the question is answered from the copy. */
export interface ChosenCopy {
  readonly part: BoundPart;
  readonly columns: ReadonlySet<number>;
  /** Of these, what the question itself needs. */
  readonly needed: ReadonlySet<number>;
  /** Without the copy there is no answer, since the part can be read only once. */
  readonly isRequired: boolean;
}

export interface CopyOptions {
  readonly book: CopyBook;
  /** For copies that end with the question. */
  readonly folder: string;
  readonly maxTempBytes: number;
  readonly signal: AbortSignal;
}

export interface CopyRequest extends CopyOptions {
  readonly tables: readonly BoundTable[];
  readonly chosen: readonly ChosenCopy[];
  /** What is read instead of a part that is not copied: its records cut down. */
  readonly pruned: ReadonlyMap<BoundPart, BoundPart>;
}

/** The attempt cannot go on as it was bound: another finds a copy that was made meanwhile, or goes without one. */
export class LookAgain extends Error {
  override readonly name = 'LookAgain';
}

/** Copies parts, points their tables' views at the copies, and runs what reads them. What is not kept is gone afterwards. */
export async function withCopies<T>(scope: Scope, { tables, chosen, pruned, ...options }: CopyRequest, run: () => Promise<T>): Promise<T> {
  const passing: string[] = [];
  const made = new Map<BoundPart, UsableCopy>();
  try {
    for (const choice of [...chosen].sort((a, b) => (a.part.copyKey < b.part.copyKey ? -1 : 1))) {
      const kept = choice.part.keepable && options.book.keeps(choice.part.copyKey);
      made.set(choice.part, kept ? await makeKept(scope, choice, options) : await makePassing(scope, choice, options, passing));
    }
    const select = (part: BoundPart): string => {
      const copy = made.get(part);
      return copy === undefined ? boundSelect(pruned.get(part) ?? part) : copySelect(part, copy);
    };
    for (const table of tables.filter(({ parts }) => parts.some((part) => made.has(part) || pruned.has(part)))) await scope.execute(createViewSql(table, select));
    return await run();
  } finally {
    for (const path of passing) rmSync(path, { force: true });
  }
}

async function makePassing(scope: Scope, choice: ChosenCopy, { folder }: CopyOptions, passing: string[]): Promise<UsableCopy> {
  const { copyKey: key, id } = choice.part;
  const path = join(folder, `copy-${process.hrtime.bigint().toString(36)}-${id}.parquet`);
  passing.push(path);
  return { key, path, columns: await writeCopy(scope, choice, path) };
}

async function makeKept(scope: Scope, choice: ChosenCopy, { book, signal }: CopyOptions): Promise<UsableCopy> {
  const { copyKey: key } = choice.part;
  const { store } = book;
  if (store === undefined) throw new TypeError('nothing is kept');
  using lock = await book.locks.take(key, signal);
  if (lock === undefined) throw new LookAgain('another question made the copy');
  const draft = store.draft(key);
  try {
    const columns = await writeCopy(scope, choice, draft);
    return { key, ...store.keep(key, draft, columns) };
  } catch (error) {
    rmSync(draft, { force: true });
    if (!isOfTheCopy(error, choice)) throw error;
    book.refuse(key);
    throw new LookAgain('the copy failed', { cause: error });
  }
}

/** Whether a failure may have to do with copying rather than with the question: then the question goes without. */
function isOfTheCopy(error: unknown, { needed, isRequired }: ChosenCopy): boolean {
  const misfit = misfitOf(error);
  if (misfit !== undefined) return !needed.has(misfit.column);
  return !isRequired && error instanceof EngineError && ['MEMORY_LIMIT', 'TEMP_DISK_LIMIT', 'SQL_FAILED'].includes(error.code);
}

/** @returns the copy's columns, with how far each was checked */
async function writeCopy(scope: Scope, { part, columns }: ChosenCopy, path: string): Promise<UsableCopy['columns']> {
  const { copyKey: key, checking } = part;
  const cut = prunePart(part, columns, false) ?? part;
  const values = [...columns].flatMap((index) => {
    const column = part.reading.columns[index];
    return (column === undefined ? [] : columnForms(column)).map((form) => ({
      name: copyColumnName(key, index, form),
      // Parquet has no integers of 128 bits.
      sql: form.type === 'HUGEINT' ? `CAST(${valueOf(cut, index, form)} AS VARCHAR)` : valueOf(cut, index, form),
    }));
  });
  const selected = values.map(({ name, sql }) => `${sql} AS ${quoteIdentifier(name)}`);
  if (part.filenames !== undefined) selected.push(`${filenameSql(part)} AS ${copyFilenameColumn(key)}`);
  const sql = `COPY (SELECT ${selected.join(', ')} FROM ${readCsvSql(cut)}) TO ${quoteLiteral(path)} (FORMAT parquet, COMPRESSION lz4_raw)`;
  await withFeeds([cut], () => scope.execute(sql));
  return new Map(values.map(({ name }) => [name, checking]));
}

const valueOf = (part: Part, index: number, form: Column): string => valueSql(internalName(part, index), form, checkingOf(part, index));
