import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckdbSide } from './duckdb-side.js';
import { TABLES } from './tables.js';
import type { Warehouse } from './warehouse.js';

/** What no CSV that Spark splits into lines can hold, and a number that the engines write in different ways. */
const INSTEAD: Readonly<Record<string, string>> = {
  edges: "* REPLACE (replace(s, chr(10), ' ') AS s, CASE WHEN d = 9007199254740992 THEN 123456789012345 ELSE d END AS d)",
};

/** Puts the questions' tables as CSV into S3, and gives their places by name. Their types are those that sluice finds in the files. */
export async function putCsvTables(warehouse: Warehouse, duckdb: DuckdbSide): Promise<Readonly<Record<string, string>>> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-same-answers-'));
  await duckdb.exportTo(folder, { format: 'csv', select: (viewName) => INSTEAD[viewName] ?? '*' });
  for (const { viewName } of TABLES) warehouse.put(`${viewName}.csv`, readFileSync(join(folder, `${viewName}.csv`)));
  rmSync(folder, { recursive: true });
  return Object.fromEntries(TABLES.map(({ viewName }) => [viewName, `s3://demo/${viewName}.csv`]));
}
