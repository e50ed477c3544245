/**
 * Tells plain values from others: those of which DuckDB's cast loses nothing, whatever it makes of others. Their forms are those
 * that `query/column-sql.ts` takes first, and no more.
 *
 * A check is 16 bits: 4 for the kind, then for a number how many digits there may be before its point (6 bits) and behind it (6).
 */
export const NUMBER: i32 = 1;
/** 15 digits in all: every DOUBLE of that length is told apart from its neighbours. */
export const DOUBLE: i32 = 2;
export const DATE: i32 = 3;
export const TIMESTAMP: i32 = 4;

/** A value that began in an earlier window. */
export const CARRIED: usize = 512;
export const CARRIED_BYTES: usize = 96;

const DOUBLE_DIGITS: i32 = 15;

const MINUS: i32 = 45;
const POINT: i32 = 46;
const ZERO: i32 = 48;
const COLON: i32 = 58;
const SPACE: i32 = 32;
const LETTER_T: i32 = 84;

/** Whether a field's bytes, with quotes around them or without, are a plain value or none. Up to 15 bytes behind them are read. */
export function isPlain(check: i32, from: usize, length: usize, quote: i32): bool {
  if (length == 0) return true;
  if (load<u8>(from) == quote) return length > 2 && <i32>load<u8>(from + length - 1) == quote && isPlainText(check, from + 1, length - 2);
  return isPlainText(check, from, length);
}

@inline function isPlainText(check: i32, from: usize, length: usize): bool {
  const kind = check & 15;
  if (kind == DATE) return length == 10 && isDate(from);
  if (kind == TIMESTAMP) return length == 19 && isDate(from) && isTime(from + 10);
  return isNumber(check, from, length);
}

@inline function isNumber(check: i32, from: usize, length: usize): bool {
  const sign = <usize>(load<u8>(from) == MINUS);
  const at = from + sign;
  const left = length - sign;
  if (left > 16) return isLongNumber(check, at, left);
  const others = ~digitsAt(at) & ((1 << <i32>left) - 1);
  // Beside digits there is one other character at most.
  if ((others & (others - 1)) != 0) return false;
  const whole = others == 0 ? <i32>left : ctz(others);
  const fraction = others == 0 ? 0 : <i32>left - whole - 1;
  if (others != 0 && (load<u8>(at + <usize>whole) != POINT || fraction == 0)) return false;
  return isAllowed(check, at, whole, fraction);
}

function isLongNumber(check: i32, at: usize, length: usize): bool {
  const end = at + length;
  const whole = digits(at, end);
  const point = at + <usize>whole;
  const fraction = point == end ? 0 : digits(point + 1, end);
  if (point < end && (load<u8>(point) != POINT || fraction == 0 || point + 1 + <usize>fraction != end)) return false;
  return isAllowed(check, at, whole, fraction);
}

@inline function isAllowed(check: i32, at: usize, whole: i32, fraction: i32): bool {
  if (whole == 0 || (whole > 1 && load<u8>(at) == ZERO)) return false;
  return (check & 15) == DOUBLE ? whole + fraction <= DOUBLE_DIGITS : whole <= ((check >> 4) & 63) && fraction <= check >> 10;
}

/** A bit for each of 16 bytes that is a digit. */
@inline function digitsAt(at: usize): i32 {
  return <i32>i8x16.bitmask(i8x16.le_u(i8x16.sub(v128.load(at), i8x16.splat(<i8>ZERO)), i8x16.splat(9)));
}

/** How many digits stand there one after the other. */
@inline function digits(from: usize, end: usize): i32 {
  let at = from;
  while (at < end) {
    const run = ctz<i32>(~digitsAt(at));
    at += <usize>run;
    if (run < 16) break;
  }
  return <i32>(min(at, end) - from);
}

/** `2024-02-29`, from the year 1000. */
function isDate(at: usize): bool {
  if (load<u8>(at) == ZERO || !areDigits(at, 4) || load<u8>(at + 4) != MINUS || load<u8>(at + 7) != MINUS || !areDigits(at + 5, 2) || !areDigits(at + 8, 2)) return false;
  const year = two(at) * 100 + two(at + 2);
  const month = two(at + 5);
  const day = two(at + 8);
  return month >= 1 && month <= 12 && day >= 1 && day <= daysOf(year, month);
}

/** ` 23:59:59`, or with a `T` before it. */
function isTime(at: usize): bool {
  const before = <i32>load<u8>(at);
  if ((before != SPACE && before != LETTER_T) || load<u8>(at + 3) != COLON || load<u8>(at + 6) != COLON) return false;
  return areDigits(at + 1, 2) && areDigits(at + 4, 2) && areDigits(at + 7, 2) && two(at + 1) < 24 && two(at + 4) < 60 && two(at + 7) < 60;
}

@inline function areDigits(at: usize, count: i32): bool {
  return digits(at, at + <usize>count) == count;
}

@inline function two(at: usize): i32 {
  return (<i32>load<u8>(at) - ZERO) * 10 + <i32>load<u8>(at + 1) - ZERO;
}

function daysOf(year: i32, month: i32): i32 {
  if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}
