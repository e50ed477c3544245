import { z } from 'zod';
import type { Scope } from '../database/database.js';
import type { Params } from '../database/protocol.js';
import { EngineError } from '../errors.js';
import type { QueryPlan } from '../plan/parse-query.js';
import { MAX_PIVOT_VALUES, pivotTypeSql } from '../plan/pivot.js';
import type { Road } from '../result/answer.js';
import type { CollectedRows, RowLimits } from '../result/collect-rows.js';
import { createViewSql, type BoundPart, type BoundTable } from './bind-tables.js';
import { explainScans, isRescanned, mergeScans, type ScanPlan } from './scan-plan.js';
import type { CopyBook } from './copy-book.js';
import { columnsToCopy } from './copy-choice.js';
import { columnForms, copyColumnName, copyPrefix } from './copy-names.js';
import { withCopies, type ChosenCopy, type CopyOptions } from './make-copies.js';
import { withFeeds } from './with-feeds.js';

export interface RunOptions {
  readonly params: Params;
  readonly limits: RowLimits;
  /** Stop before any row is read. */
  readonly dryRun: boolean;
}

export interface RunResult extends CollectedRows {
  readonly road: Road;
  /** Parts whose bytes the answer depends on. */
  readonly used: readonly UsedPart[];
}

export interface UsedPart {
  /** As the SQL names it. */
  readonly table: string;
  readonly part: BoundPart;
  /** Positions of the columns that the statement needs. */
  readonly columns: ReadonlySet<number>;
}

/**
 * Runs a plan over bound tables. A pipe can be read once: what is scanned more than once is first copied, as is what later
 * questions will want again.
 */
export async function runPlan(scope: Scope, tables: readonly BoundTable[], plan: QueryPlan, { params, limits, dryRun }: RunOptions, copying: CopyOptions): Promise<RunResult> {
  const sql = boundedSql(plan.sql, limits);
  const parts = tables.flatMap((table) => table.parts);
  for (const table of tables) await scope.execute(createViewSql(table));
  // Only the number of a pivot's columns depends on its values, not what is scanned.
  for (const pivot of plan.pivots) await scope.execute(pivotTypeSql(pivot, ['']));
  // Asked first, so that an error shows the statement as it was written.
  const columns = await scope.describe(plan.sql);
  const scans = await explainAll(scope, plan, { sql, params });
  const used = usedParts(tables, scans);
  const read = used.filter((use) => !isCached(use, copying));
  const chosen = read.flatMap((use) => chooseCopy(use, isRescanned(use.part.id, scans, parts.length), copying));
  const copied = new Set(chosen.map(({ part }) => part));
  const road = roadOf(read, used, copied);
  if (dryRun) return { columns, rows: [], rowCount: 0, truncated: false, used, road };
  const streamed = used.map(({ part }) => part).filter((part) => !copied.has(part));
  const rows = await withCopies(scope, { tables, chosen, ...copying }, async () => {
    await createPivotTypes(scope, plan);
    return await withFeeds(streamed, () => scope.rows(sql, limits, params));
  });
  for (const { part } of used) if (part.copy === undefined) copying.book.countMiss(part.copyKey);
  return { ...rows, columns: plan.pivots.length > 0 ? await scope.describe(plan.sql) : columns, used, road };
}

/** What everything that the plan runs will scan, taken together. */
async function explainAll(scope: Scope, plan: QueryPlan, main: { readonly sql: string; readonly params: Params }): Promise<ScanPlan> {
  const scans: ScanPlan[] = [];
  for (const { valuesSql } of plan.pivots) scans.push(await explainScans(scope, valuesSql, []));
  return mergeScans([...scans, await explainScans(scope, main.sql, main.params)]);
}

async function createPivotTypes(scope: Scope, { pivots }: QueryPlan): Promise<void> {
  const limits = { maxRows: MAX_PIVOT_VALUES, maxResultBytes: Infinity, maxCellChars: Infinity };
  for (const pivot of pivots) {
    const { rows, truncated } = await scope.rows(boundedSql(pivot.valuesSql, limits), limits);
    if (truncated) throw tooManyColumns();
    await scope.execute(pivotTypeSql(pivot, rows.map(([value]) => z.string().parse(value))));
  }
}

/** A copy may answer without being scanned: Parquet holds counts, least and greatest values beside its rows. */
const usedParts = (tables: readonly BoundTable[], { parts: scanned, unattributed }: ScanPlan): UsedPart[] =>
  tables.flatMap(({ viewName, parts }) =>
    parts
      .filter(({ id, copy }) => copy !== undefined || scanned.has(id) || unattributed > 0)
      .map((part) => ({
        table: viewName,
        part,
        columns: scanned.get(part.copy === undefined ? part.id : copyPrefix(part.copyKey))?.columns ?? new Set<number>(),
      })),
  );

function chooseCopy({ part, columns: needed }: UsedPart, isRescanned: boolean, { book, maxTempBytes }: CopyOptions): ChosenCopy[] {
  const isRequired = part.feed !== undefined && isRescanned;
  const columns = columnsToCopy({
    needed,
    copied: copiedColumns(part, book),
    columnCount: part.reading.columns.length,
    scannedAgain: isRequired,
    keeps: part.keepable && book.keeps(part.copyKey),
    bytes: part.files.reduce((sum, { expectedBytes }) => sum + expectedBytes, 0),
    maxBytes: Math.min(maxTempBytes, book.store?.maxBytes ?? 0),
    preview: false,
    misses: book.misses(part.copyKey),
  });
  return columns.size === 0 ? [] : [{ part, columns, needed, isRequired }];
}

function copiedColumns({ copyKey, reading, checking }: BoundPart, book: CopyBook): ReadonlySet<number> {
  const copy = book.find(copyKey, checking);
  return new Set(reading.columns.flatMap((column, index) => (columnForms(column).some((form) => copy?.columns.has(copyColumnName(copyKey, index, form))) ? [index] : [])));
}

/** Answered from a copy, or for a dry run, would be. */
function isCached({ part, columns }: UsedPart, { book }: CopyOptions): boolean {
  if (part.copy !== undefined) return true;
  const copy = part.keepable ? book.find(part.copyKey, part.checking) : undefined;
  if (copy === undefined) return false;
  return [...columns].every((index) => {
    const column = part.reading.columns[index];
    return column !== undefined && copy.columns.has(copyColumnName(part.copyKey, index, column));
  });
}

function roadOf(read: readonly UsedPart[], used: readonly UsedPart[], copied: ReadonlySet<BoundPart>): Road {
  if (copied.size > 0) return 'staged';
  if (read.some(({ part }) => part.feed !== undefined)) return 'stream';
  return used.length > 0 && read.length === 0 ? 'cache' : 'direct';
}

/** One row more than asked for tells a cut answer from a complete one. The newline ends a trailing comment. */
const boundedSql = (sql: string, { maxRows }: RowLimits): string => `SELECT * FROM (${sql}\n) LIMIT ${maxRows + 1}`;

const tooManyColumns = (): EngineError =>
  new EngineError('RESULT_LIMIT', `The PIVOT would have more than ${MAX_PIVOT_VALUES} columns`, {
    hint: "List the columns that you need: PIVOT … ON x IN ('a', 'b').",
  });
