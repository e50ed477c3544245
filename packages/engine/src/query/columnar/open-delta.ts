import { z } from 'zod';
import type { Scope } from '../../database/database.js';
import { quoteLiteral } from '../../database/quote.js';
import { deletionVector } from '../../delta/actions.js';
import { readDeletionVectors } from '../../delta/deletion-vector.js';
import { mayMatchSql, partitionValueSql } from '../../delta/may-match.js';
import { resolvePath } from '../../delta/resolve-path.js';
import { openSnapshot, type FoundTable, type Snapshot } from '../../delta/snapshot.js';
import type { Condition } from '../../parquet/condition.js';
import { EVERYTHING } from '../../parquet/everything.js';
import { typeSql } from '../../parquet/field.js';
import type { OpenContext } from '../../parquet/open-files.js';
import type { ColumnarFile, ColumnarTable, TableSize } from './columnar-table.js';

const FIND_BY = { none: 'name', name: 'physical-name', id: 'id' } as const;

/** A version of a Delta table as a source. */
export async function openDelta(scope: Scope, found: FoundTable, { id, ...named }: Pick<ColumnarTable, 'viewName' | 'withFilename'> & { readonly id: string }, context: OpenContext): Promise<ColumnarTable> {
  const snapshot = await openSnapshot(scope, found, id, context);
  const { table, version, fields, mode, partitionColumns, root } = snapshot;
  return {
    ...named,
    withFilename: named.withFilename && !fields.some(({ name }) => name.toLowerCase() === 'filename'),
    fields,
    findBy: FIND_BY[mode],
    partitionColumns: new Set(partitionColumns),
    delta: { uri: table, version },
    chooseFiles: async (asking, condition) => await chooseFiles(asking, snapshot, condition),
    measure: async (asking) => await measure(asking, snapshot),
    readVectors: async (vectors) => await readDeletionVectors(root, vectors, context),
  };
}

async function measure(scope: Scope, { filesPath }: Snapshot): Promise<TableSize> {
  const rows = `CAST(json_extract_string(stats, '$.numRecords') AS BIGINT) - coalesce(CAST(json_extract_string(vector, '$.cardinality') AS BIGINT), 0)`;
  const { rows: found } = await scope.rows(`SELECT count(*), coalesce(sum(size), 0)::BIGINT, CASE WHEN count(*) = count(${rows}) THEN coalesce(sum(${rows}), 0)::BIGINT END FROM read_parquet(${quoteLiteral(filesPath)})`, EVERYTHING);
  const [files, bytes, left] = z.tuple([z.coerce.number(), z.coerce.number(), z.coerce.number().nullable()]).parse(found[0]);
  return { files, bytes, ...(left === null ? {} : { rows: left }) };
}

const fileRow = z.tuple([z.string(), z.coerce.number().nullable(), z.coerce.number().nullable(), z.string().nullable(), z.string().nullable()]).rest(z.string().nullable());

async function chooseFiles(scope: Scope, { fields, partitionColumns, filesPath, root }: Snapshot, condition: Condition): Promise<ColumnarFile[]> {
  const partitions = [...fields.entries()].filter(([, { name }]) => partitionColumns.includes(name));
  const values = partitions.map(([, field]) => `CAST(${partitionValueSql(field)} AS VARCHAR)`);
  const sql = `
    SELECT ${['path', 'size', 'modified', `json_extract_string(stats, '$.numRecords')`, 'vector', ...values].join(', ')}
    FROM read_parquet(${quoteLiteral(filesPath)}) WHERE ${mayMatchSql(condition, { fields, partitionColumns: new Set(partitionColumns) })} ORDER BY i`;
  const { rows } = await scope.rows(sql, EVERYTHING);
  return rows.map((row) => {
    const [path, size, modified, records, vectorText, ...texts] = fileRow.parse(row);
    const vector = vectorText === null ? undefined : deletionVector.parse(JSON.parse(vectorText));
    return {
      uri: resolvePath(root, path),
      values: new Map(partitions.map(([index, field], i) => [index, valueSql(texts[i] ?? null, typeSql(field.type))])),
      ...(size === null ? {} : { size }),
      ...(modified === null ? {} : { modified: new Date(modified) }),
      ...(vector === undefined ? {} : { vector }),
      ...(records === null ? {} : { rows: Number(records) - (vector?.cardinality ?? 0) }),
    };
  });
}

const valueSql = (text: string | null, type: string): string => (text === null ? `CAST(NULL AS ${type})` : `CAST(${quoteLiteral(text)} AS ${type})`);
