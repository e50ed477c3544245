import type { Compression } from '../decode/compression.js';
import type { Encoding } from '../decode/encoding.js';
import type { Source } from '../source/source.js';
import type { Reading } from './reading.js';

/** A source and how it is to be read. */
export interface Inspected {
  readonly source: Source;
  readonly compression: Compression;
  readonly encoding: Encoding;
  /** A byte-order mark precedes the text. */
  readonly hasBom: boolean;
  /** Undecodable bytes become U+FFFD; only when the caller asked for it. */
  readonly replaceInvalid: boolean;
  readonly reading: Reading;
  /** What rows are judged by, where `reading` describes something else made of them. @default `reading` */
  readonly judgedBy?: Reading;
  /** Bytes of decoded UTF-8 before the first record: preamble and header. */
  readonly dataStart: number;
  /** What precedes the first record are so many physical lines, none of which has a quote left open: DuckDB can skip them. */
  readonly skippableLines: number | undefined;
  /** Who splits the text into records: DuckDB where it reads the dialect exactly, else `RecordParser`, which is slower. */
  readonly parser: 'duckdb' | 'own';
  /** A question found records of it odd: they are not cut down to columns. */
  readonly isOdd?: true;
  /** A question found values that are not as people mostly write them: it takes SQL to check them. */
  readonly isUnplain?: true;
  /** Decoded size: exact for plain UTF-8, otherwise estimated from the sample. */
  readonly expectedBytes: number;
  /** Records without the header: counted when the sample was the whole file, otherwise estimated from it. */
  readonly rowCount: { readonly value: number; readonly exact: boolean };
}
