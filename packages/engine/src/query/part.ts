import { isPadded, type KeptColumns } from '../decode/record-pruner.js';
import { quoteIdentifier, quoteLiteral } from '../database/quote.js';
import type { Reading } from '../inspect/reading.js';
import { rawType, valueSql, type TypeChecking } from './column-sql.js';
import type { UsableCopy } from './copy-book.js';
import { copyColumnName, copyFilenameColumn } from './copy-names.js';

/**
 * Files of one table that are read alike, in order: one `read_csv`. Inside it columns carry names of their own
 * (`s3c0`, `s3c1`), so that DuckDB's plan tells which part is scanned, how often, and for which columns.
 */
export interface Part {
  readonly id: string;
  readonly reading: Reading;
  readonly paths: readonly string[];
  /** DuckDB reads the files themselves and skips so many lines of each; absent where a feed brings records alone. */
  readonly skipLines?: number;
  readonly maxRecordBytes: number;
  readonly checking: TypeChecking;
  /** By path, what a row's `filename` is to say; only when the statement asks for it. */
  readonly filenames?: readonly string[];
  /** What the feed cuts its records down to. */
  readonly pruned?: KeptColumns;
}

export const internalName = (part: Part, index: number): string => `${part.id}c${index}`;

const isCutOut = ({ pruned }: Part, index: number): boolean => pruned?.kept.includes(index) === false;

/** A column of the part as it comes out of `readCsvSql`, checked. */
export const partValueSql = (part: Part, index: number): string => {
  const column = part.reading.columns[index];
  if (column === undefined) return 'NULL';
  if (isCutOut(part, index)) return `CAST(error('sluice: column ${index} was not expected to be needed') AS ${column.type})`;
  return valueSql(internalName(part, index), column, checkingOf(part, index));
};

/** What is still to be checked of a column's values when they come out of `readCsvSql`. */
export const checkingOf = ({ pruned, checking }: Part, index: number): TypeChecking => (pruned?.checks.has(index) === true ? 'sampled' : checking);

/** The part as a relation with the columns' own names. */
export function partSelect(part: Part): string {
  const columns = part.reading.columns.map((column, i) => `${partValueSql(part, i)} AS ${quoteIdentifier(column.name)}`);
  return `SELECT ${[...columns, ...filenameColumn(part, filenameSql(part))].join(', ')} FROM ${readCsvSql(part)}`;
}

/** Begins the message of a question that needs a column which its copy lacks; the copy's key follows. */
export const UNCOPIED_MARK = 'sluice-uncopied:';

/** The part from its copy; needing a column that is not in it is an error that names the copy. */
export function copySelect(part: Part, { key, path, columns: copied }: UsableCopy): string {
  const columns = part.reading.columns.map((column, i) => {
    const name = copyColumnName(key, i, column);
    const value = copied.has(name) ? quoteIdentifier(name) : `error(${quoteLiteral(`${UNCOPIED_MARK}${key}`)})`;
    const isOwnType = copied.has(name) && column.type !== 'HUGEINT';
    return `${isOwnType ? value : `CAST(${value} AS ${column.type})`} AS ${quoteIdentifier(column.name)}`;
  });
  return `SELECT ${[...columns, ...filenameColumn(part, copyFilenameColumn(key))].join(', ')} FROM read_parquet(${quoteLiteral(path)})`;
}

const filenameName = (part: Part): string => `${part.id}f`;

const filenameColumn = ({ filenames }: Part, value: string): string[] => (filenames === undefined ? [] : [`${value} AS filename`]);

/** DuckDB tells the path that it opened; what people called the file is another name. */
export const filenameSql = (part: Part): string =>
  `map([${part.paths.map(quoteLiteral).join(', ')}], [${(part.filenames ?? []).map(quoteLiteral).join(', ')}])[${filenameName(part)}]`;

export function readCsvSql(part: Part): string {
  const { dialect } = part.reading;
  const columns = part.reading.columns.flatMap((column, i) => (isCutOut(part, i) ? [] : [`${quoteLiteral(internalName(part, i))}: ${quoteLiteral(rawType(column, checkingOf(part, i)))}`]));
  if (part.pruned !== undefined && isPadded(part.pruned)) columns.push(`${quoteLiteral(`${part.id}pad`)}: 'VARCHAR'`);
  const options = {
    columns: `{${columns.join(', ')}}`,
    auto_detect: 'false',
    header: 'false',
    delim: quoteLiteral(dialect.delimiter),
    quote: quoteLiteral(dialect.quote),
    escape: quoteLiteral(dialect.quote === '' ? '' : dialect.escape),
    max_line_size: String(part.maxRecordBytes),
    // By default sixteen times the longest line, for every file that is open.
    buffer_size: String(part.maxRecordBytes),
    ...(part.filenames === undefined ? {} : { filename: quoteLiteral(filenameName(part)) }),
    ...(part.skipLines === undefined ? {} : { skip: String(part.skipLines) }),
    new_line: quoteLiteral(dialect.newline === '\r\n' && part.pruned === undefined ? '\\r\\n' : '\\n'),
  };
  const list = part.paths.map(quoteLiteral).join(', ');
  return `read_csv([${list}], ${Object.entries(options).map(([name, value]) => `${name} = ${value}`).join(', ')})`;
}
