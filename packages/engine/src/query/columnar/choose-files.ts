import type { Scope } from '../../database/database.js';
import type { ByteRange, Source } from '../../source/source.js';
import { EngineError } from '../../errors.js';
import { findColumnChunks } from '../../parquet/column-chunks.js';
import { findColumn } from '../../parquet/column-value.js';
import { parseCondition, type Condition } from '../../parquet/condition.js';
import { readFileColumns, type FileColumn } from '../../parquet/file-columns.js';
import { openParquetFiles, type OpenContext, type OpenFile } from '../../parquet/open-files.js';
import type { ScanPlan } from '../scan-plan.js';
import type { ColumnarFile, ColumnarTable } from './columnar-table.js';
import type { BoundColumnar } from './stub-view.js';

/** A file with what the question needs of it. */
export interface ChosenFile extends ColumnarFile {
  readonly open: OpenFile;
  readonly columns: readonly FileColumn[];
  /** Where the needed columns' bytes are. */
  readonly ranges: readonly ByteRange[];
  /** Of all of them. */
  readonly bytes: number;
}

/** What a question reads of a table. */
export interface ChosenTable extends BoundColumnar {
  readonly columns: ReadonlySet<number>;
  /** Some scan needs no column at all, only rows. */
  readonly isCounted: boolean;
  readonly files: readonly ChosenFile[];
  /** Pinned with the others, though a question that shows the beginning does not get that far. */
  readonly unread: readonly Source[];
}

/** Opens what was opened before, by an earlier attempt, only once. */
export type OpenedFiles = Map<string, OpenFile>;

export interface ChooseOptions extends OpenContext {
  readonly opened: OpenedFiles;
  readonly scans: ScanPlan;
  /** More is not shown, whatever the files hold. */
  readonly rows: number | undefined;
}

/** Finds the files that matter, and in each the bytes that matter. */
export async function chooseTable(scope: Scope, { id, table }: BoundColumnar, options: ChooseOptions): Promise<ChosenTable> {
  const { scans, rows } = options;
  const columns = scans.parts.get(id)?.columns ?? new Set<number>();
  const candidates = await table.chooseFiles(scope, conditionOf(id, scans));
  const files: ChosenFile[] = [];
  let found = 0;
  // A question that shows the beginning takes a file, then two, then four.
  for (let at = 0, count = 1; at < candidates.length && found < (rows ?? Infinity); at += count, count *= 2) {
    if (rows === undefined) count = candidates.length;
    const chosen = await chooseEach(scope, table, candidates.slice(at, at + count), columns, options);
    files.push(...chosen);
    found += chosen.reduce((sum, file) => sum + (file.rows ?? 0), 0);
  }
  const unread = table.delta === undefined ? candidates.slice(files.length).flatMap(({ uri }) => options.opened.get(uri)?.source ?? []) : [];
  return { id, table, columns, isCounted: scans.unattributed.times > 0, files, unread };
}

/** What rows have to satisfy for any of the scans. */
function conditionOf(id: string, { parts, unattributed }: ScanPlan): Condition {
  const filters = parts.get(id)?.filters ?? [];
  if (unattributed.times > 0 || filters.length === 0) return { kind: 'unknown' };
  return { kind: 'or', conditions: filters.map((filter) => (filter === undefined ? { kind: 'unknown' } : parseCondition(filter))) };
}

async function chooseEach(scope: Scope, table: ColumnarTable, files: readonly ColumnarFile[], columns: ReadonlySet<number>, options: ChooseOptions): Promise<ChosenFile[]> {
  const fields = [...columns].flatMap((index) => table.fields[index] ?? []).filter(({ name }) => !table.partitionColumns.has(name));
  const unopened = files.filter(({ uri }) => !options.opened.has(uri));
  const opened = await openParquetFiles(unopened, `d${options.opened.size}`, options);
  for (const [i, { uri }] of unopened.entries()) if (opened[i] !== undefined) options.opened.set(uri, opened[i]);
  const known = files.flatMap((file) => {
    const open = options.opened.get(file.uri);
    return open === undefined ? [] : [{ ...file, open }];
  });
  const paths = [...new Set(known.map(({ open }) => open.path))];
  const columnsByPath = await readFileColumns(scope, paths);
  if (table.findBy === 'id') assertNumbered(known, columnsByPath);
  const columnsOf = (path: string): readonly FileColumn[] => columnsByPath.get(path) ?? [];
  const names = new Set(paths.flatMap((path) => fields.flatMap((field) => findColumn(columnsOf(path), field, table.findBy)?.name ?? [])));
  const chunks = await findColumnChunks(scope, paths, [...names]);
  return known.map((file) => {
    const { rows = 0, ranges = [] } = chunks.get(file.open.path) ?? {};
    const within = ranges.map(({ start, end }) => ({ start, end: Math.min(end, file.open.source.size) }));
    return { ...file, rows: rows - (file.vector?.cardinality ?? 0), columns: columnsOf(file.open.path), ranges: within, bytes: within.reduce((sum, { start, end }) => sum + end - start, 0) };
  });
}

/** Without numbers in a file there is no telling which column is which. */
function assertNumbered(files: readonly { readonly uri: string; readonly open: OpenFile }[], columns: ReadonlyMap<string, readonly FileColumn[]>): void {
  const odd = files.find(({ open }) => columns.get(open.path)?.every(({ fieldId }) => fieldId === undefined) === true);
  if (odd === undefined) return;
  throw new EngineError('DATA_CORRUPT', `${odd.uri} does not number its columns, by which its table finds them`, { hint: 'Check the table with the program that wrote it.', uri: odd.uri });
}
