import { z } from 'zod';
import type { Scope } from '../database/database.js';
import { quoteLiteral } from '../database/quote.js';
import type { ByteRange } from '../source/source.js';
import { EVERYTHING } from './everything.js';

/** What files hold, by path: rows, and where the bytes of the wanted columns are. */
export interface FileChunks {
  readonly rows: number;
  readonly ranges: readonly ByteRange[];
}

/** Old writers told sizes without the header of the dictionary page. */
const SLACK_BYTES = 128;

const found = z.tuple([z.string(), z.coerce.number(), z.array(z.array(z.coerce.number()).length(2)), z.boolean()]);

/**
 * Looks up in the files' directories which bytes their columns take.
 * @param columns by the names that the files have for them
 */
export async function findColumnChunks(scope: Scope, paths: readonly string[], columns: readonly string[]): Promise<Map<string, FileChunks>> {
  if (paths.length === 0) return new Map();
  const list = `[${paths.map(quoteLiteral).join(', ')}]`;
  const wanted = columns.length === 0 ? 'false' : columns.map((name) => `path_in_schema = ${quoteLiteral(name)} OR starts_with(path_in_schema, ${quoteLiteral(`${name}, `)})`).join(' OR ');
  // A filter whose length is not told could end anywhere.
  const sql = `
    WITH chunk AS (
      SELECT file_name, least(data_page_offset, coalesce(nullif(dictionary_page_offset, 0), data_page_offset)) AS first, total_compressed_size AS bytes, bloom_filter_offset AS bloom, bloom_filter_length AS bloom_bytes
      FROM parquet_metadata(${list}) WHERE ${wanted}),
    file AS (
      SELECT file_name, list([first, first + bytes + ${SLACK_BYTES}]) || coalesce(list([bloom, bloom + bloom_bytes]) FILTER (bloom_bytes IS NOT NULL), []) AS ranges, bool_or(bloom IS NOT NULL AND bloom_bytes IS NULL) AS unsure
      FROM chunk GROUP BY file_name)
    SELECT m.file_name, m.num_rows, coalesce(f.ranges, []), coalesce(f.unsure, false) FROM parquet_file_metadata(${list}) m LEFT JOIN file f USING (file_name)`;
  const { rows } = await scope.rows(sql, EVERYTHING);
  return new Map(
    rows.map((row) => {
      const [path, count, pairs, unsure] = found.parse(row);
      const ranges = unsure ? [{ start: 0, end: Infinity }] : pairs.map(([start = 0, end = 0]) => ({ start, end }));
      return [path, { rows: count, ranges }];
    }),
  );
}
