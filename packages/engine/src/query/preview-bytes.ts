import type { QueryPlan } from '../plan/parse-query.js';
import type { RowLimits } from '../result/row-basket.js';
import type { ScanPlan } from './scan-plan.js';
import type { UsedPart } from './used-part.js';

/** A question that only shows the beginning of one part. */
export interface Preview {
  readonly use: UsedPart;
  /** Rows that it shows if there are so many. */
  readonly rows: number;
  /** Decoded bytes that surely hold them, if the sample tells how long rows are. */
  readonly bytes: number;
}

const LEAST_BYTES = 1 << 16;
/** More is not read one range after the other: all at once is quicker. */
const MOST_HEAD_BYTES = 1 << 22;
/** Rows may be longer than those of the sample; if they are by more, the question is asked again without a guess. */
const MARGIN = 2;

/** @returns `undefined` when the question may need more than a beginning, or it is not known of how many rows */
export function previewOf(used: readonly UsedPart[], scans: ScanPlan, { limit }: Pick<QueryPlan, 'limit'>, { maxRows }: RowLimits): Preview | undefined {
  const [use, ...others] = used;
  const known = limit === undefined ? 1 : 2;
  // One limit is the answer's own; a further one that the statement does not end in is of a size unknown.
  if (!scans.isPreview || use === undefined || others.length > 0 || scans.limits > known) return undefined;
  const rows = Math.min(limit?.rows ?? Infinity, maxRows + 1);
  return { use, rows, bytes: Math.max(LEAST_BYTES, Math.ceil((rows + (limit?.offset ?? 0)) * rowBytes(use) * MARGIN)) };
}

/** Whether the beginning is fetched by itself; a file that DuckDB reads by itself, it reads no further than it needs. */
export const isFromHead = ({ use, bytes }: Preview): boolean => use.part.feed !== undefined && bytes <= MOST_HEAD_BYTES;

function rowBytes({ part }: UsedPart): number {
  const sizes = part.files.map(({ expectedBytes, rowCount }) => expectedBytes / Math.max(1, rowCount.value));
  return Math.max(0, ...sizes);
}
