import type { DuckDBResult } from '@duckdb/node-api';
import type { AnswerColumn } from './answer.js';
import { toJsonValue } from './json-values.js';
import { RowBasket, type CollectedRows, type RowLimits } from './row-basket.js';
import { refuseUnnamedFields } from './struct-fields.js';

/**
 * Reads the rows of a finished query within the limits. The SQL should end in `LIMIT maxRows + 1`: the one row more
 * tells a cut result from a complete one.
 * @throws EngineError SQL_FAILED when a column's values cannot be told apart by field name
 */
export async function collectRows(result: DuckDBResult, limits: RowLimits): Promise<CollectedRows> {
  const columns = columnsOf(result);
  const basket = new RowBasket(limits);
  for await (const chunk of result) {
    for (let index = 0; index < chunk.rowCount && !basket.full; index += 1) {
      basket.add(chunk.convertRowValues(index, toJsonValue));
    }
    if (basket.full) break;
  }
  return { columns, ...basket.collected() };
}

function columnsOf(result: DuckDBResult): AnswerColumn[] {
  return result.columnTypes().map((type, index) => {
    const name = result.columnName(index);
    refuseUnnamedFields(name, type);
    return { name, type: String(type) };
  });
}
