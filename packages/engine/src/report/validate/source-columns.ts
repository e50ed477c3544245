import { nearest } from '../../decode/nearest.js';
import { EngineError } from '../../errors.js';
import type { Answer } from '../../result/answer.js';
import { sourceSql } from './rows-sql.js';

/** Asks the engine one question; sources stand in the SQL. */
export type Ask = (sql: string) => Promise<Answer>;

/** A source's columns, by its sample alone. */
export async function askColumns(ask: Ask, uris: readonly string[]): Promise<string[]> {
  const { rows, truncated } = await ask(`SELECT column_name FROM (DESCRIBE FROM ${sourceSql(uris)})`);
  if (!truncated) return rows.flatMap(([name]) => (typeof name === 'string' ? name : []));
  throw new EngineError('RESULT_LIMIT', `${uris.join(', ')} has more than ${rows.length} columns, the most that may be listed`, {
    hint: 'Raise the limit on rows.',
  });
}

/** The column as the source spells it: by its exact name or, as in SQL, in other case. */
export const findColumn = (name: string, columns: readonly string[]): string | undefined =>
  columns.find((column) => column === name) ?? columns.find((column) => column.toLowerCase() === name.toLowerCase());

const NEAREST = 3;

/** @throws EngineError UNKNOWN_COLUMN, naming the nearest */
export function requireColumn(name: string, columns: readonly string[], source: string): string {
  const found = findColumn(name, columns);
  if (found !== undefined) return found;
  const like = nearest(name.slice(0, 64), columns, NEAREST).map((column) => JSON.stringify(column));
  throw new EngineError('UNKNOWN_COLUMN', `${source} has no column ${JSON.stringify(name)}`, { hint: `The nearest names there: ${like.join(', ')}.` });
}
