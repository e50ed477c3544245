import type { Scope } from '../../database/database.js';
import { mapAtOnce } from '../../source/sources.js';
import type { ChooseOptions, ChosenFile, ChosenTable } from './choose-files.js';
import { findLeftRows } from './left-rows.js';
import { createTableView } from './table-view.js';

/** Each reads with several connections. */
const FILES_AT_ONCE = 4;

/** Brings the bytes that a question needs of its tables, and points their views at them. */
export async function bringTables(scope: Scope, tables: readonly ChosenTable[], options: Pick<ChooseOptions, 'folder' | 'signal' | 'onBytes'>): Promise<void> {
  await mapAtOnce(tables.flatMap(({ files }) => files), FILES_AT_ONCE, async (file) => await bringFile(file, options));
  for (const table of tables) await createTableView(scope, table, await findLeftRows(scope, table, options.folder));
}

async function bringFile({ open, ranges, bytes }: ChosenFile, { signal, onBytes }: Pick<ChooseOptions, 'signal' | 'onBytes'>): Promise<void> {
  const { brought } = open;
  if (brought === undefined) {
    onBytes(bytes);
    return;
  }
  onBytes(await brought.bring(ranges, signal));
}
