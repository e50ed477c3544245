import { quoteIdentifier, quoteLiteral } from '../database/quote.js';
import { INTEGER, isInteger, lexicalForm } from '../inspect/lexical-form.js';
import { plainNumber, withoutMissing, type TextSql } from '../inspect/plain-text.js';
import type { Column } from '../inspect/reading.js';

const DUCKDB: TextSql = { quote: quoteLiteral, trim: (text) => `trim(${text})` };

/** How far a column's type is checked while it is read. */
export type TypeChecking = 'sampled' | 'verified';

/** Begins the message of a value that does not fit its column; what follows is the column's internal name and the value. */
export const MISFIT_MARK = 'sluice-misfit:';

/** What `read_csv` is to make of a column: text wherever the value is checked, or written in a way that DuckDB's cast does not read. */
export const rawType = (column: Column, checking: TypeChecking): string =>
  column.type === 'VARCHAR' || checking === 'verified' || isRewritten(column) ? 'VARCHAR' : column.type;

/** A column's value from its text, as SQL. */
export function valueSql(internal: string, column: Column, checking: TypeChecking): string {
  const name = quoteIdentifier(internal);
  const text = withoutMissing(name, column, DUCKDB);
  if (column.type === 'VARCHAR') return text;
  if (rawType(column, checking) !== 'VARCHAR') return name;
  const value = castSql(text, column);
  if (checking === 'sampled') return value.replaceAll('TRY_CAST', 'CAST');
  const fits = fitsSql(text, value, column).join(' OR ');
  const misfit = `error(${quoteLiteral(`${MISFIT_MARK}${internal}:`)} || ${name})`;
  return `CASE WHEN ${fits} THEN ${value} WHEN ${text} IS NULL THEN NULL ELSE ${misfit} END`;
}

const isRewritten = (column: Column): boolean => column.respelled === true || isMarked(column);

/** Its texts are not what they stand for. */
export const isMarked = ({ missing = [], format, decimalSeparator, thousandsSeparator }: Column): boolean =>
  missing.length > 0 || format !== undefined || decimalSeparator !== undefined || thousandsSeparator !== undefined;

function castSql(text: string, column: Column): string {
  if (column.format !== undefined) return `TRY_CAST(try_strptime(trim(${text}), ${quoteLiteral(column.format)}) AS ${column.type})`;
  return `TRY_CAST(${plainNumber(text, column, DUCKDB)} AS ${column.type})`;
}

/** Any of these means that nothing of the text is lost. The first is cheap and nearly always true. */
function fitsSql(text: string, value: string, column: Column): string[] {
  if (column.format !== undefined) return [`${value} IS NOT NULL`];
  const plain = plainNumber(text, column, DUCKDB);
  const isDouble = column.type === 'DOUBLE';
  // DuckDB writes the DOUBLE 36 as 36.0.
  const roundTrip = ['', ...(isDouble ? [" || '.0'"] : [])].map((point) => `CAST(${value} AS VARCHAR) = trim(${plain})${point}`);
  // Marks between thousands are gone from `plain`, wherever they stood.
  const fits = column.thousandsSeparator === undefined ? [...plainlyFits(plain, column), ...roundTrip] : [];
  const form = lexicalForm(column);
  // Nothing is left to say of an integer, and each regular expression costs time to plan.
  if (form === undefined || (isInteger(column) && fits.length > 0)) return fits;
  const short = isDouble ? ` AND ${isShort(text)} AND ${isInRange(text, value)}` : '';
  return [...fits, `(${value} IS NOT NULL AND regexp_full_match(trim(${text}), ${quoteLiteral(form)})${short})`];
}

/** Up to so many characters, any number without an exponent is held as it is written. */
const PLAIN_CHARS: Readonly<Record<string, number>> = { BIGINT: 18, HUGEINT: 38, DOUBLE: 15 };

/**
 * A short number as people write it: no exponent, no zeros before other digits, and no `_`, which DuckDB reads over. Costs less than to
 * write the number as text, and less to plan than comparisons that say the same (decision 5).
 */
function plainlyFits(plain: string, { type }: Column): string[] {
  const chars = PLAIN_CHARS[type];
  if (chars === undefined) return [];
  const form = `-?(${INTEGER})${type === 'DOUBLE' ? '([.][0-9]+)?' : ''}`;
  return [`(strlen(${plain}) <= ${chars} AND regexp_full_match(${plain}, ${quoteLiteral(form)}))`];
}

/** The number is zero or infinite only where its text says so. */
const isInRange = (text: string, value: string): string =>
  `(${value} <> 0 AND isfinite(${value}) OR regexp_full_match(trim(${text}), '-?[0.,]*([eE].*)?|[+-]?(?i:nan|inf|infinity)'))`;

/** At most 15 significant digits: every DOUBLE of that length is told apart from its neighbours. */
const isShort = (text: string): string =>
  `length(rtrim(ltrim(regexp_replace(${text}, '[eE].*$|[^0-9]', '', 'g'), '0'), '0')) <= 15`;
