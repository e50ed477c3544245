import { EngineError } from '../errors.js';
import { isMissingMarker } from '../inspect/missing-marker.js';
import { retyped, type Column, type ColumnType } from '../inspect/reading.js';
import { decimalSize, fitsDouble, valueKind } from '../inspect/value-kind.js';
import { MISFIT_MARK } from './column-sql.js';

/** A value that does not fit the type its column was given. */
export interface Misfit {
  readonly part: string;
  readonly column: number;
  readonly value: string;
}

/** The misfit that a failed statement tells of, if that is why it failed. */
export function misfitOf(error: unknown): Misfit | undefined {
  if (!(error instanceof EngineError)) return undefined;
  const at = error.message.indexOf(MISFIT_MARK);
  const match = at < 0 ? null : /^(s\d+)c(\d+):([^]*)$/.exec(error.message.slice(at + MISFIT_MARK.length));
  return match === null ? undefined : { part: match[1] ?? '', column: Number(match[2]), value: match[3] ?? '' };
}

/** DuckDB's widest DECIMAL. */
const MAX_DIGITS = 38;

/** The column with the narrowest type that holds what it held and the value too. */
export function refit(column: Column, value: string): Column {
  const text = value.trim();
  if (isMissingMarker(text) && column.missingGiven !== true) {
    return { ...column, missing: [...(column.missing ?? []), text], nullable: true, respelled: true };
  }
  return retyped(column, isRewritten(column) ? 'VARCHAR' : widerType(column.type, text));
}

const isRewritten = ({ format, decimalSeparator, thousandsSeparator }: Column): boolean =>
  format !== undefined || decimalSeparator !== undefined || thousandsSeparator !== undefined;

function widerType(type: ColumnType, value: string): ColumnType {
  const kind = valueKind(value);
  if (type === 'BIGINT' && kind === 'huge') return 'HUGEINT';
  if (type === 'BIGINT' && (kind === 'exponent' || kind === 'special')) return 'DOUBLE';
  if (type === 'BIGINT' && kind === 'decimal') return fitsDouble(value) ? 'DOUBLE' : decimalFor(value);
  if (type.startsWith('DECIMAL') && (kind === 'decimal' || kind === 'integer' || kind === 'huge')) return widerDecimal(type, value);
  if (type === 'DATE' && kind === 'timestamp') return 'TIMESTAMP';
  return 'VARCHAR';
}

const decimalFor = (value: string): ColumnType => {
  const { integer, scale } = decimalSize(value);
  // What the column held so far were BIGINTs of at most 19 digits.
  return Math.max(integer, 19) + scale > MAX_DIGITS ? 'VARCHAR' : `DECIMAL(${MAX_DIGITS},${scale})`;
};

function widerDecimal(type: ColumnType, value: string): ColumnType {
  const { integer, scale } = decimalSize(value);
  const [, precision = 0, oldScale = 0] = /\((\d+),(\d+)\)/.exec(type)?.map(Number) ?? [];
  const wider = Math.max(scale, oldScale);
  const wholeDigits = Math.max(integer, precision - oldScale);
  return wholeDigits + wider > MAX_DIGITS || precision === MAX_DIGITS ? 'VARCHAR' : `DECIMAL(${MAX_DIGITS},${wider})`;
}
