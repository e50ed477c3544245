import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Scope } from '../../database/database.js';
import { quoteLiteral } from '../../database/quote.js';
import { EngineError } from '../../errors.js';
import { mapAtOnce } from '../../source/sources.js';
import type { ChooseOptions, ChosenFile, ChosenTable } from './choose-files.js';
import { createTableView } from './table-view.js';

/** Each reads with several connections. */
const FILES_AT_ONCE = 4;

/** Brings the bytes that a question needs of its tables, and points their views at them. */
export async function bringTables(scope: Scope, tables: readonly ChosenTable[], options: Pick<ChooseOptions, 'folder' | 'signal' | 'onBytes'>): Promise<void> {
  await mapAtOnce(tables.flatMap(({ files }) => files), FILES_AT_ONCE, async (file) => await bringFile(file, options));
  for (const table of tables) await createTableView(scope, table, await deletedRows(scope, table, options));
}

async function bringFile({ open, ranges, bytes }: ChosenFile, { signal, onBytes }: Pick<ChooseOptions, 'signal' | 'onBytes'>): Promise<void> {
  const { brought } = open;
  if (brought === undefined) {
    onBytes(bytes);
    return;
  }
  onBytes(await brought.bring(ranges, signal));
}

/** The rows that deletion vectors take away, as a table that names files by their positions. */
async function deletedRows(scope: Scope, { id, table, files }: ChosenTable, { folder }: Pick<ChooseOptions, 'folder'>): Promise<string | undefined> {
  const thinned = [...files.entries()].flatMap(([i, { vector, columns, uri }]) => (vector === undefined ? [] : [{ i, vector, columns, uri }]));
  if (thinned.length === 0) return undefined;
  const odd = thinned.find(({ columns }) => columns.some(({ name }) => name.toLowerCase() === 'file_row_number'));
  // DuckDB gives rows' positions under this name, and would give the column instead.
  if (odd !== undefined) throw new EngineError('SOURCE_UNSUPPORTED', `${odd.uri} has deleted rows and a column called file_row_number`, { hint: 'Ask with --engine databricks, which can read it.', uri: odd.uri });
  const rows = await table.readVectors(thinned.map(({ vector }) => vector));
  const path = join(folder, `${id}-deleted.csv`);
  await writeFile(path, thinned.map(({ i }, at) => (rows[at] ?? []).map((row) => `${i},${row}\n`).join('')).join(''), { mode: 0o600 });
  const name = `"${id} deleted"`;
  await scope.execute(`CREATE OR REPLACE TEMP TABLE ${name} AS FROM read_csv([${quoteLiteral(path)}], columns = {'i': 'INTEGER', 'n': 'BIGINT'}, auto_detect = false, header = false)`);
  return name;
}
