import type { Scope } from '../database/database.js';
import type { Params } from '../database/protocol.js';
import type { Road } from '../result/answer.js';
import type { CollectedRows, RowLimits } from '../result/collect-rows.js';
import { quoteIdentifier } from '../database/quote.js';
import { createViewSql, type BoundPart, type BoundTable } from './bind-tables.js';
import { internalName, partSelect, partValueSql, readCsvSql, stagedSelect } from './part.js';
import { explainScans, type ScanPlan } from './scan-plan.js';

export interface Statement {
  /** Guarded SQL, without a trailing semicolon or comment that could swallow what follows. */
  readonly sql: string;
  readonly params: Params;
  readonly limits: RowLimits;
}

export interface StatementResult extends CollectedRows {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly road: Road;
  /** Parts whose bytes the answer depends on. */
  readonly used: readonly UsedPart[];
}

export interface UsedPart {
  readonly table: string;
  readonly part: BoundPart;
  /** Positions of the columns that the statement needs. */
  readonly columns: ReadonlySet<number>;
}

/**
 * Runs one statement over bound tables. A pipe can be read once: what the statement scans more than once is first
 * staged, with only the columns that it needs, in a temporary table that DuckDB may spill.
 */
export async function runStatement(scope: Scope, tables: readonly BoundTable[], statement: Statement): Promise<StatementResult> {
  for (const table of tables) await scope.execute(createViewSql(table));
  const parts = tables.flatMap((table) => table.parts);
  const bounded = boundedSql(statement);
  const plan = await explainScans(scope, bounded, statement.params);
  const columns = await scope.describe(statement.sql);
  const staged = parts.filter((part) => part.feed !== undefined && isRescanned(part, plan, parts));
  await stageAll(scope, tables, staged, (part) => plan.scans.get(part.id)?.columns ?? new Set());
  const used = usedParts(tables, plan).map(({ part }) => part);
  const streamed = used.filter((part) => !staged.includes(part));
  const rows = await withFeeds(streamed, () => scope.rows(bounded, statement.limits, statement.params));
  return { ...rows, columns, used: usedParts(tables, plan), road: roadOf(used, staged) };
}

const usedParts = (tables: readonly BoundTable[], { scans, unattributed }: ScanPlan): UsedPart[] =>
  tables.flatMap(({ viewName, parts }) =>
    parts
      .filter(({ id }) => scans.has(id) || unattributed > 0)
      .map((part) => ({ table: viewName, part, columns: scans.get(part.id)?.columns ?? new Set<number>() })),
  );

/** Brings parts into temporary tables and points their views there. */
export async function stageAll(
  scope: Scope,
  tables: readonly BoundTable[],
  parts: readonly BoundPart[],
  columnsOf: (part: BoundPart) => ReadonlySet<number>,
): Promise<void> {
  const kept = new Map<BoundPart, ReadonlySet<number>>();
  for (const part of parts) {
    const columns = columnsOf(part);
    // A table needs a column even when only its rows are counted.
    const staged = columns.size > 0 ? columns : new Set([0]);
    const names = [...staged].map((index) => `${partValueSql(part, index)} AS ${quoteIdentifier(internalName(part, index))}`);
    const sql = `CREATE TEMP TABLE ${quoteIdentifier(part.id)} AS SELECT ${names.join(', ')} FROM ${readCsvSql(part)}`;
    await withFeeds([part], () => scope.execute(sql));
    kept.set(part, staged);
  }
  for (const table of tables.filter((t) => t.parts.some((part) => kept.has(part)))) {
    const select = (part: BoundPart): string => {
      const columns = kept.get(part);
      return columns === undefined ? partSelect(part) : stagedSelect(part, part.id, columns);
    };
    await scope.execute(createViewSql(table, select));
  }
}

/** Runs something that reads feeds, and believes it only when every feed was whole. */
async function withFeeds<T>(parts: readonly BoundPart[], run: () => Promise<T>): Promise<T> {
  const feeds = parts.flatMap((part) => part.feed ?? []);
  let outcome: { readonly value: T } | { readonly error: unknown };
  try {
    for (const feed of feeds) await feed.start();
    outcome = { value: await run() };
  } catch (error) {
    outcome = { error };
  }
  await Promise.all(feeds.map((feed) => feed.stop()));
  // What broke a feed explains what DuckDB then made of it, never the other way round.
  for (const feed of feeds) if (feed.failure !== undefined) throw feed.failure;
  if ('error' in outcome) throw outcome.error;
  return outcome.value;
}

/** A scan that names no column could be of any part: then nothing with a feed is sure to be read once. */
function isRescanned(part: BoundPart, { scans, unattributed }: ScanPlan, parts: readonly BoundPart[]): boolean {
  const times = scans.get(part.id)?.times ?? 0;
  if (unattributed === 0) return times > 1;
  return times + unattributed > 1 || parts.length > 1;
}

function roadOf(used: readonly BoundPart[], staged: readonly BoundPart[]): Road {
  if (staged.some((part) => used.includes(part))) return 'staged';
  return used.some((part) => part.feed !== undefined) ? 'stream' : 'direct';
}

/** One row more than asked for tells a cut answer from a complete one. The newline ends a trailing comment. */
const boundedSql = ({ sql, limits }: Statement): string => `SELECT * FROM (${sql}\n) LIMIT ${limits.maxRows + 1}`;
