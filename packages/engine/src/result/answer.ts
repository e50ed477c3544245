import type { BadRow } from '../inspect/bad-row.js';
import type { Dialect } from '../inspect/reading.js';

/**
 * A value safe for JSON without loss. Integers beyond ±(2^53−1) and DECIMALs are decimal strings; dates, times and
 * other types JSON does not know are DuckDB's text. See `json-values.ts`.
 */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

export type JsonRow = readonly JsonValue[];

export interface AnswerColumn {
  readonly name: string;
  /** As DuckDB spells it, e.g. `DECIMAL(18,2)`. */
  readonly type: string;
}

/** One object that was read, in the version that was read. */
export interface SourceUsed {
  readonly uri: string;
  readonly etag: string;
  /** As it lies: compressed where it is. */
  readonly bytes: number;
  /** Of text; Parquet has none. */
  readonly dialect?: Dialect;
  /** Of a Delta table's file: table and version, as `s3://bucket/table@v7`. */
  readonly table?: string;
}

/** A Delta table that was asked. */
export interface TableUsed {
  /** As the SQL names it. */
  readonly name: string;
  readonly uri: string;
  readonly version: number;
  /** Those of its files that the answer rests on: the others cannot hold a row that counts. */
  readonly files: readonly string[];
}

export interface Truncation {
  /** Which limit was met: `rows` and `bytes` leave rows out, `cells` shortens values. */
  readonly reason: 'rows' | 'bytes' | 'cells';
  /** A sentence for people, which says what is missing. */
  readonly message: string;
}

export interface AnswerWarning {
  /** Stable, in capitals. */
  readonly code: string;
  readonly message: string;
}

/** How far a column's type can be trusted: guessed from samples, or checked against every value that the answer used. */
export type TypeTrust = 'sampled' | 'verified';

/** A source's column that the question used. */
export interface ColumnTrust {
  /** As the SQL names it. */
  readonly table: string;
  readonly column: string;
  readonly type: string;
  /** The question only shows the column, as the file writes it; one that computes with it gets this type. */
  readonly typeWhenComputed?: string;
  readonly trust: TypeTrust;
}

export interface Types {
  /** `verified` when every column is. */
  readonly trust: TypeTrust;
  readonly columns: readonly ColumnTrust[];
}

/** How the bytes reached DuckDB: read by itself, through pipes, by way of a copy that was made first, or from one made before. Or not at all: `remote` is an answer of another engine. */
export type Road = 'direct' | 'stream' | 'staged' | 'cache' | 'remote';

/** What a question would read, and about how long that takes. */
export interface DryRun {
  readonly bytes: number;
  readonly objects: number;
  /** Absent where another engine would answer: how quick a warehouse is, is not known here. */
  readonly seconds?: number;
  readonly road: Road;
}

/** Another engine that answered, or would. */
export interface RemoteUsed {
  readonly engine: 'databricks';
  readonly host: string;
  /** Its path on the host. */
  readonly warehouse: string;
  /** What the engine calls the statement; absent when nothing was sent. */
  readonly queryId?: string;
  /** What makes the tables that the statement names, before it. */
  readonly setup: readonly string[];
  readonly statement: string;
}

/** What a question gets back: rows, whether some are missing, and where they come from. */
export interface Answer {
  readonly columns: readonly AnswerColumn[];
  readonly rows: readonly JsonRow[];
  /** Rows in this answer, not in the whole result when `truncated`. */
  readonly rowCount: number;
  readonly truncated: boolean;
  /** Present exactly when `truncated`. */
  readonly truncation?: Truncation;
  readonly sources: readonly SourceUsed[];
  /** Present when Delta tables were asked. */
  readonly tables?: readonly TableUsed[];
  readonly types: Types;
  readonly warnings: readonly AnswerWarning[];
  /** Present when another engine answered. */
  readonly remote?: RemoteUsed;
  /** Rows that were left out on request: how many, and the first fifty. */
  readonly badRows?: { readonly count: number; readonly rows: readonly BadRow[] };
  /** What was received of the sources for this answer: not what an earlier one had left in memory. */
  readonly bytesRead: number;
  readonly road: Road;
  /** Present when nothing but samples was read: what the question would read. */
  readonly dryRun?: DryRun;
  /** Milliseconds per stage. */
  readonly ms: Readonly<Record<string, number>>;
}
