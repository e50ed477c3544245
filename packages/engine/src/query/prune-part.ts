import { plainCheck } from '../decode/plain-value.js';
import { arePlain, isPrunable, type KeptColumns } from '../decode/record-pruner.js';
import type { FeedKind } from '../feed/feed.js';
import type { BoundPart } from './bind-tables.js';
import { isMarked } from './column-sql.js';
import { framingOf } from './feed-input.js';
import { isRescanned, type ScanPlan } from './scan-plan.js';
import type { UsedPart } from './used-part.js';

/** Above this share of the columns, finding where fields end costs about what it saves, unless values are checked with it. */
const MOST_KEPT = 1 / 2;
/** One thread finds fields as fast as so many of DuckDB's parse them. */
const MOST_THREADS = 3;
/** Below this, DuckDB has read a file before the question is bound anew. */
const LEAST_STREAMED_BYTES = 32_000_000;

/** Files are better read as streams, so that their records can be cut down. */
export class StreamInstead extends Error {
  override readonly name = 'StreamInstead';

  /** @param keys of the parts, as their copies have them */
  constructor(readonly keys: readonly string[]) {
    super('files are better streamed');
  }
}

/** Parts that DuckDB would read itself, and that take less time when their records are cut down before. */
export function partsToStream(read: readonly UsedPart[], scans: ScanPlan, { kind, threads, partCount }: { readonly kind: FeedKind; readonly threads: number; readonly partCount: number }): UsedPart[] {
  if (kind !== 'pipes' || threads > MOST_THREADS) return [];
  return read.filter(({ part, columns }) => {
    const bytes = part.files.reduce((sum, { source }) => sum + source.size, 0);
    const isOnce = !isRescanned(part.id, scans, partCount);
    return part.feed === undefined && bytes >= LEAST_STREAMED_BYTES && isOnce && keptColumns(part, columns, scans.unattributed.times > 0) !== undefined;
  });
}

/** What is read instead of some of the parts. */
export function pruneParts(used: readonly UsedPart[], { unattributed }: ScanPlan): Map<BoundPart, BoundPart> {
  return new Map(
    used.flatMap(({ part, columns }) => {
      const pruned = prunePart(part, columns, unattributed.times > 0);
      return pruned === undefined ? [] : [[part, pruned]];
    }),
  );
}

/**
 * The part with its records cut down to the columns that are needed before DuckDB sees them.
 * @param isCounted rows are counted besides, for which DuckDB takes the first column, whatever it is
 * @returns `undefined` where that cannot be done, or is not worth it
 */
export function prunePart(part: BoundPart, columns: ReadonlySet<number>, isCounted: boolean): BoundPart | undefined {
  const pruned = part.feed === undefined ? undefined : keptColumns(part, columns, isCounted);
  return pruned && { ...part, pruned };
}

function keptColumns(part: BoundPart, columns: ReadonlySet<number>, isCounted: boolean): KeptColumns | undefined {
  const { reading, copy, files } = part;
  const width = reading.columns.length;
  if (copy !== undefined || files.some(({ isOdd }) => isOdd === true) || !isPrunable(framingOf(reading.dialect), { width })) return undefined;
  const kept = [...new Set([...columns, ...(isCounted || columns.size === 0 ? [0] : [])])].sort((a, b) => a - b);
  const checks = checksOf(part, kept);
  return kept.length <= width * MOST_KEPT || checks.size > 0 ? { width, kept, checks } : undefined;
}

/** What is asked of values on their way, so that SQL need not: that takes several times as long. */
function checksOf({ reading, checking, files }: BoundPart, kept: readonly number[]): ReadonlyMap<number, number> {
  if (checking !== 'verified' || files.some(({ isUnplain }) => isUnplain === true)) return new Map();
  return new Map(
    kept.flatMap((index) => {
      const column = reading.columns[index];
      const check = column === undefined || isMarked(column) ? undefined : plainCheck(column.type);
      return check !== undefined && arePlain(column?.examples ?? [], check) ? [[index, check] as const] : [];
    }),
  );
}
