import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import type { Parse } from './syntax-tree.js';

/** A DuckDB of the test's own, with the parser as the engine's child process offers it. */
export interface TestDatabase {
  readonly connection: DuckDBConnection;
  readonly parse: Parse;
  close(): void;
}

export async function openTestDatabase(): Promise<TestDatabase> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  return {
    connection,
    async parse(sql) {
      const reader = await connection.runAndReadAll('SELECT json_serialize_sql($1::VARCHAR)', [sql]);
      return JSON.parse(String(reader.getRows()[0]?.[0])) as unknown;
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
