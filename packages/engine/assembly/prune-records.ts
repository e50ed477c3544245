/**
 * Cuts CSV records down to some of their columns, 64 bytes at a step. AssemblyScript, compiled by `scripts/build-assembly.mjs`.
 *
 * It knows clean records alone: as many fields as there are columns, one newline style, quotes only around whole fields, doubled
 * within them. Whatever else comes is `ODD`, and the caller starts anew without it: what such a record means is not decided here.
 * So it is with values: those of a column with a check (`plain-value.ts`) are plain or the window is `UNPLAIN`.
 *
 * Kept columns beside each other that have no check are a run: they are copied as one, whatever is in them.
 *
 * Memory: three tables of 16 bits a column (the last column of the first run from there on, `NONE` after the last run; where the
 * run with this last column begins; the check), a window of input, its output.
 */
import { CARRIED, CARRIED_BYTES, isPlain } from './plain-value';

export { isPlain };

export const TABLE: usize = 1024;
export const MAX_COLUMNS: i32 = 10000;
export const BEGINNINGS: usize = TABLE + 2 * (<usize>MAX_COLUMNS + 1);
export const CHECKS: usize = BEGINNINGS + 2 * <usize>MAX_COLUMNS;
export const WINDOW: usize = 0x10000;
export const WINDOW_BYTES: i32 = 0x40000;
export const OUTPUT: usize = WINDOW + WINDOW_BYTES + 64;
export const ODD: i32 = -1;
export const UNPLAIN: i32 = -2;
const NONE: i32 = 0xffff;

const LF: i32 = 10;
const CR: i32 = 13;

// Where a byte stands. The last two are told by what follows, and so outlive a window.
const AT_FIELD: i32 = 0;
const IN_TEXT: i32 = 1;
const IN_QUOTES: i32 = 2;
const AFTER_QUOTE: i32 = 3;

let delimiter: i32 = 0;
let quote: i32 = 0;
let columns: i32 = 0;
let lastKept: i32 = 0;
let isPadded: bool = false;
let isCrlf: bool = false;

let state: i32 = AT_FIELD;
let column: i32 = 0;
/** The last column of the next run, and its first. */
let kept: i32 = 0;
let runStart: i32 = 0;
/** Outside quotes, the byte before was a carriage return. */
let afterCr: bool = false;
/** Some of the current field has been in a window before. */
let isCarried: bool = false;
/** Where in this window the current field begins. */
let start: usize = WINDOW;
/** Where in this window the run begins that the current field is in. */
let from: usize = WINDOW;
let out: usize = OUTPUT;
/** Some value of a column with a check is not plain. */
let isUnplain: bool = false;
/** Bytes in `CARRIED`: what earlier windows have of the current field, if that is checked. */
let carriedBytes: usize = 0;

/** Bytes of the output up to the last whole record, 0 when no record ended in this window. */
export let wholeBytes: i32 = 0;

/** @param quoteByte 0xff, which no UTF-8 has, where nothing is quoted */
export function begin(delimiterByte: i32, quoteByte: i32, columnCount: i32, lastKeptColumn: i32, padded: bool, crlf: bool): void {
  delimiter = delimiterByte;
  quote = quoteByte;
  columns = columnCount;
  lastKept = lastKeptColumn;
  isPadded = padded;
  isCrlf = crlf;
  state = AT_FIELD;
  column = 0;
  aimAt(0);
  afterCr = isCarried = isUnplain = false;
}

/** @returns how many bytes of output the window's first `length` bytes make, `ODD` or `UNPLAIN` */
export function push(length: i32): i32 {
  const end = WINDOW + length;
  out = OUTPUT;
  start = from = WINDOW;
  wholeBytes = 0;
  let at: usize = WINDOW;
  while (at < end) {
    if (state < IN_QUOTES) at = passPlain(at, end);
    if (at != 0 && at < end) at = passQuoted(at, min(at + 64, end), end);
    if (at == 0) return ODD;
  }
  carry(end);
  return isUnplain ? UNPLAIN : <i32>(out - OUTPUT);
}

/** @returns how many bytes end the last record, `ODD` or `UNPLAIN` */
export function finish(): i32 {
  out = OUTPUT;
  start = from = WINDOW;
  if (state == IN_QUOTES || afterCr) return ODD;
  if (column == 0 && !isCarried) return 0;
  if (!endRecord(WINDOW)) return ODD;
  return isUnplain ? UNPLAIN : <i32>(out - OUTPUT);
}

/** The next run is the first that ends at this column or behind it. */
@inline function aimAt(index: i32): void {
  kept = <i32>load<u16>(TABLE + (<usize>index << 1));
  runStart = kept == NONE ? NONE : <i32>load<u16>(BEGINNINGS + (<usize>kept << 1));
}

/** Passes blocks without quotes. @returns where one with a quote begins, the end, or 0 */
function passPlain(from: usize, end: usize): usize {
  const delimiters = i8x16.splat(<i8>delimiter);
  const quotes = i8x16.splat(<i8>quote);
  const newlines = i8x16.splat(<i8>LF);
  const returns = i8x16.splat(<i8>CR);
  let at = from;
  for (; at < end; at += 64) {
    const a = v128.load(at), b = v128.load(at, 16), c = v128.load(at, 32), d = v128.load(at, 48);
    const inside = end - at < 64 ? (<u64>1 << (end - at)) - 1 : ~<u64>0;
    const crs = inside & mask(i8x16.eq(a, returns), i8x16.eq(b, returns), i8x16.eq(c, returns), i8x16.eq(d, returns));
    const lfs = inside & mask(i8x16.eq(a, newlines), i8x16.eq(b, newlines), i8x16.eq(c, newlines), i8x16.eq(d, newlines));
    if (v128.any_true(v128.or(v128.or(i8x16.eq(a, quotes), i8x16.eq(b, quotes)), v128.or(i8x16.eq(c, quotes), i8x16.eq(d, quotes))))) {
      state = at == start && !(isCarried && start == WINDOW) ? AT_FIELD : IN_TEXT;
      return at;
    }
    if (isCrlf) {
      if ((((crs << 1) | <u64>afterCr) & inside) != lfs) return 0;
      afterCr = ((crs >> (min(end - at, 64) - 1)) & 1) != 0;
    } else if (crs != 0) return 0;
    const separators = inside & mask(i8x16.eq(a, delimiters), i8x16.eq(b, delimiters), i8x16.eq(c, delimiters), i8x16.eq(d, delimiters));
    if (!endFields(at, separators, lfs)) return 0;
  }
  state = end == start && !(isCarried && start == WINDOW) ? AT_FIELD : IN_TEXT;
  return end;
}

@inline function mask(a: v128, b: v128, c: v128, d: v128): u64 {
  return <u64>i8x16.bitmask(a) | (<u64>i8x16.bitmask(b) << 16) | (<u64>i8x16.bitmask(c) << 32) | (<u64>i8x16.bitmask(d) << 48);
}

/** Ends a field at each bit of a block, and a record at those of `newlines`. */
@inline function endFields(at: usize, separators: u64, newlines: u64): bool {
  let fields = separators;
  for (let records = newlines; records != 0; records &= records - 1) {
    const before = (records & -records) - 1;
    if (!passFields(at, fields & before) || !endRecord(at + <usize>ctz(records))) return false;
    fields &= ~before;
  }
  return passFields(at, fields);
}

/** Ends fields of one record. Those that are not kept cost no branch each: there are many, and what comes next cannot be foretold. */
@inline function passFields(at: usize, ends: u64): bool {
  let left = ends;
  const next = column + <i32>popcnt(left);
  if (next >= columns) return false;
  while (kept < next) {
    if (runStart > column) {
      left = dropLowest(left, runStart - column - 1);
      from = start = at + <usize>ctz(left) + 1;
      left &= left - 1;
      column = runStart;
    }
    left = dropLowest(left, kept - column);
    const p = at + <usize>ctz(left);
    left &= left - 1;
    column = kept + 1;
    keep(p);
    from = start = p + 1;
  }
  if (left == 0) return true;
  if (runStart > column && runStart <= next) from = at + <usize>ctz(dropLowest(left, runStart - column - 1)) + 1;
  start = at + 64 - <usize>clz(left);
  column = next;
  return true;
}

@inline function dropLowest(bits: u64, count: i32): u64 {
  let left = bits;
  for (let i = count; i > 0; i -= 1) left &= left - 1;
  return left;
}

@inline function endField(p: usize): void {
  if (column == kept) keep(p);
  column += 1;
  start = p + 1;
  if (column == runStart) from = start;
}

@inline function endRecord(p: usize): bool {
  const textEnd = isCrlf && p > start ? p - 1 : p;
  if (column == columns - 1) {
    if (column == kept) keep(textEnd);
    aimAt(0);
    column = 0;
    wholeBytes = <i32>(out - OUTPUT);
  } else if (column != 0 || textEnd != start || (isCarried && start == WINDOW)) return false;
  // An empty line is no record, to DuckDB either.
  start = from = p + 1;
  return true;
}

/** Writes a run up to its end, and what separates it from the next. */
@inline function keep(textEnd: usize): void {
  copy(from, textEnd);
  const check = checkOf(kept);
  if (check != 0) checkValue(check, textEnd);
  if (kept != lastKept) {
    store<u8>(out, delimiter);
  } else if (isPadded) {
    store<u8>(out, delimiter);
    store<u8>(out + 1, LF);
    out += 1;
  } else store<u8>(out, LF);
  out += 1;
  aimAt(kept + 1);
}

@inline function checkOf(index: i32): i32 {
  return <i32>load<u16>(CHECKS + (<usize>index << 1));
}

@inline function checkValue(check: i32, textEnd: usize): void {
  if (!isCarried || start != WINDOW) {
    if (!isPlain(check, start, textEnd - start, quote)) isUnplain = true;
  } else if (!gather(textEnd) || !isPlain(check, CARRIED, carriedBytes, quote)) isUnplain = true;
}

/** Adds what this window has of a field to what is carried. @returns whether there was room: nothing plain is as long */
function gather(textEnd: usize): bool {
  const bytes = textEnd - start;
  if (carriedBytes + bytes > CARRIED_BYTES) return false;
  memory.copy(CARRIED + carriedBytes, start, bytes);
  carriedBytes += bytes;
  return true;
}

/** Up to 15 bytes more are read and written than asked for: both areas have room behind them. */
@inline function copy(begin: usize, end: usize): void {
  let at = begin;
  do {
    v128.store(out + (at - begin), v128.load(at));
    at += 16;
  } while (at < end);
  out += end - begin;
}

/** Passes bytes one by one, at least up to `until`, then to the next that stands outside quotes. @returns 0 when one is odd */
function passQuoted(from: usize, until: usize, end: usize): usize {
  let at = from;
  for (; at < end && (at < until || state >= IN_QUOTES); at += 1) {
    if (state == IN_QUOTES) {
      at = findQuote(at, end);
      if (at >= end) return end;
      state = AFTER_QUOTE;
    } else if (!passByte(at, load<u8>(at))) return 0;
  }
  return at;
}

@inline function passByte(at: usize, byte: i32): bool {
  if (afterCr && byte != LF) return false;
  if (byte == delimiter) {
    endField(at);
    state = AT_FIELD;
  } else if (byte == LF) {
    if (afterCr != isCrlf || !endRecord(at)) return false;
    state = AT_FIELD;
  } else if (byte == quote) {
    if (state == IN_TEXT) return false;
    state = IN_QUOTES;
  } else if (byte == CR) {
    if (!isCrlf) return false;
    if (state == AT_FIELD) state = IN_TEXT;
  } else if (state == AFTER_QUOTE) return false;
  else state = IN_TEXT;
  afterCr = byte == CR;
  return true;
}

@inline function findQuote(from: usize, end: usize): usize {
  const quotes = i8x16.splat(<i8>quote);
  for (let at = from; at < end; at += 16) {
    const found = i8x16.bitmask(i8x16.eq(v128.load(at), quotes));
    if (found != 0) return at + <usize>ctz(found);
  }
  return end;
}

/** What this window has of the current field goes out now, or is over. */
function carry(end: usize): void {
  const textEnd = afterCr && end > start ? end - 1 : end;
  if (!isCarried || start != WINDOW) carriedBytes = 0;
  if (column >= runStart && textEnd > from) {
    copy(from, textEnd);
    if (checkOf(kept) != 0 && !gather(textEnd)) isUnplain = true;
  }
  isCarried = textEnd > start || (isCarried && start == WINDOW);
}
