import type { AnswerWarning, SourceUsed } from '../../result/answer.js';
import type { Check } from './check.js';

/** A row that failed a check. */
export interface BadRow {
  /** Of the source's data rows, from 1, through all its files in order; the header is not counted. */
  readonly row: number;
  /** What the checked columns hold, as it stands in the file; long texts are cut. NULL where a field is empty. */
  readonly values: Readonly<Record<string, string | null>>;
  /** `unique` only: the first row that has the same values. */
  readonly firstRow?: number;
}

export interface CheckResult {
  readonly kind: Check['kind'];
  readonly columns: readonly string[];
  /** The check in words: `amount is 0..100`. */
  readonly check: string;
  readonly passed: boolean;
  /**
   * Rows that fail; for `unique`, those that repeat an earlier row. Absent where no row is to blame: `row-count`,
   * `columns`, and checks on a column that the source does not have.
   */
  readonly badRows?: number;
  /** Why a check failed that blames no row. */
  readonly message?: string;
  /** The first bad rows. */
  readonly samples: readonly BadRow[];
}

/** What `validateSource` gives: safe for JSON as it is. */
export interface ValidationReport {
  /** Every check passed. */
  readonly passed: boolean;
  readonly rowCount: number;
  readonly failedChecks: number;
  /** In the order they were asked for. */
  readonly checks: readonly CheckResult[];
  readonly sources: readonly SourceUsed[];
  readonly warnings: readonly AnswerWarning[];
  readonly bytesRead: number;
  /** Milliseconds of all questions together. */
  readonly ms: number;
}
