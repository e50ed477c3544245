import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Scope } from '../../database/database.js';
import { quoteIdentifier, quoteLiteral } from '../../database/quote.js';
import { EngineError } from '../../errors.js';
import type { ChosenTable } from './choose-files.js';
import { hasColumn, type LeftRows } from './table-view.js';

/** Makes what deletion vectors take away known to DuckDB, a variable of bits for each file, and says how to ask it. */
export async function findLeftRows(scope: Scope, { id, table, files }: ChosenTable, folder: string): Promise<LeftRows> {
  const thinned = files.flatMap((file) => (file.vector === undefined ? [] : [{ ...file, vector: file.vector }]));
  if (thinned.length === 0) return new Map();
  const odd = thinned.find((file) => hasColumn(file, 'file_row_number'));
  // DuckDB gives rows' positions under this name, and would give the column instead.
  if (odd !== undefined) throw new EngineError('SOURCE_UNSUPPORTED', `${odd.uri} has deleted rows and a column called file_row_number`, { hint: 'Ask with --engine databricks, which can read it.', uri: odd.uri });
  const deleted = await table.readVectors(thinned.map(({ vector }) => vector));
  const left = new Map<string, string>();
  for (const [i, { open }] of thinned.entries()) {
    const rows = deleted[i] ?? [];
    if (rows.length > 0) left.set(open.path, await leftSql(scope, rows, { variable: `${id} deleted ${i}`, path: join(folder, `${id}-deleted.csv`) }));
  }
  return left;
}

async function leftSql(scope: Scope, rows: readonly number[], { variable, path }: { readonly variable: string; readonly path: string }): Promise<string> {
  const last = rows.at(-1) ?? 0;
  await writeFile(path, rows.join('\n'), { mode: 0o600 });
  await scope.execute(`SET VARIABLE ${quoteIdentifier(variable)} = (SELECT bitstring_agg(n, 0, ${last}) FROM read_csv([${quoteLiteral(path)}], columns = {'n': 'BIGINT'}, auto_detect = false, header = false))`);
  return `CASE WHEN r.file_row_number <= ${last} THEN get_bit(getvariable(${quoteLiteral(variable)}), CAST(r.file_row_number AS INTEGER)) = 0 ELSE true END`;
}
