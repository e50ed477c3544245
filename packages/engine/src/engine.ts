import { join } from 'node:path';
import { CopyStore } from './cache/copy-store.js';
import type { CacheUsage } from './cache/evict.js';
import { ownFolder } from './cache/own-folder.js';
import type { ChildOptions } from './database/child-host.js';
import { openDatabase } from './database/database.js';
import type { Params } from './database/protocol.js';
import { logged, type EngineLogger } from './engine-logger.js';
import { feedKind, type FeedKind } from './feed/feed.js';
import type { Inspected } from './inspect/inspected.js';
import { inspectSource, type InspectOptions } from './inspect/inspect-source.js';
import { DEFAULT_LIMITS, type Limits } from './limits.js';
import { memoryPlan } from './memory-plan.js';
import { answerQuestion } from './query/answer-question.js';
import type { BadRowsMode } from './query/bad-rows.js';
import { describeTable, listFiles, type TableDescription } from './query/columnar/describe-table.js';
import { ParquetShelf } from './parquet/parquet-shelf.js';
import { connectDatabricks } from './remote/databricks/connect-databricks.js';
import type { DatabricksSettings } from './remote/databricks/databricks-settings.js';
import { CopyBook } from './query/copy-book.js';
import { InspectionMemo } from './query/inspection-memo.js';
import type { Progress } from './query/meter.js';
import { PriceModel } from './query/price/price-model.js';
import type { Dialect, EngineChoice, Question, TypesMode } from './query/question.js';
import { Slots } from './query/slots.js';
import { EVERY_ROW, withRowsFile, type FileFormat } from './query/write-rows.js';
import { createReports, type Reports } from './report/reports.js';
import { withDeadline, type Deadline } from './query/deadline.js';
import type { Answer } from './result/answer.js';
import { createLocalProvider } from './source/local-provider.js';
import { realRoots } from './source/local-path.js';
import type { S3Options } from './source/s3-client.js';
import type { ListedObject, PlaceCheck, Source } from './source/source.js';
import { createSources } from './source/sources.js';

export interface EngineOptions {
  /** Folders whose files may be read. @default `./data` */
  readonly roots?: readonly string[];
  /** `s3://bucket/prefix` each; without any, whatever the credentials can read. */
  readonly allow?: readonly string[];
  readonly s3?: S3Options;
  readonly limits?: Partial<Limits>;
  /** Told what was read and how long it took, never what it said. @default none */
  readonly logger?: EngineLogger;
  /**
   * Where columns that were read are kept, verified, for later questions: `memory` is a folder that goes with the engine,
   * anything else is the path of one that stays and may be shared.
   * @default 'memory'
   */
  readonly cache?: CacheOption;
  /** Pipes or temporary files between sources and DuckDB. @default what the platform has */
  readonly feed?: FeedKind;
  /** A warehouse that answers what would be too much for this machine, and what it is asked. @default none */
  readonly databricks?: DatabricksSettings;
}

export type CacheOption = 'off' | 'memory' | (string & {});

export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly timeoutMs?: number;
}

export interface QueryOptions extends CallOptions {
  /** Sources by alias: `{ orders: ['s3://bucket/orders.csv'] }`. */
  readonly tables?: Readonly<Record<string, string | readonly string[]>>;
  readonly params?: Params;
  /** How to read files for which the SQL itself says nothing else. */
  readonly reading?: InspectOptions;
  /** Overrides of the engine's limits, for this question. */
  readonly limits?: Partial<Pick<Limits, 'maxRows' | 'maxResultBytes' | 'maxCellChars' | 'maxScanBytes'>>;
  /** Called as bytes arrive, a few times a second at most. */
  readonly onProgress?: (progress: Progress) => void;
  /** Say what would be read, and read no more than samples. */
  readonly dryRun?: boolean;
  /** @default 'auto': 'verified' where that is expected to end before the deadline */
  readonly types?: TypesMode;
  /** @default 'error' */
  readonly badRows?: BadRowsMode;
  /** Who answers. @default 'auto': DuckDB, or the warehouse what would be too much for it */
  readonly engine?: EngineChoice;
  /** Whose SQL it is; that of Databricks goes there as it is. @default 'duckdb' */
  readonly dialect?: Dialect;
}

export interface WriteOptions extends Omit<QueryOptions, 'limits' | 'dryRun'> {
  readonly format: FileFormat;
}

export interface WrittenRows {
  readonly path: string;
  /** With the number of rows, and without the rows. */
  readonly answer: Answer;
}

/** Answers SQL over CSV files where they lie. Dispose it: it owns a process and a scratch folder. */
export interface Engine extends Reports, AsyncDisposable {
  readonly limits: Limits;
  /** @throws EngineError with any code */
  query(sql: string, options?: QueryOptions): Promise<Answer>;
  /**
   * Writes the whole answer to a file, which is gone when `use` has ended: move or send it.
   * @throws EngineError with any code
   */
  writeRows<T>(sql: string, options: WriteOptions, use: (file: WrittenRows) => Promise<T>): Promise<T>;
  /** What a name stands for, if that is a Delta table or Parquet: its columns, size and version. */
  describeTable(uri: string, options?: CallOptions): Promise<TableDescription | undefined>;
  /** How each file that a name or glob stands for would be read; of CSV alone. */
  inspect(uri: string, options?: CallOptions & InspectOptions): Promise<Inspected[]>;
  /** The files that a glob or folder stands for; of a Delta table those that make up the version. */
  listFiles(uri: string, options?: CallOptions): Promise<ListedObject[]>;
  /** Asks each place in S3 that may be read whether it answers, which also readies what reading there needs. */
  checkPlaces(options?: CallOptions): Promise<PlaceCheck[]>;
  /** What is kept for later questions; `undefined` where nothing is. */
  cacheUsage(): CacheUsage | undefined;
}

export function createEngine(options: EngineOptions = {}): Engine {
  const limits: Limits = { ...DEFAULT_LIMITS, ...options.limits };
  const memory = memoryPlan(limits);
  const roots = realRoots(options.roots ?? ['data']);
  const { database, ...shared } = openShared(options, { limits, readable: roots, ...memory.database });
  const sources = openSources(options, { roots, maxObjects: limits.maxObjects, reading: memory.s3 });
  const places = { database, sources, shelf: shared.shelf, maxObjects: limits.maxObjects };
  const remote = options.databricks === undefined ? undefined : connectDatabricks(options.databricks);
  const call = <T>(run: (signal: AbortSignal, deadline: Deadline) => Promise<T>, { signal, timeoutMs }: CallOptions): Promise<T> =>
    withDeadline(timeoutMs ?? limits.timeoutMs, signal, run);

  const ask = (sql: string, question: QueryOptions & Pick<Question, 'into'>): Promise<Answer> =>
    call(async (signal, deadline) => {
      sources.prepare(JSON.stringify([sql, question.tables]));
      const context = {
        database,
        sources,
        limits: { ...limits, ...question.limits },
        feed: { kind: options.feed ?? feedKind(), segmentBytes: memory.segmentBytes },
        types: question.types ?? 'auto',
        badRows: question.badRows ?? 'error',
        ...shared,
        remote,
        deadline,
        signal,
      };
      return logged(await answerQuestion({ ...question, sql }, context), options.logger);
    }, question);
  const query: Engine['query'] = (sql, question = {}) => ask(sql, question);
  const reports = createReports(({ onProgress, ...options }, run) =>
    call((signal, deadline) => run((sql, question) => query(sql, { engine: 'duckdb', ...question, ...(onProgress && { onProgress }), signal, timeoutMs: deadline.remainingMs() })), options),
  );

  return {
    limits,
    query,
    ...reports,
    writeRows: (sql, { format, ...question }, use) =>
      withRowsFile({ folder: database.folder, format, maxBytes: limits.maxTempBytes, signal: question.signal }, (into, signal) => ask(sql, { ...question, signal, limits: { maxRows: EVERY_ROW }, into }), use),
    inspect: (uri, inspectOptions = {}) => call(async (signal) => await inspectEach(await sources.resolve([uri], signal), inspectOptions, signal), inspectOptions),
    describeTable: (uri, describeOptions = {}) => call((signal) => describeTable(uri, { ...places, signal }), describeOptions),
    listFiles: (uri, listOptions = {}) => call((signal) => listFiles(uri, { ...places, signal }), listOptions),
    checkPlaces: (checkOptions = {}) => call((signal) => sources.check('s3', signal), checkOptions),
    cacheUsage: () => shared.copies.store?.usage(),
    async [Symbol.asyncDispose]() {
      await sources[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

const inspectEach = (opened: readonly Source[], options: InspectOptions, signal: AbortSignal): Promise<Inspected[]> =>
  Promise.all(opened.map((source) => inspectSource(source, options, signal)));

interface SourcesNeeds {
  readonly roots: readonly string[];
  readonly maxObjects: number;
  readonly reading: ReturnType<typeof memoryPlan>['s3'];
}

/** Places to read from; S3's client is loaded when it is first asked for. */
function openSources({ s3, allow = [] }: EngineOptions, { roots, maxObjects, reading }: SourcesNeeds) {
  return createSources({
    file: () => Promise.resolve(createLocalProvider({ roots, maxObjects })),
    s3: async () => {
      const { connectS3 } = await import('./source/s3-provider.js');
      return connectS3({ ...s3, allow, ...reading, maxObjects });
    },
  });
}

interface SharedOptions extends Pick<ChildOptions, 'readable' | 'memoryBytes' | 'maxResidentBytes'> {
  readonly limits: Limits;
}

/** What all questions of an engine have in common: DuckDB, and what earlier ones left behind. */
function openShared({ cache = 'memory' }: EngineOptions, { limits, ...child }: SharedOptions) {
  const copies = cache === 'off' || cache === 'memory' ? undefined : ownFolder(cache);
  const database = openDatabase({ ...child, threads: limits.threads, tempBytes: limits.maxTempBytes, ...(copies === undefined ? {} : { copies }) });
  const store = cache === 'off' ? undefined : new CopyStore({ folder: copies ?? join(database.folder, 'copies'), maxBytes: limits.maxCacheBytes });
  return { database, copies: new CopyBook(store), memo: new InspectionMemo(), shelf: new ParquetShelf(join(database.folder, 'parquet'), cache === 'off' ? 0 : limits.maxCacheBytes), slots: new Slots(Math.max(2, limits.threads)), prices: new PriceModel({ threads: limits.threads }) };
}
