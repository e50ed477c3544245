import type { Inspected } from '../inspect/inspected.js';
import type { Column, ColumnType, Reading } from '../inspect/reading.js';

/** Files of one table: a column has one type in all of them, the narrowest that holds what each sample showed. */
export function unifyReadings(files: readonly Inspected[]): Inspected[] {
  const types = new Map<string, Column>();
  for (const { reading } of files) {
    for (const column of reading.columns) {
      const key = column.name.toLowerCase();
      const known = types.get(key);
      types.set(key, known === undefined ? column : widen(known, column));
    }
  }
  return files.map((file) => ({ ...file, reading: retype(file.reading, types) }));
}

function retype(reading: Reading, types: ReadonlyMap<string, Column>): Reading {
  const columns = reading.columns.map((column) => {
    const unified = types.get(column.name.toLowerCase());
    return unified === undefined || unified.type === column.type ? column : plain(column, unified.type);
  });
  return { ...reading, columns };
}

/** A column whose type another file changed loses what belonged to the old type. */
function plain({ name, nullable, examples, missing, decimalSeparator, thousandsSeparator }: Column, type: ColumnType): Column {
  const numeric = type !== 'VARCHAR';
  return {
    name,
    type,
    nullable,
    examples,
    ...(numeric && missing !== undefined ? { missing } : {}),
    ...(numeric && decimalSeparator !== undefined ? { decimalSeparator } : {}),
    ...(numeric && thousandsSeparator !== undefined ? { thousandsSeparator } : {}),
  };
}

const WIDER: readonly (readonly [string, string, ColumnType])[] = [
  ['BIGINT', 'HUGEINT', 'HUGEINT'],
  ['BIGINT', 'DOUBLE', 'DOUBLE'],
  ['DATE', 'TIMESTAMP', 'TIMESTAMP'],
];

/** The column that holds the values of both; a file in which it is empty says nothing about its type. */
function widen(a: Column, b: Column): Column {
  if (a.type === b.type || b.examples.length === 0) return a;
  if (a.examples.length === 0) return b;
  const wider = WIDER.find(([x, y]) => (a.type === x && b.type === y) || (a.type === y && b.type === x));
  return { ...a, type: wider?.[2] ?? 'VARCHAR' };
}
