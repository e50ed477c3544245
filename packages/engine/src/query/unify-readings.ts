import type { Inspected } from '../inspect/inspected.js';
import { retyped, type Column, type ColumnType, type Reading } from '../inspect/reading.js';

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
    return unified === undefined || unified.type === column.type ? column : withType(column, unified.type);
  });
  return { ...reading, columns };
}

/** Numbers keep their marks: the file writes them so whatever their type. */
function withType(column: Column, type: ColumnType): Column {
  const { decimalSeparator, thousandsSeparator } = column;
  if (type === 'VARCHAR') return retyped(column, type);
  return {
    ...retyped(column, type),
    ...(decimalSeparator === undefined ? {} : { decimalSeparator }),
    ...(thousandsSeparator === undefined ? {} : { thousandsSeparator }),
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
