import { cellKind } from './cell-kind.js';
import { uniqueNames } from './column-names.js';
import { detectDialect, type DialectChoice } from './detect-dialect.js';
import { detectHeader, isSame } from './detect-header.js';
import { detectType } from './detect-types.js';
import { typicalWidth } from './fit.js';
import { detectComment, tableStart } from './preamble.js';
import type { Column, ColumnType, Dialect, Reading, ReadingOptions, ReadingWarning, TextSample } from './reading.js';
import { parseRecords, type CsvRecord, type RecordSyntax } from './records.js';
import type { SiblingDialects } from './sibling-dialects.js';

const MAX_CELLS = 4_000_000;
const EXAMPLES = 3;
/** Records longer than the header widen the table from this share on; fewer are faults. */
const WIDENING_SHARE = 0.05;

/** How a file is to be read, and how many rows the head of its sample has. */
export interface ReadSample {
  readonly reading: Reading;
  readonly headRows: number;
}

/**
 * Works out from a sample how a file is to be read.
 * @param siblings what the other files of the table taught; only for files whose dialect the caller left open
 */
export function readSample(sample: TextSample, options: ReadingOptions = {}, siblings?: SiblingDialects): ReadSample {
  const { dialect, records, warnings } = siblings?.find(sample) ?? detectTable(sample, options);
  const { headerRecords } = dialect;
  const header = records.slice(0, headerRecords);
  const body = [...records.slice(headerRecords), ...sample.pieces.flatMap((piece) => recordsOfPiece(piece, dialect))];
  const names = records.length === 0 ? [] : columnNames(header, body, options);
  const isRagged = body.some((record) => record.fields.length !== names.length);
  const typed = columnsOf(names, body, dialect.delimiter, options);
  const reading = {
    dialect,
    columns: typed.columns,
    ragged: isRagged,
    warnings: [...warnings, ...preambleWarning(dialect, options), ...raggedWarning(body, names.length), ...repeatedHeader(header, body), ...typed.warnings],
  };
  siblings?.remember(sample, reading);
  return { reading, headRows: records.length - header.length };
}

function detectTable(sample: TextSample, options: ReadingOptions): { dialect: Dialect; records: CsvRecord[]; warnings: readonly ReadingWarning[] } {
  const choice = detectDialect(sample, options);
  const { syntax, records } = readHead(sample, choice, options);
  const headerRecords = options.header === undefined ? detectHeader(records, choice.width) : options.header ? 1 : 0;
  return { dialect: { ...syntax, headerRecords }, records, warnings: choice.warnings };
}

/** The table's records in the head, and the syntax with comments and preamble settled. */
function readHead(sample: TextSample, { syntax: chosen, width }: DialectChoice, options: ReadingOptions): { syntax: RecordSyntax; records: CsvRecord[] } {
  const all = recordsOf(sample.head, chosen, !sample.complete);
  const isSepLine = /^"?sep=/i.test(sample.head) && options.skip === undefined;
  const lines = isSepLine ? all.slice(1) : all;
  const comment = options.comment ?? detectComment(lines, width);
  const left = comment === '' ? lines : lines.filter((record) => record.quoted[0] === true || record.fields[0]?.startsWith(comment) !== true);
  const start = options.skip === undefined ? tableStart(left, width) : 0;
  const records = left.slice(start);
  const first = records[0];
  const skipLines = options.skip ?? (start > 0 || isSepLine ? (first?.line ?? 1) - 1 : 0);
  return { syntax: { ...chosen, comment, skipLines }, records };
}

/** The records of a text; a last one without its line end may be cut short and is left out. */
function recordsOf(text: string, syntax: RecordSyntax, mayBeCut: boolean): CsvRecord[] {
  const records: CsvRecord[] = [];
  let cells = 0;
  for (const record of parseRecords(text, syntax)) {
    records.push(record);
    cells += record.fields.length;
    if (cells > MAX_CELLS) return records;
  }
  if (mayBeCut && !/[\r\n]$/.test(text)) records.pop();
  return records;
}

/** A piece may begin within a quoted field of several lines: what is left of that record would look like a short one. */
function recordsOfPiece(piece: string, dialect: Dialect): CsvRecord[] {
  const records = recordsOf(piece, { ...dialect, skipLines: 0 }, true);
  const width = typicalWidth(records);
  const start = records.findIndex(({ fields }) => fields.length >= width);
  const holdsQuote = ({ fields, quoted }: CsvRecord): boolean => fields.some((field, i) => quoted[i] !== true && field.includes(dialect.quote));
  return dialect.quote !== '' && records.slice(0, start).some(holdsQuote) ? records.slice(start) : records;
}

function columnNames(header: readonly CsvRecord[], body: readonly CsvRecord[], options: ReadingOptions): string[] {
  const named = Math.max(0, ...header.map((record) => record.fields.length));
  const width = tableWidth(named, body);
  const cells = Array.from({ length: width }, (_, index) => stackedName(header, index));
  if (named > 1 && width === named + 1 && haveRowNames(body, width)) {
    cells.pop();
    cells.unshift('');
  }
  return uniqueNames(cells.map((cell, index) => options.names?.[index] ?? cell));
}

/** R leaves out the name of its row names, which are texts in quotes, numbers from 1, or the dates of a series. */
function haveRowNames(body: readonly CsvRecord[], width: number): boolean {
  if (body.length < 2 || !body.every(({ fields }) => fields.length === width)) return false;
  const kinds = new Set(body.map(({ fields, quoted }) => (quoted[0] === true ? 'quoted' : cellKind(fields[0] ?? '', false))));
  const areNumbered = body.every(({ fields }, index) => fields[0]?.trim() === String(index + 1));
  return kinds.size === 1 && (kinds.has('quoted') || kinds.has('date') || areNumbered);
}

/** The names above each other, the upper ones reaching right over cells that were merged with them. */
function stackedName(header: readonly CsvRecord[], index: number): string {
  const parts = header.map((record, level) => {
    const cell = record.fields[index]?.trim() ?? '';
    const isMerged = cell === '' && header.slice(level + 1).some((below) => (below.fields[index]?.trim() ?? '') !== '');
    return isMerged ? (record.fields.slice(0, index).findLast((left) => left.trim() !== '')?.trim() ?? '') : cell;
  });
  return parts.filter((part) => part !== '').join(' ');
}

/** The header's width, unless many records have values beyond it. */
function tableWidth(named: number, body: readonly CsvRecord[]): number {
  if (named === 0) return typicalWidth(body);
  // Most records are not longer, and then what they hold need not be looked at.
  const longer = body.flatMap(({ fields }) => (fields.length > named ? fields.findLastIndex((field) => field.trim() !== '') + 1 : [])).filter((width) => width > named);
  return longer.length > body.length * WIDENING_SHARE ? Math.max(named, typicalWidthOf(longer)) : named;
}

function typicalWidthOf(widths: readonly number[]): number {
  const sorted = [...widths].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function preambleWarning({ skipLines }: RecordSyntax, options: ReadingOptions): ReadingWarning[] {
  if (skipLines === 0 || options.skip !== undefined) return [];
  const message = `The first ${skipLines} lines stand before the table and are skipped. Set skip to 0 to read them as records.`;
  return [{ code: 'PREAMBLE_SKIPPED', message }];
}

/** Surplus fields that are empty are trailing delimiters, and nothing is lost with them. */
function raggedWarning(body: readonly CsvRecord[], width: number): ReadingWarning[] {
  const short = body.filter((record) => record.fields.length < width).length;
  const long = body.filter(({ fields }) => fields.length > width && fields.slice(width).some((field) => field.trim() !== '')).length;
  if (short + long === 0) return [];
  const message = `Of ${body.length} sampled records ${short} have fewer and ${long} have more than ${width} fields; short ones are padded with NULL.`;
  return [{ code: 'RAGGED_ROWS', message }];
}

/** Tables pasted below each other, each with its header. */
function repeatedHeader(header: readonly CsvRecord[], body: readonly CsvRecord[]): ReadingWarning[] {
  const last = header.at(-1);
  const again = last === undefined || last.fields.length < 2 ? [] : body.filter((record) => isSame(record, last));
  const [first] = again;
  if (first === undefined) return [];
  const message = `The header stands ${again.length} more times among the sampled records, first at line ${first.line}, and is read as a row there.`;
  return [{ code: 'REPEATED_HEADER', message }];
}

function firstFilled(values: Iterable<string>, count: number): string[] {
  const found: string[] = [];
  for (const value of values) {
    if (found.length === count) break;
    if (value.trim() !== '') found.push(value);
  }
  return found;
}

function columnsOf(names: readonly string[], body: readonly CsvRecord[], delimiter: string, options: ReadingOptions) {
  const warnings: ReadingWarning[] = [];
  const declared = new Map(Object.entries(options.types ?? {}).map(([name, type]) => [name.toLowerCase(), type]));
  const columns = names.map((name, index): Column => {
    const values = body.map((record) => record.fields[index] ?? '');
    const distinct = new Set(values);
    const nullable = [...distinct].some((value) => value.trim() === '');
    const examples = firstFilled(distinct, EXAMPLES);
    const fixed = declared.get(name.toLowerCase());
    if (fixed !== undefined) return { name, type: fixed as ColumnType, declared: true, nullable, examples };
    const { choice, warnings: found } = detectType(name, values, { delimiter, options });
    warnings.push(...found);
    return { name, ...choice, nullable: nullable || choice.missing !== undefined, examples };
  });
  return { columns, warnings };
}
