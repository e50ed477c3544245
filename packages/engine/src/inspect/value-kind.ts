import { isCalendarDay } from './date-format.js';

/** What a value is, as far as reading it as that loses nothing. */
export type ValueKind =
  | 'boolean' | 'integer' | 'huge' | 'decimal' | 'exponent' | 'special'
  | 'date' | 'time' | 'timestamp' | 'zoned' | 'other';

const INTEGER = /^-?(?:0|[1-9]\d*)$/;
const DECIMAL = /^-?(?:(?:0|[1-9]\d*)\.\d*|\.\d+)$/;
const EXPONENT = /^-?(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)[eE][-+]?\d{1,3}$/;
const SPECIAL = /^[-+]?(?:nan|inf|infinity)$/i;
const BOOLEAN = /^(?:true|false)$/i;
const TIME = /^(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?$/;
const TIMESTAMP = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?(Z|[-+]\d\d(?::\d\d)?)?)?$/;
const MAX_BIGINT = 2n ** 63n - 1n;
const MAX_HUGEINT = 2n ** 127n - 1n;
/** A DOUBLE holds any number of so many digits. */
const DOUBLE_DIGITS = 15;

/** The kind of a trimmed value. Leading zeros, a sign before an integer and `24:00:00` make it `other`. */
export function valueKind(value: string): ValueKind {
  const first = value.charCodeAt(0);
  // Digits, `+`, `-` and `.` begin numbers, dates and times.
  if (!(first >= 48 && first <= 57) && first !== 43 && first !== 45 && first !== 46) {
    if (BOOLEAN.test(value)) return 'boolean';
    return SPECIAL.test(value) ? 'special' : 'other';
  }
  if (INTEGER.test(value)) return integerKind(value);
  if (DECIMAL.test(value)) return 'decimal';
  if (TIME.test(value)) return 'time';
  const [whole, year, month, day, zone] = TIMESTAMP.exec(value) ?? [];
  if (whole !== undefined && isCalendarDay(Number(year), Number(month), Number(day))) {
    if (whole.length === 10) return 'date';
    return zone === undefined ? 'timestamp' : 'zoned';
  }
  if (EXPONENT.test(value)) return 'exponent';
  return SPECIAL.test(value) ? 'special' : 'other';
}

function integerKind(value: string): ValueKind {
  if (value.length <= 18) return 'integer';
  const magnitude = BigInt(value.replace('-', ''));
  if (magnitude <= MAX_BIGINT) return 'integer';
  return magnitude <= MAX_HUGEINT ? 'huge' : 'other';
}

/** A DOUBLE holds the number with all the digits that are written, neither too large for it nor too small. */
export function fitsDouble(value: string): boolean {
  const number = Number(value);
  if (!Number.isFinite(number)) return false;
  if (number !== 0 && value.length <= DOUBLE_DIGITS) return true;
  const digits = significantDigits(value);
  if (number === 0 && digits !== '') return false;
  return digits.length <= DOUBLE_DIGITS || significantDigits(String(number)) === digits;
}

function significantDigits(value: string): string {
  return value.replace(/[eE].*$/, '').replace(/[-+.]/g, '').replace(/^0+/, '').replace(/0+$/, '');
}

/** Digits before and after the decimal point. */
export function decimalSize(value: string): { readonly integer: number; readonly scale: number } {
  const [integer = '', fraction = ''] = value.replace(/^[-+]/, '').split('.');
  return { integer: integer.length, scale: fraction.length };
}
