import { EngineError } from '../../errors.js';
import { REMOTE_BAD_ROW } from '../../remote/csv/csv-view.js';
import { REMOTE_MISFIT } from '../../remote/csv/spark-column.js';
import type { RemoteTable } from './remote-table.js';

/** A failure over a file that is not what it seemed, as it is told of files that are read here. */
export function fileError(error: unknown, tables: readonly RemoteTable[]): unknown {
  if (!(error instanceof EngineError)) return error;
  const { message, cause } = error;
  const misfit = after(message, REMOTE_MISFIT);
  if (misfit !== undefined) return misfitError(misfit, tables, cause);
  const line = after(message, REMOTE_BAD_ROW);
  if (line === undefined) return error;
  return new EngineError('DATA_BAD_ROW', `A line is no record as the files' others are: ${JSON.stringify(line)}`, {
    hint: 'Records over several lines, stray quotes and bytes that are no UTF-8 are read here alone: ask with --engine duckdb.',
    cause,
  });
}

function misfitError(said: string, tables: readonly RemoteTable[], cause: unknown): EngineError {
  const columns = tables.flatMap(({ columns: known = [] }) => known).filter(({ name }) => said.startsWith(`${name}:`));
  const [column] = [...columns].sort((a, b) => b.name.length - a.name.length);
  const value = said.slice((column?.name.length ?? 0) + 1);
  return new EngineError('DATA_TYPE', `Column ${JSON.stringify(column?.name ?? '')} is ${column?.type ?? 'of its type'} by its sample, but holds ${JSON.stringify(value)}`, {
    hint: `Give the column a type that holds it: read_csv('…', types = {${JSON.stringify(column?.name ?? '')}: 'VARCHAR'}).`,
    cause,
  });
}

const after = (message: string, mark: string): string | undefined => (message.includes(mark) ? message.slice(message.indexOf(mark) + mark.length) : undefined);
