import { createHash } from 'node:crypto';
import type { Inspected } from '../inspect/inspected.js';
import { retyped, type Column } from '../inspect/reading.js';

/** Under which a part's copy is kept: the objects in their versions, and how their records are told apart. */
export function copyKey(files: readonly Inspected[], withFilename: boolean): string {
  const facts = files.map(({ source, compression, encoding, parser, dataStart, reading }) => [
    source.uri, source.etag, source.size, compression, encoding, parser, dataStart, reading.dialect, reading.columns.length, reading.ragged,
  ]);
  return hash([facts, withFilename]).slice(0, 32);
}

/** Begins the names of a copy's columns, so that DuckDB's plan tells which copy is scanned. */
export const copyPrefix = (key: string): string => `k${key.slice(0, 8)}`;

/** A column of a copy: the same column read as another type, or with other marks, has another name. */
export function copyColumnName(key: string, index: number, { type, format, missing, decimalSeparator, thousandsSeparator }: Column): string {
  const how = hash([type, format, missing, decimalSeparator, thousandsSeparator]).slice(0, 8);
  return `${copyPrefix(key)}c${index}_${how}`;
}

/** Where the copy keeps each row's file. */
export const copyFilenameColumn = (key: string): string => `${copyPrefix(key)}f`;

/** The ways in which later questions may want a column: computed with, and as it is written. */
export function columnForms(column: Column): Column[] {
  if (column.whenComputed !== undefined) return [column, column.whenComputed];
  return column.respelled === true && column.declared !== true ? [column, retyped(column, 'VARCHAR')] : [column];
}

const hash = (facts: unknown): string => createHash('sha256').update(JSON.stringify(facts)).digest('hex');
