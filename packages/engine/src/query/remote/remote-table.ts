import type { Inspected } from '../../inspect/inspected.js';
import type { AnswerColumn, AnswerWarning } from '../../result/answer.js';
import type { DeltaVersion } from '../columnar/columnar-table.js';

export interface RemoteColumn extends AnswerColumn {
  /** The question only shows the column, as the file writes it; one that computes with it gets this type. */
  readonly typeWhenComputed?: string;
}

/** A table of a question as the remote engine is told of it. */
export interface RemoteTable {
  /** As the SQL names it. */
  readonly viewName: string;
  /** Catalog, schema and name, or that of a temporary view alone. */
  readonly remoteName: readonly string[];
  /** Statements that make the view. */
  readonly setup: readonly string[];
  /** Absent where only the remote engine knows them. */
  readonly columns: readonly RemoteColumn[] | undefined;
  /** That it reads in place. */
  readonly files: readonly Inspected[];
  readonly delta?: DeltaVersion;
  readonly warnings: readonly AnswerWarning[];
}
