import type { Inspected } from '../inspect/inspected.js';
import type { InspectOptions } from '../inspect/inspect-source.js';
import type { AnswerWarning } from '../result/answer.js';

/** A table as the statement names it, and its files. */
export interface TableFiles {
  readonly viewName: string;
  readonly files: readonly Inspected[];
  /** The statement asks for `filename`, which no file has as a column of its own. */
  readonly withFilename: boolean;
  /** What the caller said of how to read them. */
  readonly reading: InspectOptions;
  /** What values beyond the samples taught, in this question or in earlier ones. */
  readonly learned: readonly AnswerWarning[];
  /** About the table as a whole. */
  readonly warnings: readonly AnswerWarning[];
}
