/** Data that is the same wherever it is made: every value is a hash of its row number, never a random number. */
export interface DataSet {
  readonly name: string;
  /** Keys of the objects that the SQL writes; the first one names the set where there are many. */
  readonly keys: readonly string[];
  /** Run by DuckDB in order. `folder` is where the objects go. */
  readonly statements: (folder: string) => readonly string[];
  /** Plain key → keys of the same bytes packed, by the ending `.gz` or `.zst`. */
  readonly packed?: Readonly<Record<string, readonly string[]>>;
  /** Needs DuckDB's generator of TPC-H. @default false */
  readonly tpch?: boolean;
}

/** SQL for a whole number from 0 up to but not including `bound`, by row number `i` and the number of a column. */
export const whole = (column: number, bound: number): string => `(hash(i, ${column}) % ${bound})::BIGINT`;
