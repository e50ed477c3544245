import { z } from 'zod';
import type { Scope } from '../database/database.js';
import type { Params } from '../database/protocol.js';
import { EngineError } from '../errors.js';
import type { QueryPlan } from '../plan/parse-query.js';
import { MAX_PIVOT_VALUES, pivotTypeSql } from '../plan/pivot.js';
import type { Road } from '../result/answer.js';
import type { CollectedRows, RowLimits } from '../result/collect-rows.js';
import { createViewSql, type BoundPart, type BoundTable } from './bind-tables.js';
import { isFromHead, previewOf } from './preview-bytes.js';
import { priceOf, type Price, type PricingOptions } from './price/pricing.js';
import { worksOf } from './price/works-of.js';
import { runPreview, type OpenHead } from './run-preview.js';
import { explainScans, isRescanned, mergeScans, type ScanPlan } from './scan-plan.js';
import { stageParts, withFeeds } from './stage-parts.js';
import type { UsedPart } from './used-part.js';

export interface RunOptions {
  readonly params: Params;
  readonly limits: RowLimits;
  /** Stop before any row is read. */
  readonly dryRun: boolean;
}

/** What an attempt lends to the run. */
export interface RunTools {
  readonly pricing: PricingOptions;
  /** Absent when a beginning has turned out not to be enough. */
  readonly openHead: OpenHead | undefined;
}

export interface RunResult extends CollectedRows {
  readonly road: Road;
  readonly price: Price;
  /** Parts whose bytes the answer depends on. */
  readonly used: readonly UsedPart[];
}

/**
 * Runs a plan over bound tables. A pipe can be read once: what is scanned more than once is first staged, with only the
 * columns that are needed, in a temporary table that DuckDB may spill.
 */
export async function runPlan(scope: Scope, tables: readonly BoundTable[], plan: QueryPlan, { params, limits, dryRun, pricing, openHead }: RunOptions & RunTools): Promise<RunResult> {
  const sql = boundedSql(plan.sql, limits);
  const parts = tables.flatMap((table) => table.parts);
  for (const table of tables) await scope.execute(createViewSql(table));
  // Only the number of a pivot's columns depends on its values, not what is scanned.
  for (const pivot of plan.pivots) await scope.execute(pivotTypeSql(pivot, ['']));
  // Asked first, so that an error shows the statement as it was written.
  const columns = await scope.describe(plan.sql);
  const scans = await explainAll(scope, plan, { sql, params });
  const staged = parts.filter((part) => part.feed !== undefined && isRescanned(part.id, scans, parts.length));
  const used = usedParts(tables, scans);
  const road = roadOf(used, staged);
  const preview = previewOf(used, scans, plan, limits);
  const price = priceOf(worksOf({ used, staged: new Set(staged), scans, headBytes: preview?.bytes }), pricing);
  if (dryRun) return { columns, rows: [], rowCount: 0, truncated: false, used, road, price };
  const startedAt = performance.now();
  await stageParts(scope, tables, staged, (part) => scans.parts.get(part.id)?.columns ?? new Set());
  await createPivotTypes(scope, plan);
  const streamed = used.map(({ part }) => part).filter((part) => !staged.includes(part));
  const run = (): Promise<CollectedRows> => scope.rows(sql, limits, params);
  const fromHead = preview !== undefined && openHead !== undefined && isFromHead(preview);
  const rows = fromHead ? await runPreview(scope, tables, preview, { openHead, run }) : await withFeeds(streamed, run);
  if (readAll(price, scans, rows)) pricing.model.observe(price.works, (performance.now() - startedAt) / 1000);
  return { ...rows, columns: plan.pivots.length > 0 ? await scope.describe(plan.sql) : columns, used, road, price };
}

/** Whether every byte was read: only then the time says how fast bytes are. */
const readAll = ({ works }: Price, { limits, isPreview }: ScanPlan, { truncated }: CollectedRows): boolean =>
  works.every(({ bytes, leastBytes }) => leastBytes >= bytes) || (!isPreview && limits <= 1 && !truncated);

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

const usedParts = (tables: readonly BoundTable[], { parts: scanned, unattributed }: ScanPlan): UsedPart[] =>
  tables.flatMap(({ viewName, parts }) =>
    parts
      .filter(({ id }) => scanned.has(id) || unattributed.times > 0)
      .map((part) => ({ table: viewName, part, columns: scanned.get(part.id)?.columns ?? new Set<number>() })),
  );

function roadOf(used: readonly UsedPart[], staged: readonly BoundPart[]): Road {
  if (used.some(({ part }) => staged.includes(part))) return 'staged';
  return used.some(({ part }) => part.feed !== undefined) ? 'stream' : 'direct';
}

/** One row more than asked for tells a cut answer from a complete one. The newline ends a trailing comment. */
const boundedSql = (sql: string, { maxRows }: RowLimits): string => `SELECT * FROM (${sql}\n) LIMIT ${maxRows + 1}`;

const tooManyColumns = (): EngineError =>
  new EngineError('RESULT_LIMIT', `The PIVOT would have more than ${MAX_PIVOT_VALUES} columns`, {
    hint: "List the columns that you need: PIVOT … ON x IN ('a', 'b').",
  });
