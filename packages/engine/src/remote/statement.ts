import { z } from 'zod';
import { EngineError } from '../errors.js';
import type { AnswerColumn, JsonRow } from '../result/answer.js';
import { RowBasket, type CollectedRows, type RowLimits } from '../result/row-basket.js';
import { duckdbType } from './duckdb-type.js';
import { exactTextSql, exactValue, isExact } from './exact-value.js';
import type { RemoteRow, RemoteSession } from './remote-engine.js';

/**
 * A query of unknown contents with all values as text. What stands in parentheses can only be a query, whatever it says; the newline ends a
 * trailing comment.
 */
export function wrappedSql(query: string, columns: readonly AnswerColumn[], maxRows: number): string {
  const names = columns.map((_, i) => `c${i}`);
  const values = columns.map(({ type }, i) => `${exactTextSql(`q.c${i}`, type)} AS c${i}`);
  return `SELECT ${values.join(', ')} FROM (\n${query}\n) AS q(${names.join(', ')}) LIMIT ${maxRows}`;
}

/** As `DESCRIBE QUERY` gives it, which takes a query and nothing else, and runs nothing. */
const described = z.object({ col_name: z.string(), data_type: z.string() });

/** Names and types of a query's columns, without running it. @throws EngineError REMOTE_UNSUPPORTED for types whose values cannot be brought exactly */
export async function describeQuery(session: RemoteSession, query: string): Promise<AnswerColumn[]> {
  const rows: RemoteRow[] = [];
  await session.run(`DESCRIBE QUERY (\n${query}\n)`, (more) => rows.push(...more) > 0);
  return rows.map((row) => {
    const { col_name: name, data_type: spark } = described.parse(row);
    const type = duckdbType(spark);
    if (type !== undefined && isExact(type)) return { name, type };
    throw new EngineError('REMOTE_UNSUPPORTED', `Column ${JSON.stringify(name)} is ${spark.slice(0, 100)}, which cannot be brought without loss`, { hint: 'Select parts of it, or to_json(…), with --dialect databricks.' });
  });
}

export interface FetchedRows extends CollectedRows {
  readonly queryId: string;
}

/** Runs a statement whose columns are texts named c0, c1, …, and restores their values. */
export async function fetchRows(session: RemoteSession, sql: string, columns: readonly AnswerColumn[], { limits, onBytes }: { readonly limits: RowLimits; readonly onBytes: (bytes: number) => void }): Promise<FetchedRows> {
  const basket = new RowBasket(limits);
  const queryId = await session.run(sql, (rows) => {
    for (const row of rows) {
      if (basket.full) break;
      basket.add(restored(row, columns, onBytes));
    }
    return !basket.full;
  });
  return { columns, ...basket.collected(), queryId };
}

const cell = z.string().nullable();

function restored(row: RemoteRow, columns: readonly AnswerColumn[], onBytes: (bytes: number) => void): JsonRow {
  const texts = columns.map((_, i) => cell.parse(row[`c${i}`]));
  onBytes(texts.reduce((sum, text) => sum + (text === null ? 0 : Buffer.byteLength(text)), 0));
  return texts.map((text, i) => exactValue(text, columns[i]?.type ?? 'VARCHAR'));
}
