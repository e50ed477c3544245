import { EngineError } from '../errors.js';
import type { BadRow } from '../inspect/bad-row.js';
import type { Reading } from '../inspect/reading.js';
import { fitsColumn } from '../inspect/fits-column.js';
import { streamRecords, type CsvRecord } from '../inspect/records.js';
import { partBuffers } from '../source/part-buffers.js';
import { TextBlocks } from './text-blocks.js';

/** The dialect that normalised records are written in: one that DuckDB reads exactly. */
export const NORMAL_DIALECT = {
  delimiter: ',',
  quote: '"',
  escape: '"',
  newline: '\n',
  comment: '',
  skipLines: 0,
  headerRecords: 0,
} as const;

export interface NormaliseOptions {
  readonly uri: string;
  readonly reading: Pick<Reading, 'dialect' | 'columns' | 'ragged'>;
  readonly maxRecordBytes: number;
  /** Which rows are written: those that fit, or `uri, line, reason, text` of those that do not. */
  readonly keep: 'good' | 'bad';
  /** Told of every bad row; what it throws ends the stream. */
  readonly onBadRow: (row: BadRow) => void;
}

/**
 * Reads records in any dialect and writes them as RFC 4180 CSV without a header. Slower than letting DuckDB parse, but
 * exact where DuckDB is not: mixed newlines, comments, ragged rows, stray quotes, separators of several characters.
 */
export async function* normalise(chunks: AsyncIterable<Uint8Array>, options: NormaliseOptions): AsyncGenerator<Uint8Array> {
  const { headerRecords } = options.reading.dialect;
  let seen = 0;
  let pendingBytes = 0;
  const blocks = new TextBlocks();
  const write = (records: readonly CsvRecord[]): string => {
    const data = records.slice(Math.max(0, headerRecords - seen));
    seen += records.length;
    return data.map((record) => writeRecord(record, options)).join('');
  };
  for await (const { records, bytes } of streamRecords(inPieces(chunks), options.reading.dialect)) {
    pendingBytes = records.length > 0 ? 0 : pendingBytes + bytes;
    if (pendingBytes > options.maxRecordBytes) throw recordTooLong(options);
    yield* blocks.add(write(records));
  }
  yield* blocks.flush();
}

/** Records of so much text die young: of more at once, V8 takes them for what stays, and collects them late. */
const PIECE_BYTES = 1 << 16;

async function* inPieces(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += PIECE_BYTES) yield chunk.subarray(at, at + PIECE_BYTES);
    // Who asks for more has decoded the last piece.
    partBuffers.giveBack(chunk);
  }
}

/** One line, or nothing for a row that is not to be kept. */
function writeRecord(record: CsvRecord, options: NormaliseOptions): string {
  const reason = whyBad(record, options.reading);
  if (reason === undefined) return options.keep === 'good' ? writeGood(record, options.reading.columns.length) : '';
  const row = { uri: options.uri, line: record.line, reason, text: record.fields.join(options.reading.dialect.delimiter) };
  options.onBadRow(row);
  return options.keep === 'bad' ? `${[row.uri, String(row.line), row.reason, row.text].map((field) => writeField(field, true)).join(',')}\n` : '';
}

/** Separators at a line's end say nothing: spreadsheets write them for columns that were cleared. */
function whyBad({ fields }: CsvRecord, { columns, ragged }: NormaliseOptions['reading']): string | undefined {
  const missing = columns.length - fields.length;
  const extra = fields.slice(columns.length).some((field) => field.trim() !== '');
  if (extra || (missing > 0 && !ragged)) return `${fields.length} fields where there are ${columns.length} columns`;
  const misfit = columns.findIndex((column, i) => column.declared === true && !fitsColumn(column, fields[i] ?? ''));
  return misfit < 0 ? undefined : `${JSON.stringify(fields[misfit])} is no ${columns[misfit]?.type}`;
}

function writeGood({ fields, quoted }: CsvRecord, width: number): string {
  const cells = fields.slice(0, width).map((field, i) => writeField(field, quoted[i] ?? false));
  const line = cells.length < width ? [...cells, ...Array<string>(width - cells.length).fill('')] : cells;
  // An empty line would be no record at all.
  return line.length === 1 && line[0] === '' ? '""\n' : `${line.join(',')}\n`;
}

const NEEDS_QUOTES = /[",\n\r]/;

const writeField = (field: string, quoted: boolean): string =>
  (quoted && field === '') || NEEDS_QUOTES.test(field) ? `"${field.replaceAll('"', '""')}"` : field;

const MAX_SHOWN_CHARS = 200;

/** The error that a bad row is by default. */
export function badRowError({ uri, line, reason, text }: BadRow): EngineError {
  const shown = text.length > MAX_SHOWN_CHARS ? `${text.slice(0, MAX_SHOWN_CHARS)}…` : text;
  return new EngineError('DATA_BAD_ROW', `${uri}, line ${line}: ${reason}: ${shown}`, {
    hint: 'Correct the file, or leave such rows out with --bad-rows skip, which counts them.',
  });
}

const recordTooLong = ({ uri, maxRecordBytes }: NormaliseOptions): EngineError =>
  new EngineError('DATA_BAD_ROW', `${uri} has a record of more than ${maxRecordBytes} bytes`, {
    hint: 'Check its newlines and quotes: an opening quote without its end swallows what follows.',
  });
