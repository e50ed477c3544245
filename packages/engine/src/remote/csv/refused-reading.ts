import type { Inspected } from '../../inspect/inspected.js';
import type { Column, Dialect, Reading } from '../../inspect/reading.js';
import { isTakenType } from './spark-column.js';

/** Names that Spark passes over in silence, however they are named to it. */
const HIDDEN = /^[._]|\._COPYING_$/;
/** What stands for other names in a path; escaped in a list of several they have been seen to lose files. */
const WILDCARD = /[*?[\]{}\\^,]/;
/** By the end of a name Spark takes a file for packed. */
const PACKED = /\.(bz2|deflate|snappy|lz4|zst|zstd|gz|gzip|lzo)$/i;

/**
 * Why a file cannot be read there exactly as it is read here; nothing where it can.
 * @param isAlone no other file is read with it
 */
export function refusedReading(file: Inspected, isAlone: boolean): string | undefined {
  return refusedPlace(file, isAlone) ?? refusedBytes(file) ?? refusedDialect(file.reading) ?? file.reading.columns.map(refusedColumn).find((why) => why !== undefined);
}

function refusedPlace({ source: { uri, localPath } }: Inspected, isAlone: boolean): string | undefined {
  const name = uri.slice(uri.lastIndexOf('/') + 1);
  if (localPath !== undefined) return 'it lies on this machine';
  if (HIDDEN.test(name)) return 'names that begin with _ or . are passed over there';
  if (!isAlone && WILDCARD.test(uri)) return "one of several files has * ? [ ] { } \\ ^ or a comma in its name";
  return undefined;
}

function refusedBytes({ source: { uri }, compression, encoding, hasBom, replaceInvalid, reading: { dialect } }: Inspected): string | undefined {
  const [end] = PACKED.exec(uri) ?? [];
  if (compression === 'gzip' && end !== '.gz') return 'it is packed by gzip, but its name does not end in .gz';
  if (compression === 'zstd') return 'it is packed by zstd';
  if (compression === 'none' && end !== undefined) return `its name ends in ${end}, but it is not packed`;
  if (encoding !== 'utf-8') return `its encoding is ${encoding}`;
  if (hasBom && dialect.headerRecords === 0) return 'it has a byte-order mark before its first record';
  return replaceInvalid ? 'characters that cannot be decoded are to be replaced' : undefined;
}

function refusedDialect({ dialect, ragged, columns }: Reading): string | undefined {
  if (ragged) return 'its rows differ in how many fields they have';
  if (columns.length < 2) return 'it has a single column, where blank lines are told apart from rows otherwise';
  return DIALECT.find(({ isRefused }) => isRefused(dialect))?.why;
}

const DIALECT: readonly { readonly isRefused: (dialect: Dialect) => boolean; readonly why: string }[] = [
  { isRefused: ({ skipLines }) => skipLines > 0, why: 'lines precede its header' },
  { isRefused: ({ headerRecords }) => headerRecords > 1, why: 'its header has several lines' },
  { isRefused: ({ comment }) => comment !== '', why: 'it has lines of comment' },
  { isRefused: ({ blanks }) => blanks !== undefined, why: 'blanks around its fields are no part of them' },
  { isRefused: ({ newline }) => newline !== '\n' && newline !== '\r\n', why: 'its lines end in carriage returns, or in several ways' },
  { isRefused: ({ delimiter }) => !/^[\x09\x20-\x7e]$/.test(delimiter), why: 'its delimiter is not one ASCII character' },
  { isRefused: ({ quote }) => quote !== '' && !/^[\x21-\x7e]$/.test(quote), why: 'its quote is not one ASCII character' },
  { isRefused: ({ quote, escape }) => quote !== '' && escape !== quote && escape !== '', why: 'quotes within quotes are not written twice' },
];

/** Parts of date formats that are numbers, of a length that is plain from where they stand. */
const NUMERIC_FORMAT = /^(?:%[dmYHMS]|[^%A-Za-z0-9]|T)+$/;

function refusedColumn({ name, type, format, thousandsSeparator }: Column): string | undefined {
  const column = `column ${JSON.stringify(name)}`;
  if (!isTakenType(type)) return `${column} is a ${type}`;
  if (format !== undefined && !NUMERIC_FORMAT.test(format)) return `${column} has moments of the form ${format}`;
  if (thousandsSeparator === '_') return `${column} has numbers with _ between thousands`;
  return undefined;
}
