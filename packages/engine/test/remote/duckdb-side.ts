import { DuckDBInstance, type DuckDBValue } from '@duckdb/node-api';
import { join } from 'node:path';
import type { Binder } from '../../src/remote/translate/bind-question.js';
import { createBinder } from '../../src/remote/translate/duckdb-binder.fixture.js';
import { quoteIdentifier, quoteLiteral } from '../../src/database/quote.js';
import { TABLES } from './tables.js';

/** DuckDB with the questions' tables, and a second one to bind questions in. */
export interface DuckdbSide {
  readonly binder: Binder;
  /** Rows with every value as text. */
  rows(sql: string): Promise<(string | null)[][]>;
  /** Writes every table as a file named as the table and its format are. */
  exportTo(folder: string, options?: ExportOptions): Promise<void>;
  close(): void;
}

export interface ExportOptions {
  readonly format: 'parquet' | 'csv';
  /** What is written of a table. */
  readonly select: (viewName: string) => string;
}

const WHOLE_PARQUET: ExportOptions = { format: 'parquet', select: () => '*' };

export async function openDuckdbSide(): Promise<DuckdbSide> {
  const instances = [await DuckDBInstance.create(':memory:'), await DuckDBInstance.create(':memory:')] as const;
  const [data, binding] = [await instances[0].connect(), await instances[1].connect()];
  for (const connection of [data, binding]) await connection.run("SET TimeZone = 'UTC'");
  for (const { viewName, columns, rows } of TABLES) {
    const defined = columns.map(({ name, type }) => `${quoteIdentifier(name)} ${type}`).join(', ');
    await data.run(`CREATE TABLE ${quoteIdentifier(viewName)} (${defined})`);
    await data.run(`INSERT INTO ${quoteIdentifier(viewName)} ${rows}`);
  }
  return {
    binder: createBinder(binding),
    async rows(sql) {
      return (await data.runAndReadAll(sql)).getRows().map((row) => row.map(textOf));
    },
    async exportTo(folder, { format, select } = WHOLE_PARQUET) {
      for (const { viewName } of TABLES) await data.run(`COPY (SELECT ${select(viewName)} FROM ${quoteIdentifier(viewName)}) TO ${quoteLiteral(join(folder, `${viewName}.${format}`))} (FORMAT ${format})`);
    },
    close() {
      for (const connection of [data, binding]) connection.closeSync();
      for (const instance of instances) instance.closeSync();
    },
  };
}

const textOf = (value: DuckDBValue): string | null => (value === null ? null : String(value));
