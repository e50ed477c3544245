import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Scope } from '../../database/database.js';
import type { QueryPlan } from '../../plan/parse-query.js';
import type { OpenContext } from '../../parquet/open-files.js';
import type { Borrowed, ParquetShelf } from '../../parquet/parquet-shelf.js';
import type { RowLimits } from '../../result/row-basket.js';
import type { Work } from '../price/lane.js';
import type { ScanPlan } from '../scan-plan.js';
import { bringTables } from './bring-tables.js';
import { chooseTable, type ChosenTable, type OpenedFiles } from './choose-files.js';
import type { ColumnarTable } from './columnar-table.js';
import { stubViewSql, type BoundColumnar } from './stub-view.js';

/** The tables of one question that are Parquet, and what was brought of them so far. */
export interface ColumnarQuestion extends AsyncDisposable {
  readonly context: OpenContext;
  readonly opened: OpenedFiles;
  readonly tables: readonly ColumnarTable[];
}

/** A folder of the question's own within DuckDB's, and what it borrows; both end with it. */
export function columnarPlace(within: string, shelf: ParquetShelf): { readonly folder: string; readonly borrowed: Borrowed } & AsyncDisposable {
  const folder = mkdtempSync(join(within, 'columns-'));
  const borrowed = shelf.borrow();
  return {
    folder,
    borrowed,
    async [Symbol.asyncDispose]() {
      await borrowed[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Makes views without rows, numbered after the parts of other tables. */
export async function bindColumnar(scope: Scope, { tables, context }: Pick<ColumnarQuestion, 'tables' | 'context'>, partCount: number): Promise<BoundColumnar[]> {
  const bound = tables.map((table, i) => ({ id: `s${partCount + i + 1}`, table }));
  for (const table of bound) await scope.execute(stubViewSql(table, context.folder));
  return bound;
}

/** Tables that a statement scans; a scan without columns may be of any. */
export const usedColumnar = (bound: readonly BoundColumnar[], { parts, unattributed }: ScanPlan): BoundColumnar[] =>
  bound.filter(({ id }) => parts.has(id) || unattributed.times > 0);

export interface ChoiceRequest {
  readonly plan: QueryPlan;
  readonly scans: ScanPlan;
  readonly limits: RowLimits;
  readonly dryRun: boolean;
}

/** Chooses what is to be read of each table. */
export async function chooseColumnar(scope: Scope, bound: readonly BoundColumnar[], { context, opened }: ColumnarQuestion, { plan, scans, limits, dryRun }: ChoiceRequest): Promise<ChosenTable[]> {
  // A dry run is asked of all that a statement names, unless that itself ends early.
  const rows = dryRun && plan.limit === undefined ? undefined : shownRows(plan, scans, limits);
  const chosen: ChosenTable[] = [];
  for (const table of usedColumnar(bound, scans)) chosen.push(await chooseTable(scope, table, { ...context, opened, scans, rows }));
  return chosen;
}

/** How many rows a question takes that only shows a beginning. */
function shownRows({ limit }: QueryPlan, scans: ScanPlan, { maxRows }: RowLimits): number | undefined {
  const known = limit === undefined ? 1 : 2;
  if (!scans.isPreview || scans.limits > known) return undefined;
  return Math.min(limit?.rows ?? Infinity, maxRows + 1) + (limit?.offset ?? 0);
}

export const bringColumnar = (scope: Scope, chosen: readonly ChosenTable[], { context }: ColumnarQuestion): Promise<void> => bringTables(scope, chosen, context);

/** What reading them moves. */
export const columnarWorks = (chosen: readonly ChosenTable[], { isPreview }: ScanPlan): Work[] =>
  chosen.flatMap(({ files }) =>
    files.map(({ open, bytes }) => ({
      lane: { road: 'columns', where: open.brought === undefined ? 'local' : 's3', compression: 'none', parser: 'duckdb', checkedColumns: 0 },
      bytes,
      leastBytes: isPreview ? 0 : bytes,
    })),
  );
