import type { Database } from '../database/database.js';
import type { Params } from '../database/protocol.js';
import type { InspectOptions } from '../inspect/inspect-source.js';
import type { FeedKind } from '../feed/feed.js';
import type { Limits } from '../limits.js';
import type { ParquetShelf } from '../parquet/parquet-shelf.js';
import type { RemoteEngine } from '../remote/remote-engine.js';
import type { Sources } from '../source/sources.js';
import type { BadRowsMode } from './bad-rows.js';
import type { CopyBook } from './copy-book.js';
import type { TimeLeft } from './deadline.js';
import type { InspectionMemo } from './inspection-memo.js';
import type { Progress } from './meter.js';
import type { PriceModel } from './price/price-model.js';
import type { Slots } from './slots.js';
import type { RowsFile } from './write-rows.js';

/**
 * How types are treated: `auto` is `verified` where that is expected to end in time, else `sampled`. `verified` checks every value that the answer uses and widens a type that does not hold one,
 * `strict` makes such a value an error, `sampled` trusts the samples.
 */
export type TypesMode = 'auto' | 'verified' | 'sampled' | 'strict';

export type EngineChoice = 'auto' | 'duckdb' | 'databricks';
export type Dialect = 'duckdb' | 'databricks';

export interface Question {
  readonly sql: string;
  /** Sources by alias. */
  readonly tables?: Readonly<Record<string, string | readonly string[]>>;
  readonly params?: Params;
  /** How to read files for which the SQL itself says nothing else. */
  readonly reading?: InspectOptions;
  readonly onProgress?: (progress: Progress) => void;
  /** Say what would be read, and read no more than samples. */
  readonly dryRun?: boolean;
  /** Who answers. @default 'auto': DuckDB here, or the remote engine what would be too much for it */
  readonly engine?: EngineChoice;
  /** Whose SQL it is; that of Databricks is sent there as it is. @default 'duckdb' */
  readonly dialect?: Dialect;
  /** Write all rows there instead of returning some. */
  readonly into?: RowsFile;
}

/** What the engine lends to one question. */
export interface QuestionContext {
  readonly database: Database;
  readonly sources: Sources;
  readonly limits: Limits;
  readonly feed: { readonly kind: FeedKind; readonly segmentBytes: number };
  readonly types: TypesMode;
  readonly badRows: BadRowsMode;
  readonly copies: CopyBook;
  readonly memo: InspectionMemo;
  readonly shelf: ParquetShelf;
  readonly slots: Slots;
  readonly prices: PriceModel;
  /** Absent where none is configured. */
  readonly remote?: RemoteEngine | undefined;
  /** What is expected to take too long is refused, for the remote engine to answer. @default false */
  readonly handsOver?: boolean;
  readonly deadline: TimeLeft;
  readonly signal: AbortSignal;
}
