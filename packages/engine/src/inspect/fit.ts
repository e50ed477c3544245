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
}

const MAX_RECORDS = 1000;
/** Records and cells whose kinds are looked at. */
const TYPED_RECORDS = 120;
const TYPED_CELLS = 6000;
const HEADLESS = 0.8;
const BLANK_COST = 0.05;
const HEADER_COST = 0.05;
/** A column without values and without a name is hardly one. */
const NAMELESS_EMPTY = 0.25;
/** What a column full of one kind is worth. A column without any value says little. */
const WORTH: Record<CellKind, number> = { number: 1, date: 1, time: 1, boolean: 1, link: 1, text: 0.85, empty: 0.5, odd: 0 };

/** Reads the texts with `syntax` and judges the result. */
export function fit(texts: readonly string[], syntax: RecordSyntax): Fit {
  const records = texts.flatMap((text) => [...parseRecords(text, syntax, MAX_RECORDS)]);
  const width = typicalWidth(records);
  const blanks = 1 - BLANK_COST * leadingBlanks(records);
  const score = regularity(records, width) ** 2 * columnWorth(records, width) * blanks * widthWorth(width);
  return { syntax, records, width, score };
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
function regularity(records: readonly CsvRecord[], width: number): number {
  const isTypical = (record: CsvRecord) => record.fields.length === width;
  const first = records.findIndex(isTypical);
  const last = records.findLastIndex(isTypical);
  if (first === -1) return 0;
  const inside = records.slice(first, last + 1);
  const outside = records.length - inside.length;
  const [top] = inside;
  // Titles stand above a header, rarely above bare rows: there the line above is a header of another dialect.
  const headless = first > 0 && top !== undefined && !looksLikeNames(top) ? HEADLESS : 1;
  return (inside.filter(isTypical).length / inside.length) * (1 - (0.5 * outside) / records.length) * headless;
}

/** The share of unquoted later fields that start with a blank: where all do, the blank belongs to the delimiter. */
function leadingBlanks(records: readonly CsvRecord[]): number {
  let count = 0;
  let blank = 0;
  for (const { fields, quoted } of records.slice(0, TYPED_RECORDS)) {
    for (let index = 1; index < fields.length; index++) {
      if (quoted[index] === true) continue;
      count++;
      if (fields[index]?.startsWith(' ') === true) blank++;
    }
  }
  return count === 0 ? 0 : blank / count;
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
