import { z } from 'zod';
import type { Scope } from '../../database/database.js';
import { quoteLiteral } from '../../database/quote.js';
import { EngineError } from '../../errors.js';
import { findColumnChunks } from '../../parquet/column-chunks.js';
import { EVERYTHING } from '../../parquet/everything.js';
import type { OpenFile } from '../../parquet/open-files.js';
import type { NamedObject } from '../../source/sources.js';
import type { ColumnarTable } from './columnar-table.js';
import type { FoundColumnar } from './find-columnar.js';
import { folderColumns } from './folder-values.js';

/** Parquet files as one table, joined by column name. */
export async function openParquet(scope: Scope, { objects, below }: Extract<FoundColumnar, { kind: 'parquet' }>, opened: readonly OpenFile[], named: Pick<ColumnarTable, 'viewName' | 'withFilename'>): Promise<ColumnarTable> {
  const paths = opened.map(({ path }) => quoteLiteral(path)).join(', ');
  const { rows } = await scope.rows(`SELECT column_name, column_type FROM (DESCRIBE FROM read_parquet([${paths}], union_by_name = true, hive_partitioning = false))`, EVERYTHING).catch((cause: unknown) => {
    throw notRead(objects, cause);
  });
  const own = rows.map((row) => z.tuple([z.string(), z.string()]).parse(row));
  const folders = await folderColumns(scope, below);
  // What the files say goes before what their folders say.
  const added = [...folders.columns.entries()].filter(([, { name }]) => !own.some(([known]) => known.toLowerCase() === name.toLowerCase()));
  const columns = [...own, ...added.map(([, { name, type }]) => [name, type] as const)];
  return {
    ...named,
    withFilename: named.withFilename && !columns.some(([name]) => name.toLowerCase() === 'filename'),
    fields: columns.map(([name, sql]) => ({ name, physicalName: name, nullable: true, type: { kind: 'leaf', sql } })),
    findBy: 'name',
    partitionColumns: new Set(added.map(([, { name }]) => name)),
    chooseFiles: () =>
      Promise.resolve(objects.map((object, i) => ({ ...object, values: new Map(added.map(([at, { type }], k) => [own.length + k, valueSql(folders.values[i]?.[at], type)])) }))),
    measure: async (asking) => {
      const chunks = await findColumnChunks(asking, opened.map(({ path }) => path), []);
      return { files: opened.length, bytes: opened.reduce((sum, { source }) => sum + source.size, 0), rows: [...chunks.values()].reduce((sum, file) => sum + file.rows, 0) };
    },
    readVectors: () => Promise.resolve([]),
  };
}

const valueSql = (text: string | undefined, type: string): string => (text === undefined ? `CAST(NULL AS ${type})` : `CAST(${quoteLiteral(text)} AS ${type})`);

function notRead(objects: readonly NamedObject[], cause: unknown): unknown {
  if (!(cause instanceof EngineError) || cause.code !== 'SQL_FAILED') return cause;
  const uri = objects.length === 1 ? (objects[0]?.uri ?? '') : `one of ${objects.length} files`;
  return new EngineError('DATA_CORRUPT', `${uri} cannot be read as Parquet: ${cause.message.split('\n', 1)[0] ?? ''}`, { hint: 'Check that it was written to its end, and that the files belong to one table.', cause });
}
