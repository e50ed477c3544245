import type { Inspected } from '../inspect/inspected.js';
import type { AnswerWarning } from '../result/answer.js';

/** A table as the statement names it, and its files. */
export interface TableFiles {
  readonly viewName: string;
  readonly files: readonly Inspected[];
  /** The statement asks for `filename`, which no file has as a column of its own. */
  readonly withFilename: boolean;
  /** About the table as a whole. */
  readonly warnings: readonly AnswerWarning[];
}
