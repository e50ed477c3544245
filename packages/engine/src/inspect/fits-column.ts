import type { Column } from './reading.js';
import { decimalSize, fitsDouble, valueKind, type ValueKind } from './value-kind.js';

const INTEGERS: readonly ValueKind[] = ['integer'];
const NUMBERS: readonly ValueKind[] = ['integer', 'huge', 'decimal', 'exponent', 'special'];

/** The kinds of value that each type holds without loss. */
const KINDS: Readonly<Record<string, readonly ValueKind[]>> = {
  BOOLEAN: ['boolean'],
  BIGINT: INTEGERS,
  HUGEINT: ['integer', 'huge'],
  DOUBLE: NUMBERS,
  DATE: ['date'],
  TIME: ['time'],
  TIMESTAMP: ['date', 'timestamp'],
  'TIMESTAMP WITH TIME ZONE': ['date', 'timestamp', 'zoned'],
};

/** Whether a column's declared type holds a text of the file; an empty one is missing and fits every type. */
export function fitsColumn({ type, missing = [] }: Column, field: string): boolean {
  const text = field.trim();
  if (text === '' || type === 'VARCHAR' || missing.includes(text)) return true;
  const kind = valueKind(text);
  const decimal = /^DECIMAL\((\d+),\s*(\d+)\)$/.exec(type);
  if (decimal === null) return (KINDS[type]?.includes(kind) ?? true) && (type !== 'DOUBLE' || kind === 'special' || fitsDouble(text));
  const { integer, scale } = decimalSize(text);
  return (kind === 'integer' || kind === 'decimal' || kind === 'huge') && scale <= Number(decimal[2]) && integer <= Number(decimal[1]) - Number(decimal[2]);
}
