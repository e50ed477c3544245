import { z } from 'zod';
import type { Scope } from '../../database/database.js';
import { quoteLiteral } from '../../database/quote.js';
import { EngineError } from '../../errors.js';
import { findColumnChunks } from '../../parquet/column-chunks.js';
import { EVERYTHING } from '../../parquet/everything.js';
import type { OpenFile } from '../../parquet/open-files.js';
import type { NamedObject } from '../../source/sources.js';
import type { ColumnarTable } from './columnar-table.js';

/** Parquet files as one table, joined by column name. */
export async function openParquet(scope: Scope, objects: readonly NamedObject[], opened: readonly OpenFile[], named: Pick<ColumnarTable, 'viewName' | 'withFilename'>): Promise<ColumnarTable> {
  const paths = opened.map(({ path }) => quoteLiteral(path)).join(', ');
  const { rows } = await scope.rows(`SELECT column_name, column_type FROM (DESCRIBE FROM read_parquet([${paths}], union_by_name = true, hive_partitioning = false))`, EVERYTHING).catch((cause: unknown) => {
    throw notRead(objects, cause);
  });
  const columns = rows.map((row) => z.tuple([z.string(), z.string()]).parse(row));
  return {
    ...named,
    withFilename: named.withFilename && !columns.some(([name]) => name.toLowerCase() === 'filename'),
    fields: columns.map(([name, sql]) => ({ name, physicalName: name, nullable: true, type: { kind: 'leaf', sql } })),
    findBy: 'name',
    partitionColumns: new Set(),
    chooseFiles: () => Promise.resolve(objects.map((object) => ({ ...object, values: new Map() }))),
    measure: async (asking) => {
      const chunks = await findColumnChunks(asking, opened.map(({ path }) => path), []);
      return { files: opened.length, bytes: opened.reduce((sum, { source }) => sum + source.size, 0), rows: [...chunks.values()].reduce((sum, file) => sum + file.rows, 0) };
    },
    readVectors: () => Promise.resolve([]),
  };
}

function notRead(objects: readonly NamedObject[], cause: unknown): unknown {
  if (!(cause instanceof EngineError) || cause.code !== 'SQL_FAILED') return cause;
  const uri = objects.length === 1 ? (objects[0]?.uri ?? '') : `one of ${objects.length} files`;
  return new EngineError('DATA_CORRUPT', `${uri} cannot be read as Parquet: ${cause.message.split('\n', 1)[0] ?? ''}`, { hint: 'Check that it was written to its end, and that the files belong to one table.', cause });
}
