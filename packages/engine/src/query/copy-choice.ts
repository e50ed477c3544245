/** What is known of a part when its copy is decided about. */
export interface CopyCircumstances {
  /** Positions of the columns that the question needs. */
  readonly needed: ReadonlySet<number>;
  /** Of those that an older copy has. */
  readonly copied: ReadonlySet<number>;
  readonly columnCount: number;
  /** The part streams and is scanned more than once: without a copy there is no answer. */
  readonly scannedAgain: boolean;
  /** Copies are kept for later questions, and this part may be among them. */
  readonly keeps: boolean;
  /** Decoded bytes, in part a guess. */
  readonly bytes: number;
  readonly maxBytes: number;
  /** The question stops after a few rows. */
  readonly preview: boolean;
  /** Questions before this one that found no copy, or not all that they needed in it. */
  readonly misses: number;
}

/** Below this, reading again costs less than a copy. */
const MIN_BYTES = 1_000_000;
/** The first question pays for a copy only where it needs so small a share of the columns. */
const CHEAP_SHARE = 0.5;
const MAX_COLUMNS = 256;
/** Parquet over CSV, as seen: 0.2 to 0.7. */
const COPY_GROWTH = 0.7;

/**
 * The columns to copy before the question is answered from the copy; none means that it reads the source itself.
 * Why so, with measurements: docs/decisions/0011.
 */
export function columnsToCopy(part: CopyCircumstances): ReadonlySet<number> {
  const { needed, copied, columnCount, scannedAgain, misses, preview } = part;
  // A copy has at least one column, or it would have no rows.
  const least = new Set(needed.size > 0 ? needed : [0]);
  const kept = new Set([...least, ...copied]);
  const all = new Set(Array.from({ length: columnCount }, (_, index) => index));
  const mayKeep = part.keeps && !preview && part.bytes >= MIN_BYTES;
  const fits = (columns: ReadonlySet<number>): boolean => (part.bytes * COPY_GROWTH * columns.size) / columnCount <= part.maxBytes;
  if (mayKeep && misses > 0 && columnCount <= MAX_COLUMNS && fits(all)) return all;
  if (scannedAgain) return least;
  return mayKeep && kept.size <= columnCount * CHEAP_SHARE && fits(kept) ? kept : new Set();
}
