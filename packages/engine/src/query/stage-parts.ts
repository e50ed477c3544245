import type { Scope } from '../database/database.js';
import { quoteIdentifier } from '../database/quote.js';
import { createViewSql, type BoundPart, type BoundTable } from './bind-tables.js';
import { internalName, partSelect, partValueSql, readCsvSql, stagedFilename, stagedSelect } from './part.js';

/** Brings parts into temporary tables and points their views there. */
export async function stageParts(
  scope: Scope,
  tables: readonly BoundTable[],
  parts: readonly BoundPart[],
  columnsOf: (part: BoundPart) => ReadonlySet<number>,
): Promise<void> {
  const kept = new Map<BoundPart, ReadonlySet<number>>();
  for (const part of parts) {
    const needed = columnsOf(part);
    // A table needs a column even when only its rows are counted.
    const columns = needed.size > 0 ? needed : new Set([0]);
    const values = [...columns].map((index) => `${partValueSql(part, index)} AS ${quoteIdentifier(internalName(part, index))}`);
    const sql = `CREATE TEMP TABLE ${quoteIdentifier(part.id)} AS SELECT ${[...values, ...stagedFilename(part)].join(', ')} FROM ${readCsvSql(part)}`;
    await withFeeds([part], () => scope.execute(sql));
    kept.set(part, columns);
  }
  const select = (part: BoundPart): string => {
    const columns = kept.get(part);
    return columns === undefined ? partSelect(part) : stagedSelect(part, part.id, columns);
  };
  for (const table of tables.filter((t) => t.parts.some((part) => kept.has(part)))) await scope.execute(createViewSql(table, select));
}

/** Runs something that reads feeds, and believes it only when every feed was whole. */
export async function withFeeds<T>(parts: readonly BoundPart[], run: () => Promise<T>): Promise<T> {
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
