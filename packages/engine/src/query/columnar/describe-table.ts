import type { Database, Scope } from '../../database/database.js';
import { quoteLiteral } from '../../database/quote.js';
import type { ParquetShelf } from '../../parquet/parquet-shelf.js';
import { typeSql } from '../../parquet/field.js';
import { versionedName } from '../../plan/table-version.js';
import type { ListedObject } from '../../source/source.js';
import { isGlob } from '../../source/uri.js';
import { columnarPlace } from './columnar-question.js';
import { findColumnar, findDelta, type FindOptions, type FoundColumnar } from './find-columnar.js';
import type { ColumnarTable } from './columnar-table.js';
import { openTable } from './open-table.js';

/** What `inspect` says of a Delta table or Parquet files, as JSON has it. */
export interface TableDescription {
  readonly uri: string;
  readonly format: 'delta' | 'parquet';
  /** Of a Delta table. */
  readonly version?: number;
  readonly columns: readonly { readonly name: string; readonly type: string; readonly nullable: boolean; readonly partition: boolean }[];
  readonly files: number;
  /** Of all files; a question reads of them what it needs. */
  readonly bytes: number;
  /** Absent where nothing but reading them would tell. */
  readonly rows?: number;
  /** A FROM clause that reads this very version, ready to paste. */
  readonly from: string;
}

export interface DescribeContext extends FindOptions {
  readonly database: Database;
  readonly shelf: ParquetShelf;
}

/** Describes what a name stands for, if that is Parquet. */
export async function describeTable(uri: string, context: DescribeContext): Promise<TableDescription | undefined> {
  const found = await findColumnar([uri], context);
  if (found === undefined) return undefined;
  return await withTable(found, context, async (table, scope) => {
    const { delta, fields, partitionColumns } = table;
    const columns = fields.map(({ name, type, nullable }) => ({ name, type: typeSql(type), nullable, partition: partitionColumns.has(name) }));
    const common = { columns, ...(await table.measure(scope)) };
    if (delta === undefined) return { uri, format: 'parquet', ...common, from: `FROM ${quoteLiteral(uri)}` };
    return { uri: delta.uri, format: 'delta', version: delta.version, ...common, from: `FROM ${quoteLiteral(versionedName(delta.uri, delta.version))}` };
  });
}

/** What a glob or folder stands for; of a Delta table the files that make up the version. */
export async function listFiles(uri: string, context: DescribeContext): Promise<ListedObject[]> {
  const { sources, signal } = context;
  const found = isGlob(uri) ? undefined : await findDelta(uri, context);
  if (found === undefined) return await sources.list(uri.endsWith('/') ? `${uri}*` : uri, signal);
  return await withTable({ kind: 'delta', found }, context, async (table, scope) => {
    const files = await table.chooseFiles(scope, { kind: 'unknown' });
    // The log knows no ETags: what is listed need not be there any more.
    return files.map((file) => ({ uri: file.uri, size: file.size ?? 0, etag: '', modified: file.modified ?? new Date(0) }));
  });
}

async function withTable<T>(found: FoundColumnar, { database, sources, shelf, signal }: DescribeContext, use: (table: ColumnarTable, scope: Scope) => Promise<T>): Promise<T> {
  await using place = columnarPlace(database.folder, shelf);
  await using scope = database.openScope(signal);
  const opening = { context: { sources, signal, folder: place.folder, borrowed: place.borrowed, onBytes: () => {} }, opened: new Map() };
  return await use(await openTable(scope, found, { viewName: 't', withFilename: false, id: 't' }, opening), scope);
}
