import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RemoteRow } from '../../src/remote/remote-engine.js';
import { sparkName } from '../../src/remote/translate/spark-text.js';
import type { RunDatabricksSql } from './ask-both.js';
import type { DuckdbSide } from './duckdb-side.js';
import { TABLES } from './tables.js';
import type { Warehouse } from './warehouse.js';

export interface SparkTables extends AsyncDisposable {
  readonly run: RunDatabricksSql;
}

/** As sluice sets up its own sessions, and without compiling each of many small plans. */
const SETTINGS = ["SET TIME ZONE 'UTC'", 'SET spark.sql.codegen.wholeStage = false', 'SET spark.sql.adaptive.enabled = false'];

/** The questions' tables in a session of the warehouse, of just the types that they have in DuckDB: Parquet brings them there. */
export async function openSparkTables(warehouse: Warehouse, duckdb: DuckdbSide): Promise<SparkTables> {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-same-answers-'));
  await duckdb.exportTo(folder);
  const session = await warehouse.openSession();
  for (const statement of SETTINGS) await session.run(statement, () => true);
  for (const { viewName } of TABLES) {
    const key = `${viewName}.parquet`;
    warehouse.put(key, readFileSync(join(folder, key)));
    await session.run(`CREATE TEMPORARY VIEW ${sparkName(viewName)} USING parquet OPTIONS (path 's3://demo/${key}', datetimeRebaseMode 'CORRECTED')`, () => true);
  }
  rmSync(folder, { recursive: true });
  return {
    async run(sql) {
      const found: RemoteRow[] = [];
      await session.run(sql, (rows) => found.push(...rows) > 0);
      return found.map((row) => Object.values(row) as (string | null)[]);
    },
    async [Symbol.asyncDispose]() {
      await session[Symbol.asyncDispose]();
    },
  };
}
