import { cellKind, type CellKind } from './cell-kind.js';
import { looksLikeNames } from './preamble.js';
import { parseRecords, type CsvRecord, type RecordSyntax } from './records.js';

/** How well a way of reading suits a text. */
export interface Fit {
  readonly syntax: RecordSyntax;
  readonly records: readonly CsvRecord[];
  /** Fields of the typical record. */
  readonly width: number;
  /** 0 … 1: records have the same width and columns hold one kind of value each. */
  readonly score: number;
  /** Records stand above the typical ones, the first of which holds no names. */
  readonly isHeadless: boolean;
  /** Every record is typical, and the first one holds names. */
  readonly isWhole: boolean;
  /** Whole, and under some names stand numbers, dates or the like, though the lines themselves are none. */
  readonly isNamed: boolean;
  /** Several records, and every one typical. */
  readonly isEven: boolean;
}

const MAX_RECORDS = 1000;
/** Records and cells whose kinds are looked at. */
const TYPED_RECORDS = 120;
const TYPED_CELLS = 6000;
/** Titles stand above a header, rarely above bare rows: there the line above is a header of another dialect. */
const HEADLESS = 0.64;
/** What a record is worth that has some of the fields a header names, or only one of them. */
const SHORT = 0.75;
const LONE = 0.5;
const FEW = 3;
const HEADER_COST = 0.05;
/** A column without values and without a name is hardly one. */
const NAMELESS_EMPTY = 0.25;
/** What a column full of one kind is worth. A column without any value says little. */
const WORTH: Record<CellKind, number> = { number: 1, date: 1, time: 1, boolean: 1, link: 1, text: 0.85, empty: 0.5, odd: 0 };

/** Reads the texts with `syntax` and judges the result. */
export function fit(texts: readonly string[], syntax: RecordSyntax): Fit {
  const records = texts.flatMap((text) => [...parseRecords(text, syntax, MAX_RECORDS)]);
  const width = typicalWidth(records);
  const first = records.findIndex(({ fields }) => fields.length === width);
  const top = records[first];
  const hasNames = top !== undefined && looksLikeNames(top);
  const isHeadless = first > 0 && !hasNames;
  const isEven = records.every(({ fields }) => fields.length === width);
  const isWhole = width > 1 && hasNames && isEven;
  const even = regularity(records, width, hasNames);
  const score = even ** 2 * (isHeadless ? HEADLESS : 1) * columnWorth(records, width) * widthWorth(width);
  const isNamed = isWhole && hasTypedColumn(records.slice(1), syntax.delimiter);
  return { syntax, records, width, score, isHeadless, isWhole, isNamed, isEven: isEven && records.length >= FEW };
}

/** The most frequent width; among rare ones the wider counts more, since a preamble is narrow. */
export function typicalWidth(records: readonly CsvRecord[]): number {
  const counts = new Map<number, number>();
  for (const { fields } of records) counts.set(fields.length, (counts.get(fields.length) ?? 0) + 1);
  let best = 1;
  let bestWeight = 0;
  for (const [width, count] of counts) {
    const weight = count * (1 - 1 / (width + 0.5));
    if (weight > bestWeight) [best, bestWeight] = [width, weight];
  }
  return best;
}

/** One column is what every text can be read as, so it is worth least. */
const widthWorth = (width: number) => (width === 1 ? 0.5 : 1 - 1 / (width + 1));

/** The share of typical records between the first and the last of them; what stands outside counts half. */
function regularity(records: readonly CsvRecord[], width: number, hasNames: boolean): number {
  const isTypical = (record: CsvRecord) => record.fields.length === width;
  const first = records.findIndex(isTypical);
  if (first === -1) return 0;
  // Under a header rows may end early.
  const isPadded = hasNames && first === 0;
  const worth = ({ fields: { length } }: CsvRecord) => (length === width ? 1 : isPadded && length < width ? (length === 1 ? LONE : SHORT) : 0);
  const last = isPadded ? records.length - 1 : records.findLastIndex(isTypical);
  const inside = records.slice(first, last + 1);
  const outside = records.length - inside.length;
  return (inside.reduce((sum, record) => sum + worth(record), 0) / inside.length) * (1 - (0.5 * outside) / records.length);
}

const TYPED: readonly CellKind[] = ['number', 'date', 'time', 'boolean', 'link'];

/** Every cell of some column is of one kind that no text has; a column of times is not three columns of numbers. */
function hasTypedColumn(body: readonly CsvRecord[], delimiter: string): boolean {
  const [first] = body;
  if (first === undefined || TYPED.includes(cellKind(first.fields.join(delimiter), false))) return false;
  return first.fields.some((cell, index) => {
    const kind = cellKind(cell, false);
    return TYPED.includes(kind) && body.slice(0, TYPED_RECORDS).every(({ fields }) => cellKind(fields[index] ?? '', false) === kind);
  });
}

function columnWorth(records: readonly CsvRecord[], width: number): number {
  const typical = records.filter((record) => record.fields.length === width);
  const [first] = typical;
  const body = typical.length > 1 ? typical.slice(1) : typical;
  const wanted = Math.max(2, Math.min(TYPED_RECORDS, Math.floor(TYPED_CELLS / width)));
  const step = Math.max(1, Math.floor(body.length / wanted));
  const picked = body.filter((_, index) => index % step === 0);
  let sum = 0;
  for (let column = 0; column < width; column++) sum += worthOf(picked, column, first);
  return (sum / width) * (first === undefined ? 1 : 1 - HEADER_COST * oddShare(first));
}

/** A header is not of its columns' kinds, but it is not badly cut either. */
function oddShare({ fields, quoted }: CsvRecord): number {
  return fields.filter((field, index) => cellKind(field, quoted[index] === true) === 'odd').length / fields.length;
}

function worthOf(records: readonly CsvRecord[], column: number, header: CsvRecord | undefined): number {
  const counts = new Map<CellKind, number>();
  for (const { fields, quoted } of records) {
    const kind = cellKind(fields[column] ?? '', quoted[column] === true);
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  const empty = counts.get('empty') ?? 0;
  if (empty === records.length) return header?.fields[column]?.trim() === '' ? NAMELESS_EMPTY : WORTH.empty;
  let best = 0;
  for (const [kind, count] of counts) {
    if (kind !== 'empty') best = Math.max(best, (WORTH[kind] * count) / (records.length - empty));
  }
  // A column of text may hold numbers and dates as well, but nothing that looks badly cut.
  const odd = counts.get('odd') ?? 0;
  return Math.max(best, WORTH.text * 0.9 * (1 - odd / (records.length - empty)));
}
