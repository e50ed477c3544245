import type { DuckDBConnection } from '@duckdb/node-api';
import type { Binder } from './bind-question.js';

/** A binder over a test's own connection. */
export const createBinder = (connection: DuckDBConnection): Binder => ({
  async execute(sql) {
    await connection.run(sql);
  },
  async text(sql, parameter) {
    return String((await connection.runAndReadAll(sql, [parameter])).getRows()[0]?.[0]);
  },
  async describe(sql) {
    const prepared = await connection.prepare(sql);
    const columns = Array.from({ length: prepared.columnCount }, (_, i) => ({ name: prepared.columnName(i), type: prepared.columnType(i).toString() }));
    prepared.destroySync();
    return columns;
  },
});
