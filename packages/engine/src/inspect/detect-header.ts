import { cellKind, type CellKind } from './cell-kind.js';
import { isMissingMarker } from './missing-marker.js';
import { holdsText, looksLikeNames } from './preamble.js';
import type { CsvRecord } from './records.js';

/** Records of the body whose cells are compared with the header's. */
const BODY_RECORDS = 200;
const MAX_HEADER_RECORDS = 4;
/** A column is of a kind, or of a shape, when this share of its cells is. */
const AGREEMENT = 0.8;
/** Columns of text say little, however many there are: one name above numbers outweighs them all. */
const MAX_TEXT_EVIDENCE = 0.9;
/** Letters and a number, as names are numbered, and values too. */
const NUMBERED = 'a9';

interface BodyColumn {
  readonly values: ReadonlySet<string>;
  /** The kind nearly all of its cells have. */
  readonly kind: CellKind;
  /** The shape nearly all of its cells have, when it is a telling one. */
  readonly shape: string | undefined;
}

/** How many records at the start of the table are its header. */
export function detectHeader(records: readonly CsvRecord[], width: number): number {
  const [first, second] = records;
  if (first === undefined) return 0;
  if (second === undefined) return looksLikeNames(first) ? 1 : 0;
  const repeats = repeatedHeader(records);
  const evidence = headerEvidence(first, bodyColumns(withoutHeaders(records.slice(repeats), first), width));
  if (evidence < 0 || (evidence === 0 && !looksLikeNames(first))) return 0;
  let count = repeats;
  while (count < MAX_HEADER_RECORDS && isStacked(records, count, width)) count++;
  return count;
}

/** Above zero: the record differs from the columns below it; below zero: it is one of their rows. */
function headerEvidence(record: CsvRecord, columns: readonly BodyColumn[]): number {
  const cells = columns.map((_, index) => record.fields[index]?.trim() ?? '');
  const isSequence = numbersColumns(cells, columns);
  let typed = 0;
  let text = 0;
  columns.forEach((column, index) => {
    const evidence = cellEvidence(cells[index] ?? '', column, isSequence);
    if (isText(column)) text += evidence;
    else typed += evidence;
  });
  return typed + Math.max(-MAX_TEXT_EVIDENCE, Math.min(text, MAX_TEXT_EVIDENCE));
}

const isText = ({ kind }: BodyColumn): boolean => kind === 'text' || kind === 'odd';

function cellEvidence(cell: string, column: BodyColumn, isSequence: boolean): number {
  if (cell === '' || column.values.size === 0) return 0;
  const kind = cellKind(cell, false);
  if (kind === 'number' && isSequence) return 1;
  if (!isText(column)) {
    if (isMissingMarker(cell)) return -0.5;
    return kind === column.kind ? -1 : 1;
  }
  if (kind === 'number' || kind === 'date' || kind === 'time') return -1;
  if (column.values.has(cell)) return -0.7;
  if (column.shape === undefined) return 0;
  if (shapeOf(cell) !== column.shape) return 0.8;
  return column.shape === NUMBERED ? 0 : -0.8;
}

/** Years or positions as names: numbers that rise evenly in the header and not in the row below it. */
function numbersColumns(cells: readonly string[], columns: readonly BodyColumn[]): boolean {
  const numbered = cells.flatMap((cell, index) => (/^\d{1,4}$/.test(cell) ? [{ value: Number(cell), index }] : []));
  const values = numbered.map(({ value }) => value);
  if (values.length === 0 || numbered.some(({ value, index }) => columns[index]?.values.has(String(value)) === true)) return false;
  if (values.every(isYear)) {
    const others = cells.filter((cell) => cell !== '' && !/^\d+$/.test(cell));
    const areNamed = others.length > 0 && others.every((cell) => cellKind(cell, false) === 'text');
    const areYears = numbered.some(({ index }) => [...(columns[index]?.values ?? [])].every((value) => isYear(Number(value))));
    return (areNamed || rises(values)) && !areYears;
  }
  const below = columns.map((column) => Number([...column.values][0]));
  const [first = NaN] = values;
  const areAll = values.length === cells.length && values.length > 2;
  return areAll && first <= 1 && values.at(-1) === first + values.length - 1 && rises(values) && !rises(below);
}

const isYear = (value: number) => value >= 1900 && value <= 2100;

function rises(values: readonly number[]): boolean {
  const step = (values[1] ?? 0) - (values[0] ?? 0);
  return values.length > 1 && step !== 0 && values.every((value, index) => value === (values[0] ?? 0) + index * step);
}

/** A table pasted below another brings its header along. Rows that often recur are rows. */
function withoutHeaders(body: readonly CsvRecord[], header: CsvRecord): readonly CsvRecord[] {
  const others = body.filter((record) => !isSame(record, header));
  return header.fields.length > 1 && (body.length - others.length) * 3 <= body.length ? others : body;
}

/** The same cells in both. */
export function isSame({ fields }: CsvRecord, other: CsvRecord): boolean {
  return fields.length === other.fields.length && fields.every((field, index) => field === other.fields[index]);
}

/** How often the first record stands there in a row, as far as that may be a header; otherwise 1. */
function repeatedHeader(records: readonly CsvRecord[]): number {
  const [first] = records;
  const end = first === undefined ? 0 : records.findIndex((record) => !isSame(record, first));
  return first !== undefined && first.fields.length > 1 && end > 1 && end <= MAX_HEADER_RECORDS ? end : 1;
}

/** The record continues the header: text over columns of something else. */
function isStacked(records: readonly CsvRecord[], index: number, width: number): boolean {
  const record = records[index];
  const above = records[index - 1];
  const body = records.slice(index + 1);
  if (record === undefined || above === undefined || body.length === 0) return false;
  if (fillsGaps(above, record)) return true;
  const typed = bodyColumns(body, width).flatMap((column, at) =>
    isText(column) || column.values.size === 0 ? [] : [record.fields[at]?.trim() ?? ''],
  );
  if (typed.length < 2 || body.length < 2) return false;
  return typed.every((cell) => cell !== '' && cellKind(cell, false) === 'text' && !isMissingMarker(cell));
}

/** Merged cells leave gaps to their right, and the second line of such a header names what is under them. */
function fillsGaps(above: CsvRecord, record: CsvRecord): boolean {
  const isFilled = (field: string | undefined) => field !== undefined && field.trim() !== '';
  const filled = record.fields.filter(isFilled).length;
  const gaps = record.fields.filter((field, index) => isFilled(field) && !isFilled(above.fields[index])).length;
  return gaps >= 1 && filled >= 2 && filled < record.fields.length && filled <= 2 * gaps && !isFilled(record.fields[0]) && holdsText(record);
}

function bodyColumns(body: readonly CsvRecord[], width: number): BodyColumn[] {
  const picked = body.slice(0, BODY_RECORDS).filter((record) => record.fields.length === width);
  return Array.from({ length: width }, (_, index) => {
    const cells = picked.map((record) => record.fields[index]?.trim() ?? '').filter((cell) => cell !== '' && !isMissingMarker(cell));
    const kind = prevailing(cells.map((cell) => cellKind(cell, false))) ?? 'text';
    const shape = cells.length > 2 ? prevailing(cells.map(shapeOf)) : undefined;
    return { values: new Set(cells), kind, shape: shape !== undefined && /[9\W]/.test(shape) ? shape : undefined };
  });
}

function prevailing<T>(items: readonly T[]): T | undefined {
  const counts = new Map<T, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return [...counts].find(([, count]) => count >= items.length * AGREEMENT)?.[0];
}

/** Letters and digits without their values or numbers: `MG-8769` and `RI-3895` are both `A-9`. */
const shapeOf = (cell: string) =>
  cell.slice(0, 64).replace(/\p{Lu}+/gu, 'A').replace(/\p{Ll}+/gu, 'a').replace(/\d+/g, '9');
