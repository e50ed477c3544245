import type { DeletionVector } from '../../delta/actions.js';
import type { Scope } from '../../database/database.js';
import type { FindBy } from '../../parquet/column-value.js';
import type { Condition } from '../../parquet/condition.js';
import type { Field } from '../../parquet/field.js';
import type { NamedObject } from '../../source/sources.js';

/** A table whose files are Parquet: some files, or a version of a Delta table. */
export interface ColumnarTable {
  /** As the SQL names it. */
  readonly viewName: string;
  readonly fields: readonly Field[];
  readonly findBy: FindBy;
  /** Columns that are not in the files: each file has one value of them. */
  readonly partitionColumns: ReadonlySet<string>;
  /** The statement asks for `filename`, which the table has not as a column. */
  readonly withFilename: boolean;
  readonly delta?: DeltaVersion;
  /** The files in which a row may satisfy the condition. */
  chooseFiles(scope: Scope, condition: Condition): Promise<ColumnarFile[]>;
  /** How much it is, before any question. */
  measure(scope: Scope): Promise<TableSize>;
  /** The deleted rows of files, by their positions. */
  readVectors(vectors: readonly DeletionVector[]): Promise<number[][]>;
}

export interface TableSize {
  readonly files: number;
  readonly bytes: number;
  /** Absent where the log does not say. */
  readonly rows?: number;
}

export interface DeltaVersion {
  /** The table's folder. */
  readonly uri: string;
  readonly version: number;
}

export interface ColumnarFile extends NamedObject {
  /** By the log, or a listing. */
  readonly size?: number;
  readonly modified?: Date;
  /** Of partition columns, as SQL, by their positions. */
  readonly values: ReadonlyMap<number, string>;
  readonly vector?: DeletionVector;
  /** That are left of it, where the log says. */
  readonly rows?: number;
}
