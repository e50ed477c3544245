import { availableParallelism } from 'node:os';

const MB = 1_000_000;
const GB = 1_000 * MB;

/** Every bound on a question, with its default. An error or a `truncated` mark names the one that was met. */
export interface Limits {
  /** Rows in an answer. @default 1000 */
  readonly maxRows: number;
  /** UTF-8 bytes of the answer's rows as JSON. @default 10 MB */
  readonly maxResultBytes: number;
  /** Characters of one text value in an answer. @default 100,000 */
  readonly maxCellChars: number;
  /** Bytes of all sources of a question as they lie (compressed where they are). @default 100 GB */
  readonly maxScanBytes: number;
  /** From the first step to the answer. @default 120,000 ms */
  readonly timeoutMs: number;
  /** Resident memory of the engine's two processes together. @default 1 GB */
  readonly maxMemoryBytes: number;
  /** What DuckDB may spill, and copies of sources that cannot be streamed. @default 10 GB */
  readonly maxTempBytes: number;
  /** Copies in columns that are kept for later questions; as much again of Parquet that was brought from elsewhere. @default 4 GB */
  readonly maxCacheBytes: number;
  /** One record, across all its lines. @default 16 MB */
  readonly maxRecordBytes: number;
  /** Objects that one glob may match. @default 10,000 */
  readonly maxObjects: number;
  /** DuckDB's threads. @default the processors of this machine */
  readonly threads: number;
}

export const DEFAULT_LIMITS: Limits = {
  maxRows: 1_000,
  maxResultBytes: 10 * MB,
  maxCellChars: 100_000,
  maxScanBytes: 100 * GB,
  timeoutMs: 120_000,
  maxMemoryBytes: GB,
  maxTempBytes: 10 * GB,
  maxCacheBytes: 4 * GB,
  maxRecordBytes: 16 * MB,
  maxObjects: 10_000,
  threads: availableParallelism(),
};
