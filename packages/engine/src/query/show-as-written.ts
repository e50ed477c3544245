import type { Inspected } from '../inspect/inspected.js';
import { retyped, type Column } from '../inspect/reading.js';
import type { ComputedColumns } from '../plan/computed-columns.js';
import { foldCase } from '../plan/fold-case.js';

/**
 * A column that a question only shows keeps the file's own characters (`13/02/2020`, `1,234`, `NA`) where its type would
 * write them otherwise; one that is computed with has its type. All files of a table agree, since they are one column.
 */
export function showAsWritten(files: readonly Inspected[], computed: ComputedColumns): readonly Inspected[] {
  if (computed === 'all') return files;
  const respelled = new Set(files.flatMap(({ reading }) => reading.columns.filter((column) => column.respelled === true).map(keyOf)));
  if (respelled.size === 0) return files;
  const shown = (column: Column): Column =>
    column.type === 'VARCHAR' || !respelled.has(keyOf(column)) || computed.has(keyOf(column)) ? column : { ...retyped(column, 'VARCHAR'), whenComputed: column };
  return files.map((file) => ({ ...file, reading: { ...file.reading, columns: file.reading.columns.map(shown) } }));
}

const keyOf = ({ name }: Column): string => foldCase(name);
