import { quoteIdentifier } from '../database/quote.js';
import type { Inspected } from '../inspect/inspected.js';
import { createFeed } from '../feed/create-feed.js';
import type { Feed, FeedOptions } from '../feed/feed.js';
import type { ComputedColumns } from '../plan/computed-columns.js';
import { feedInput } from './feed-input.js';
import { isDirect } from './is-direct.js';
import type { BadRows } from './bad-rows.js';
import type { TypeChecking } from './column-sql.js';
import type { UsableCopy } from './copy-book.js';
import { copyKey } from './copy-names.js';
import { copySelect, partSelect, type Part } from './part.js';
import { NORMAL_DIALECT } from '../feed/normalise.js';
import type { TableFiles } from './table-files.js';
import { showAsWritten } from './show-as-written.js';
import { unifyReadings } from './unify-readings.js';

/** A part with what brings its bytes. */
export interface BoundPart extends Part {
  readonly files: readonly Inspected[];
  /** Absent when DuckDB reads the files, or their copy, itself. */
  readonly feed: Feed | undefined;
  /** Under which a copy of the part is kept. */
  readonly copyKey: string;
  /** Its rows are the same for whoever asks: none was left out or mended for this question. */
  readonly keepable: boolean;
  /** Made by an earlier question; it stands for the files. */
  readonly copy?: UsableCopy;
}

export interface BoundTable {
  readonly viewName: string;
  readonly parts: readonly BoundPart[];
}

export interface BindOptions extends FeedOptions {
  readonly maxRecordBytes: number;
  readonly checking: TypeChecking;
  readonly badRows: BadRows;
  readonly computed: ComputedColumns;
  /** Copy keys of files that DuckDB could open itself and that are better streamed. */
  readonly streamed: readonly string[];
  /** The copy to read instead of the files, if there is one. */
  readonly copyOf: (key: string) => UsableCopy | undefined;
}

/** Gives every table's files a way to DuckDB: their own path, or pipes. */
export async function bindTables(tables: readonly TableFiles[], options: BindOptions): Promise<BoundTable[]> {
  const bound: BoundTable[] = [];
  let parts = 0;
  for (const { viewName, files, withFilename } of tables) {
    const groups = groupAlike(showAsWritten(unifyReadings(files), options.computed));
    const made: BoundPart[] = [];
    for (const group of groups) made.push(...(await bindGroup(group, { ...options, id: `s${(parts += 1)}`, withFilename })));
    bound.push({ viewName, parts: made });
  }
  return bound;
}

export async function disposeFeeds(tables: readonly BoundTable[]): Promise<void> {
  const feeds = tables.flatMap((table) => table.parts).flatMap((part) => part.feed ?? []);
  await Promise.all(feeds.map((feed) => feed[Symbol.asyncDispose]()));
}

export function createViewSql({ viewName, parts }: BoundTable, select: (part: BoundPart) => string = boundSelect): string {
  const view = `CREATE OR REPLACE TEMP VIEW ${quoteIdentifier(viewName)} AS `;
  return view + parts.map(select).join(' UNION ALL BY NAME ');
}

export const boundSelect = (part: BoundPart): string => (part.copy === undefined ? partSelect(part) : copySelect(part, part.copy));

/** Runs of files that one `read_csv` can read; a new run begins where the reading changes, so that order is kept. */
function groupAlike(files: readonly Inspected[]): Inspected[][] {
  const groups: Inspected[][] = [];
  let lastKey: string | undefined;
  for (const file of files) {
    const key = readingKey(file);
    if (key === lastKey) groups.at(-1)?.push(file);
    else groups.push([file]);
    lastKey = key;
  }
  return groups;
}

function readingKey(file: Inspected): string {
  const { dialect, columns } = file.reading;
  const direct = isDirect(file);
  const { delimiter, quote, escape, newline } = file.parser === 'duckdb' ? dialect : NORMAL_DIALECT;
  const shape = columns.map(({ name, type, format, missing, decimalSeparator, thousandsSeparator }) => [
    name, type, format, missing, decimalSeparator, thousandsSeparator,
  ]);
  return JSON.stringify([direct ? file.skippableLines : 'feed', delimiter, quote, escape, newline, shape]);
}

async function bindGroup(files: readonly Inspected[], { id, withFilename, ...options }: BindOptions & { readonly id: string; readonly withFilename: boolean }): Promise<BoundPart[]> {
  const [first] = files;
  if (first === undefined) return [];
  const reading = first.parser === 'duckdb' ? first.reading : { ...first.reading, dialect: NORMAL_DIALECT };
  const key = copyKey(files, withFilename);
  const keepable = options.badRows.mode === 'error' && !files.some(({ replaceInvalid }) => replaceInvalid);
  const common = { id, reading, maxRecordBytes: options.maxRecordBytes, checking: options.checking, files, copyKey: key, keepable };
  const filenames = (paths: readonly (readonly string[])[]): Pick<Part, 'filenames'> =>
    withFilename ? { filenames: paths.flatMap((list, i) => list.map(() => files[i]?.source.uri ?? '')) } : {};
  const copy = keepable ? options.copyOf(key) : undefined;
  if (copy !== undefined) return [{ ...common, ...filenames(files.map(() => [''])), paths: [], feed: undefined, copy }];
  const isStreamed = options.streamed.includes(key) && !files.some(({ isOdd }) => isOdd === true);
  if (isDirect(first) && !isStreamed) {
    const paths = files.map(({ source }) => source.localPath ?? '');
    return [{ ...common, ...filenames(paths.map((path) => [path])), skipLines: first.skippableLines ?? 0, paths, feed: undefined }];
  }
  const feed = await createFeed(files.map((file) => feedInput(file, options)), options);
  return [{ ...common, ...filenames(feed.paths), paths: feed.paths.flat(), feed }];
}
