import { quoteIdentifier, quoteLiteral } from '../database/quote.js';
import type { Column, Reading } from '../inspect/reading.js';

/**
 * Files of one table that are read alike, in order: one `read_csv`. Inside it columns carry names of their own
 * (`s3c0`, `s3c1`), so that DuckDB's plan tells which part is scanned, how often, and for which columns.
 */
export interface Part {
  readonly id: string;
  readonly reading: Reading;
  readonly paths: readonly string[];
  /** DuckDB reads the files themselves and skips what precedes the records. */
  readonly direct: boolean;
  readonly maxRecordBytes: number;
}

export const internalName = (part: Part, index: number): string => `${part.id}c${index}`;

/** The part as a relation with the columns' own names. */
export function partSelect(part: Part): string {
  const columns = part.reading.columns.map((column, i) => `${columnSql(part, column, i)} AS ${quoteIdentifier(column.name)}`);
  return `SELECT ${columns.join(', ')} FROM ${readCsvSql(part)}`;
}

/** The part from a table that holds only some of its columns; asking for another would be a fault, so it is an error. */
export function stagedSelect(part: Part, table: string, staged: ReadonlySet<number>): string {
  const columns = part.reading.columns.map((column, i) => {
    const name = quoteIdentifier(column.name);
    return staged.has(i)
      ? `${columnSql(part, column, i)} AS ${name}`
      : `CAST(error(${quoteLiteral(`column ${column.name} was not staged`)}) AS ${column.type}) AS ${name}`;
  });
  return `SELECT ${columns.join(', ')} FROM ${quoteIdentifier(table)}`;
}

export function readCsvSql(part: Part): string {
  const { dialect } = part.reading;
  const columns = part.reading.columns.map((column, i) => `${quoteLiteral(internalName(part, i))}: ${quoteLiteral(rawType(column))}`);
  const options = {
    columns: `{${columns.join(', ')}}`,
    auto_detect: 'false',
    header: 'false',
    delim: quoteLiteral(dialect.delimiter),
    quote: quoteLiteral(dialect.quote),
    escape: quoteLiteral(dialect.quote === '' ? '' : dialect.escape),
    max_line_size: String(part.maxRecordBytes),
    ...(part.direct ? { skip: String(dialect.skipLines + dialect.headerRecords) } : {}),
    new_line: quoteLiteral(dialect.newline === '\r\n' ? '\\r\\n' : '\\n'),
  };
  const list = part.paths.map(quoteLiteral).join(', ');
  return `read_csv([${list}], ${Object.entries(options).map(([name, value]) => `${name} = ${value}`).join(', ')})`;
}

/** Text when DuckDB's own cast would read it otherwise than the column was understood. */
const rawType = (column: Column): string => (needsText(column) ? 'VARCHAR' : column.type);

const needsText = ({ missing, format, decimalSeparator, thousandsSeparator }: Column): boolean =>
  (missing?.length ?? 0) > 0 || format !== undefined || decimalSeparator !== undefined || thousandsSeparator !== undefined;

function columnSql(part: Part, column: Column, index: number): string {
  const name = quoteIdentifier(internalName(part, index));
  if (!needsText(column)) return name;
  const missing = column.missing?.map(quoteLiteral).join(', ');
  const text = missing === undefined || missing === '' ? name : `CASE WHEN trim(${name}) IN (${missing}) THEN NULL ELSE ${name} END`;
  if (column.format !== undefined) return `CAST(strptime(${text}, ${quoteLiteral(column.format)}) AS ${column.type})`;
  return `CAST(${plainNumber(text, column)} AS ${column.type})`;
}

/** A number as SQL writes it: no thousands marks, a point before the fraction. */
function plainNumber(text: string, { thousandsSeparator, decimalSeparator }: Column): string {
  const whole = thousandsSeparator === undefined ? text : `replace(${text}, ${quoteLiteral(thousandsSeparator)}, '')`;
  return decimalSeparator === undefined ? whole : `replace(${whole}, ',', '.')`;
}
