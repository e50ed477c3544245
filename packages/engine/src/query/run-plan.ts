import { z } from 'zod';
import type { Scope } from '../database/database.js';
import type { Params } from '../database/protocol.js';
import { EngineError } from '../errors.js';
import type { QueryPlan } from '../plan/parse-query.js';
import { MAX_PIVOT_VALUES, pivotTypeSql } from '../plan/pivot.js';
import type { FeedOptions } from '../feed/feed.js';
import type { Road } from '../result/answer.js';
import type { CollectedRows, RowLimits } from '../result/row-basket.js';
import type { Limits } from '../limits.js';
import { assertScannable } from './assert-scannable.js';
import { createViewSql, type BoundPart, type BoundTable } from './bind-tables.js';
import type { ChosenTable } from './columnar/choose-files.js';
import { bindColumnar, bringColumnar, chooseColumnar, columnarWorks, type ColumnarQuestion } from './columnar/columnar-question.js';
import type { Meter } from './meter.js';
import { chooseCopies, isCached } from './choose-copies.js';
import { copyPrefix } from './copy-names.js';
import { withCopies, type ChosenCopy, type CopyOptions } from './make-copies.js';
import { isFromHead, previewOf, type Preview } from './preview-bytes.js';
import { priceOf, type Price, type PricingOptions } from './price/pricing.js';
import { worksOf } from './price/works-of.js';
import { partsToStream, pruneParts, StreamInstead } from './prune-part.js';
import { runPreview, type OpenHead } from './run-preview.js';
import { explainScans, mergeScans, type ScanPlan } from './scan-plan.js';
import type { UsedPart } from './used-part.js';
import { writeRows, type RowsFile } from './write-rows.js';
import { withFeeds } from './with-feeds.js';

export interface RunOptions {
  readonly params: Params;
  readonly limits: RowLimits & Pick<Limits, 'maxScanBytes' | 'maxTempBytes'>;
  /** Stop before any row is read. */
  readonly dryRun: boolean;
  /** Write all rows there instead of returning some. */
  readonly into?: RowsFile | undefined;
  /** The tables that are Parquet. */
  readonly columnar: ColumnarQuestion;
  readonly meter: Meter;
}

/** What an attempt lends to the run. */
export interface RunTools {
  readonly copying: CopyOptions;
  readonly feeding: Pick<FeedOptions, 'kind' | 'threads'>;
  readonly pricing: PricingOptions;
  /** Absent when a beginning has turned out not to be enough. */
  readonly openHead: OpenHead | undefined;
}

export interface RunResult extends CollectedRows {
  readonly road: Road;
  readonly price: Price;
  /** Parts whose bytes the answer depends on. */
  readonly used: readonly UsedPart[];
  /** The same of tables that are Parquet. */
  readonly columnar: readonly ChosenTable[];
}

/**
 * Runs a plan over bound tables. A pipe can be read once: what is scanned more than once is first copied, as is what later
 * questions will want again.
 */
export async function runPlan(scope: Scope, tables: readonly BoundTable[], plan: QueryPlan, options: RunOptions & RunTools): Promise<RunResult> {
  const { params, limits, dryRun, into, copying, pricing } = options;
  const sql = boundedSql(plan.sql, limits);
  for (const table of tables) await scope.execute(createViewSql(table));
  const bound = await bindColumnar(scope, options.columnar, tables.reduce((sum, { parts }) => sum + parts.length, 0));
  // Only the number of a pivot's columns depends on its values, not what is scanned.
  for (const pivot of plan.pivots) await scope.execute(pivotTypeSql(pivot, ['']));
  // Asked first, so that an error shows the statement as it was written.
  const columns = await scope.describe(plan.sql, params);
  const scans = await explainAll(scope, plan, { sql, params });
  const columnar = await chooseColumnar(scope, bound, options.columnar, { plan, scans, limits, dryRun });
  assertAffordable(columnar, options);
  const intent = intentOf(tables, plan, scans, { ...options, chosenColumnar: columnar });
  if (dryRun) return { columns, rows: [], rowCount: 0, truncated: false, ...intent, columnar };
  const startedAt = performance.now();
  const { used, price, preview, chosen } = intent;
  const copied = new Set(chosen.map(({ part }) => part));
  const pruned = preview === undefined ? pruneParts(used, scans) : new Map<BoundPart, BoundPart>();
  const rows = await withCopies(scope, { tables, chosen, pruned, ...copying }, async () => {
    await bringColumnar(scope, columnar, options.columnar);
    await createPivotTypes(scope, plan);
    const run = (): Promise<CollectedRows> => (into === undefined ? scope.rows(sql, limits, params) : writeRows(scope, plan.sql, into, params));
    if (preview !== undefined && options.openHead !== undefined && isFromHead(preview)) return await runPreview(scope, tables, preview, { openHead: options.openHead, run });
    return await withFeeds(used.filter(({ part }) => !copied.has(part)).map(({ part }) => pruned.get(part) ?? part), run);
  });
  if (readAll(price, scans, rows)) pricing.model.observe(price.works, (performance.now() - startedAt) / 1000);
  // Who looks at the beginning has not asked yet.
  if (!scans.isPreview) for (const { part } of used.filter((use) => use.part.copy === undefined)) copying.book.countMiss(part.copyKey);
  return { ...rows, columns: plan.pivots.length > 0 ? await scope.describe(plan.sql, params) : columns, used, columnar, road: intent.road, price };
}

interface Intent extends Pick<RunResult, 'used' | 'road' | 'price'> {
  readonly preview: Preview | undefined;
  readonly chosen: readonly ChosenCopy[];
}

/** What the run will read, by which road, and what that costs. */
function intentOf(tables: readonly BoundTable[], plan: QueryPlan, scans: ScanPlan, { limits, copying, feeding, pricing, chosenColumnar }: RunOptions & RunTools & { readonly chosenColumnar: readonly ChosenTable[] }): Intent {
  const used = usedParts(tables, scans);
  const read = used.filter((use) => !isCached(use, copying.book));
  const partCount = tables.reduce((sum, { parts }) => sum + parts.length, 0);
  const preview = previewOf(used, scans, plan, limits);
  const streamed = preview === undefined ? partsToStream(read, scans, { ...feeding, partCount }) : [];
  if (streamed.length > 0) throw new StreamInstead(streamed.map(({ part }) => part.copyKey));
  const wanted = chooseCopies(read, { scans, partCount, ...copying });
  const works = (chosen: readonly ChosenCopy[]) => [...columnarWorks(chosenColumnar, scans), ...worksOf({ used, cached: new Set(used.filter((use) => !read.includes(use))), staged: new Set(chosen.map(({ part }) => part)), scans, headBytes: preview?.bytes })];
  // A copy for later is no reason to be late now.
  const isInTime = pricing.model.estimate(works(wanted)).seconds * 1000 < pricing.deadline.remainingMs();
  const chosen = isInTime ? wanted : wanted.filter(({ isRequired }) => isRequired);
  return { used, road: roadOf(read, used, chosen, chosenColumnar), price: priceOf(works(chosen), pricing), preview, chosen };
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

/** A copy may answer without being scanned: Parquet holds counts, least and greatest values beside its rows. */
const usedParts = (tables: readonly BoundTable[], { parts: scanned, unattributed }: ScanPlan): UsedPart[] =>
  tables.flatMap(({ viewName, parts }) =>
    parts
      .filter(({ id, copy }) => copy !== undefined || scanned.has(id) || unattributed.times > 0)
      .map((part) => ({
        table: viewName,
        part,
        columns: scanned.get(part.copy === undefined ? part.id : copyPrefix(part.copyKey))?.columns ?? new Set<number>(),
      })),
  );

function roadOf(read: readonly UsedPart[], used: readonly UsedPart[], chosen: readonly ChosenCopy[], columnar: readonly ChosenTable[]): Road {
  const files = columnar.flatMap((table) => table.files);
  if (chosen.length > 0 || files.some(({ open }) => open.brought !== undefined)) return 'staged';
  if (read.some(({ part }) => part.feed !== undefined)) return 'stream';
  if (files.length > 0) return 'direct';
  return used.length > 0 && read.length === 0 ? 'cache' : 'direct';
}

/** What is brought lies on this disk until the question ends. */
function assertAffordable(columnar: readonly ChosenTable[], { limits, meter }: RunOptions): void {
  const files = columnar.flatMap((table) => table.files);
  assertScannable(meter.expectMore(files.reduce((sum, { bytes }) => sum + bytes, 0)), limits);
  const brought = files.filter(({ open }) => open.brought !== undefined).reduce((sum, { bytes }) => sum + bytes, 0);
  if (brought <= limits.maxTempBytes) return;
  throw new EngineError('TEMP_DISK_LIMIT', `The question needs ${brought} bytes of Parquet on this disk; ${limits.maxTempBytes} are allowed`, { hint: 'Ask for fewer columns or files, or raise --max-temp.' });
}

/** One row more than asked for tells a cut answer from a complete one. The newline ends a trailing comment. */
const boundedSql = (sql: string, { maxRows }: RowLimits): string => `SELECT * FROM (${sql}\n) LIMIT ${maxRows + 1}`;

const tooManyColumns = (): EngineError =>
  new EngineError('RESULT_LIMIT', `The PIVOT would have more than ${MAX_PIVOT_VALUES} columns`, {
    hint: "List the columns that you need: PIVOT … ON x IN ('a', 'b').",
  });
