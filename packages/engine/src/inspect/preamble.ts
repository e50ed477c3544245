import { cellKind } from './cell-kind.js';
import type { CsvRecord } from './records.js';

const COMMENT_MARKS = ['#', '//', '%', '--'];

const filled = ({ fields }: CsvRecord) => fields.reduce((count, field) => (field.trim() === '' ? count : count + 1), 0);
const startsWith = (record: CsvRecord, mark: string) => record.quoted[0] !== true && record.fields[0]?.startsWith(mark) === true;
const isComment = (record: CsvRecord) => startsWith(record, '#');

/** What comment lines inside the table start with, or `''`. Records of the table's width are never comments. */
export function detectComment(records: readonly CsvRecord[], width: number): string {
  const mark = COMMENT_MARKS.find((candidate) => {
    const marked = records.filter((record) => startsWith(record, candidate));
    const leads = records[0] !== undefined && startsWith(records[0], candidate);
    const inside = marked.filter((record) => records.indexOf(record) >= leadingRun(records, candidate));
    if (inside.length === 0 || inside.some((record) => width > 1 && record.fields.length === width)) return false;
    return leads || (candidate === '#' && inside.every((record) => /^#\s+\S/.test(record.fields[0] ?? '')));
  });
  return mark ?? '';
}

function leadingRun(records: readonly CsvRecord[], mark: string): number {
  const end = records.findIndex((record) => !startsWith(record, mark));
  return end === -1 ? records.length : end;
}

/** The index of the record the table starts with: its header or, without one, its first row. */
export function tableStart(records: readonly CsvRecord[], width: number): number {
  const enough = fullEnough(records, width);
  const isRow = (record: CsvRecord) => record.fields.length === width && filled(record) >= enough && !isComment(record);
  let first = records.findIndex(isRow);
  if (first === -1) return 0;
  while (isTitle(records[first], records[first + 1])) first++;
  if (first === 0) return 0;
  const above = records[first - 1];
  const row = records[first];
  if (above === undefined || row === undefined) return first;
  if (isHeaderAbove(above, row, width)) return first - 1;
  return looksLikeNames(row) ? first : startOfRows(records, first, width);
}

/** Without a header to end a preamble, the shorter records that lead straight to the first full one are rows as well. */
function startOfRows(records: readonly CsvRecord[], first: number, width: number): number {
  const isRow = (record: CsvRecord) => filled(record) >= 2 && filled(record) * 2 >= width && !isComment(record);
  while (first > 0 && records.slice(first - 1, first).some((above) => isRow(above) && !isGap(above, records[first]))) first--;
  return first;
}

/** A blank line stands between two records, as it does between a preamble and its table. */
function isGap(above: CsvRecord, below: CsvRecord | undefined): boolean {
  return below !== undefined && below.line - above.line > 1 && !above.fields.some((field) => /[\r\n]/.test(field));
}

/** A title fills only the first cell of its record, and names follow it. */
function isTitle(record: CsvRecord | undefined, next: CsvRecord | undefined): boolean {
  if (record === undefined || next === undefined || record.fields.length < 3) return false;
  return filled(record) === 1 && record.fields[0]?.trim() !== '' && filled(next) > 1 && looksLikeNames(next);
}

/** Titles and notes fill one cell; a header or row fills at least half of what rows usually fill. */
function fullEnough(records: readonly CsvRecord[], width: number): number {
  const counts = records
    .filter((record) => record.fields.length === width)
    .map(filled)
    .filter((count) => count > 0)
    .sort((a, b) => a - b);
  const median = counts[Math.floor(counts.length / 2)] ?? width;
  return Math.min(width, Math.max(Math.min(2, median), Math.ceil(median / 2)));
}

/** A header may have lost or gained a delimiter, be written as a comment, or name few of its columns. */
function isHeaderAbove(above: CsvRecord, row: CsvRecord, width: number): boolean {
  if (above.fields.length < 2 || !holdsText(above)) return false;
  if (isGap(above, row) && filled(above) < width) return false;
  if (isComment(above)) return above.fields.length === width && !looksLikeNames(row);
  if (filled(above) >= width - 1) return true;
  const fillsRow = filled(above) * 2 >= width || (above.fields.length === width && above.fields[0]?.trim() === '');
  return fillsRow && !looksLikeNames(row);
}

/** Every cell that is filled holds text, and no text twice. */
export function looksLikeNames(record: CsvRecord): boolean {
  const cells = record.fields.map((field) => field.trim().toLowerCase()).filter((field) => field !== '');
  return cells.length > 0 && new Set(cells).size === cells.length && holdsText(record);
}

/** Every cell that is filled holds text. */
export function holdsText(record: CsvRecord): boolean {
  const kinds = record.fields.map((field) => cellKind(field, true)).filter((kind) => kind !== 'empty');
  return kinds.length > 0 && kinds.every((kind) => kind === 'text' || kind === 'boolean');
}
