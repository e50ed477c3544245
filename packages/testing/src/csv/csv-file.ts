import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { GeneratedBody } from '../s3-server/object-content.js';
import { CSV_HEADER, CSV_ROW_BYTES, csvRecord, csvRow, rowAt, rowEnd, type CsvRecord } from './csv-record.js';

export interface CsvOptions {
  readonly rows: number;
  /** @default 1 */
  readonly seed?: number;
}

const CHUNK_BYTES = 1 << 20;
const MAX_ROW_BYTES = 2 * CSV_ROW_BYTES;

/** A CSV file that exists only where it is read: any range of any size is made on the spot. */
export function csvBody({ rows, seed = 1 }: CsvOptions): GeneratedBody {
  const size = rowEnd(seed, rows - 1);
  return { size, read: (start, end) => readRange({ rows, seed }, start, Math.min(end, size)) };
}

/** The whole file in order, in pieces of about a megabyte. */
export function* csvChunks(options: CsvOptions): Generator<Uint8Array> {
  const { rows, seed = 1 } = options;
  const size = rowEnd(seed, rows - 1);
  for (let at = 0; at < size; at += CHUNK_BYTES) yield readRange({ rows, seed }, at, Math.min(at + CHUNK_BYTES, size));
}

/** Writes the file without holding more than a few pieces of it in memory. */
export const writeCsvFile = (path: string, options: CsvOptions): Promise<void> =>
  pipeline(Readable.from(csvChunks(options)), createWriteStream(path));

/** The records themselves, to compute expected answers from. */
export function* csvRecords({ rows, seed = 1 }: CsvOptions): Generator<CsvRecord> {
  for (let index = 0; index < rows; index += 1) yield csvRecord(seed, index);
}

function readRange({ rows, seed }: Required<CsvOptions>, start: number, end: number): Buffer {
  const first = rowAt(start);
  const origin = first === 0 ? 0 : rowEnd(seed, first - 1);
  const bytes = Buffer.allocUnsafe(Math.max(0, end - origin) + MAX_ROW_BYTES);
  let at = first === 0 ? bytes.write(CSV_HEADER) : 0;
  // One write per row: a long string put together from rows would keep the garbage collector busy.
  for (let index = first; index < rows && origin + at < end; index += 1) at += bytes.write(csvRow(seed, index).line, at);
  return bytes.subarray(start - origin, end - origin);
}
