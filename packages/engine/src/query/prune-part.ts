import { isPrunable } from '../decode/record-pruner.js';
import type { BoundPart } from './bind-tables.js';
import { framingOf } from './feed-input.js';
import type { ScanPlan } from './scan-plan.js';
import type { UsedPart } from './used-part.js';

/** Above this share of the columns, finding where fields end costs about what it saves. */
const MOST_KEPT = 1 / 2;

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
  const width = part.reading.columns.length;
  const kept = [...new Set([...columns, ...(isCounted || columns.size === 0 ? [0] : [])])].sort((a, b) => a - b);
  const isFit = part.feed !== undefined && part.copy === undefined && !part.files.some(({ isOdd }) => isOdd === true);
  if (!isFit || kept.length > width * MOST_KEPT || !isPrunable(framingOf(part.reading.dialect), { width })) return undefined;
  return { ...part, pruned: { width, kept } };
}
