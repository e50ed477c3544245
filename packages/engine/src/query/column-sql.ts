import { quoteIdentifier, quoteLiteral } from '../database/quote.js';
import type { Column } from '../inspect/reading.js';

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
  const text = withoutMissing(name, column);
  if (column.type === 'VARCHAR') return text;
  if (rawType(column, checking) !== 'VARCHAR') return name;
  const value = castSql(text, column);
  if (checking === 'sampled') return value.replaceAll('TRY_CAST', 'CAST');
  const fits = fitsSql(text, value, column).join(' OR ');
  const misfit = `error(${quoteLiteral(`${MISFIT_MARK}${internal}:`)} || ${name})`;
  return `CASE WHEN ${fits} THEN ${value} WHEN ${text} IS NULL THEN NULL ELSE ${misfit} END`;
}

const isRewritten = ({ missing, respelled, format, decimalSeparator, thousandsSeparator }: Column): boolean =>
  respelled === true || (missing?.length ?? 0) > 0 || format !== undefined || decimalSeparator !== undefined || thousandsSeparator !== undefined;

function withoutMissing(name: string, { missing = [] }: Column): string {
  if (missing.length === 0) return name;
  return `CASE WHEN trim(${name}) IN (${missing.map(quoteLiteral).join(', ')}) THEN NULL ELSE ${name} END`;
}

function castSql(text: string, column: Column): string {
  if (column.format !== undefined) return `TRY_CAST(try_strptime(trim(${text}), ${quoteLiteral(column.format)}) AS ${column.type})`;
  return `TRY_CAST(${plainNumber(text, column)} AS ${column.type})`;
}

/** A number as SQL writes it: no thousands marks, a point before the fraction. */
function plainNumber(text: string, { thousandsSeparator, decimalSeparator }: Column): string {
  const whole = thousandsSeparator === undefined ? text : `replace(${text}, ${quoteLiteral(thousandsSeparator)}, '')`;
  return decimalSeparator === undefined ? whole : `replace(${whole}, ',', '.')`;
}

/** Any of these means that nothing of the text is lost. The first is cheap and nearly always true. */
function fitsSql(text: string, value: string, column: Column): string[] {
  if (column.format !== undefined) return [`${value} IS NOT NULL`];
  const plain = plainNumber(text, column);
  const roundTrip = [`CAST(${value} AS VARCHAR) = trim(${plain})`];
  const isDouble = column.type === 'DOUBLE';
  // Writing a DOUBLE as text is the dear part, so what is plainly short comes first; DuckDB writes the DOUBLE 36 as 36.0.
  if (isDouble) roundTrip.splice(0, 1, isPlainDecimal(plain, value), ...roundTrip, `CAST(${value} AS VARCHAR) = trim(${plain}) || '.0'`);
  const form = lexicalForm(column);
  if (form === undefined) return roundTrip;
  const short = isDouble ? ` AND ${isShort(text)} AND ${isInRange(text, value)}` : '';
  return [...roundTrip, `(${value} IS NOT NULL AND regexp_full_match(trim(${text}), ${quoteLiteral(form)})${short})`];
}

/**
 * A number of at most 15 characters without leading zeros, which a DOUBLE holds as it is written. What ends most rows is
 * asked first. The magnitude keeps out exponents beyond a DOUBLE, which DuckDB reads as 0 or as infinite; it reads `1_0` as 10.
 */
const isPlainDecimal = (plain: string, value: string): string =>
  `(abs(${value}) BETWEEN 1e-15 AND 1e15 AND strlen(${plain}) <= 15 AND ${beginsPlainly(plain)} AND NOT contains(${plain}, '_'))`;

/** Without zeros before other digits, without a plus sign or a blank. Several ranges joined by OR took DuckDB seconds to plan for 500 columns. */
const beginsPlainly = (plain: string): string => `(${plain} >= '-' AND ${plain} NOT BETWEEN '00' AND '0:' AND ${plain} NOT BETWEEN '-00' AND '-0:')`;

/** The number is zero or infinite only where its text says so. */
const isInRange = (text: string, value: string): string =>
  `(${value} <> 0 AND isfinite(${value}) OR regexp_full_match(trim(${text}), '-?[0.,]*([eE].*)?|[+-]?(?i:nan|inf|infinity)'))`;

/** At most 15 significant digits: every DOUBLE of that length is told apart from its neighbours. */
const isShort = (text: string): string =>
  `length(rtrim(ltrim(regexp_replace(${text}, '[eE].*$|[^0-9]', '', 'g'), '0'), '0')) <= 15`;

const INTEGER = '0|[1-9][0-9]*';

/** Texts that DuckDB writes otherwise than the file does, and that mean the same all the same. */
function lexicalForm(column: Column): string | undefined {
  const { type } = column;
  if (type === 'BIGINT' || type === 'HUGEINT') return `-?(${groups(column)})`;
  if (type === 'DOUBLE') return `${number(column)}|[+-]?(?i:nan|inf|infinity)`;
  if (type.startsWith('DECIMAL')) return `-?(${groups(column)})(${point(column)}[0-9]{1,${scaleOf(type)}})?`;
  if (type === 'BOOLEAN') return '(?i:true|false)';
  if (type === 'DATE') return '[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}';
  const time = '[0-9]{1,2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?';
  if (type === 'TIME') return time;
  if (type === 'TIMESTAMP') return `[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([ T]${time})?`;
  if (type === 'TIMESTAMP WITH TIME ZONE') return `[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}[ T]${time} ?(Z|[+-][0-9]{2}(:?[0-9]{2})?)`;
  return undefined;
}

const number = (column: Column): string =>
  `-?((${groups(column)})(${point(column)}[0-9]*)?|${point(column)}[0-9]+)([eE][+-]?[0-9]{1,3})?`;

const point = ({ decimalSeparator }: Column): string => (decimalSeparator === ',' ? ',' : '[.]');

const groups = ({ thousandsSeparator }: Column): string =>
  thousandsSeparator === undefined ? INTEGER : `${INTEGER}|[1-9][0-9]{0,2}([${thousandsSeparator}][0-9]{3})+`;

const scaleOf = (type: string): string => /,\s*(\d+)\)/.exec(type)?.[1] ?? '0';
