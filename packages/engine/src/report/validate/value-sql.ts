import { quoteLiteral } from '../../database/quote.js';
import type { StringFormat, ValueType } from './check.js';

const INTEGER = '[+-]?[0-9]+';
const NUMBER = '[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?';
const SPECIAL_NUMBER = '(?i:nan|[+-]?inf)';
const YEAR = '-?[0-9]{4,}';
const DATE = '[0-9]{4}-[0-9]{2}-[0-9]{2}';
const TIME = '[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?';
const DATETIME = `${DATE}[T ]${TIME}(Z|[+-][0-9]{2}(:?[0-9]{2})?)?`;

const STRING_FORMATS: Readonly<Record<StringFormat, string>> = {
  email: '[^@\\s]+@[^@\\s]+[.][^@\\s]+',
  uri: '[A-Za-z][A-Za-z0-9+.-]*:\\S+',
  uuid: '(?i:[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12})',
};

const TRUE_VALUES = ['true', 'True', 'TRUE', '1'];
const FALSE_VALUES = ['false', 'False', 'FALSE', '0'];

export const matchesSql = (text: string, pattern: string): string => `regexp_full_match(${text}, ${quoteLiteral(pattern)})`;

const isOneOfSql = (value: string, choices: readonly string[]): string => (choices.length === 0 ? 'false' : `${value} IN (${choices.join(', ')})`);

/** Whether a text, as SQL, is a value of the type. DuckDB's casts alone take too much: `12.75` is an INTEGER to them. */
export function conformsSql(text: string, type: ValueType): string {
  if (type.name === 'string') return type.format === undefined ? 'true' : matchesSql(text, STRING_FORMATS[type.format]);
  if (type.name === 'integer') return matchesSql(plainNumber(text, type), INTEGER);
  if (type.name === 'number') return matchesSql(plainNumber(text, type), `${NUMBER}|${SPECIAL_NUMBER}`);
  return `(${valueSql(text, type)}) IS NOT NULL`;
}

/** The value of a text, as SQL: NULL unless it is one of the type, and ordered as the type is. */
export function valueSql(text: string, type: ValueType): string {
  switch (type.name) {
    case 'string':
      return text;
    case 'integer':
      return whenMatches(plainNumber(text, type), INTEGER, (plain) => `TRY_CAST(${plain} AS HUGEINT)`);
    case 'number':
      return whenMatches(plainNumber(text, type), NUMBER, (plain) => `TRY_CAST(${plain} AS DOUBLE)`);
    case 'boolean':
      return booleanSql(text, type.trueValues ?? TRUE_VALUES, type.falseValues ?? FALSE_VALUES);
    case 'year':
      return whenMatches(text, YEAR, (plain) => `TRY_CAST(${plain} AS BIGINT)`);
    case 'date':
      return timeSql(text, type.format, { pattern: DATE, type: 'DATE' });
    case 'time':
      return timeSql(text, type.format, { pattern: TIME, type: 'TIME' });
    case 'datetime':
      return timeSql(text, type.format, { pattern: DATETIME, type: 'TIMESTAMP WITH TIME ZONE' });
  }
}

/** A text and its value, both as SQL. */
export interface Typed {
  readonly text: string;
  readonly value: string;
  readonly type: ValueType;
}

/** How a value compares with a bound; NULL where the text is not of the type. */
export function comparedSql({ text, value, type }: Typed, operator: '>=' | '<=', bound: string): string {
  const limit = `(${valueSql(quoteLiteral(bound), type)})`;
  const compared = `${value} ${operator} ${limit}`;
  if (type.name !== 'number') return compared;
  const exact = `${exactSql(text, type)} ${operator} ${exactSql(quoteLiteral(bound), type)}`;
  return `CASE WHEN ${value} = ${limit} THEN coalesce(${exact}, true) ELSE ${compared} END`;
}

export function isAmongSql({ text, value, type }: Typed, choices: readonly string[]): string {
  const literals = choices.map(quoteLiteral);
  const isAmong = isOneOfSql(value, literals.map((choice) => valueSql(choice, type)));
  if (type.name !== 'number') return isAmong;
  const isExactly = isOneOfSql(exactSql(text, type), literals.map((choice) => exactSql(choice, type)));
  return `CASE WHEN ${isAmong} THEN coalesce(${isExactly}, true) END`;
}

/** From 2^53 on neighbours are one and the same DOUBLE: where two are equal, this decides, unless it has no room either. */
const exactSql = (text: string, type: NumberMarks): string => `TRY_CAST(${plainNumber(text, type)} AS DECIMAL(38,10))`;

const whenMatches = (text: string, pattern: string, value: (text: string) => string): string =>
  `CASE WHEN ${matchesSql(text, pattern)} THEN ${value(text)} END`;

function booleanSql(text: string, trueValues: readonly string[], falseValues: readonly string[]): string {
  const isTrue = isOneOfSql(text, trueValues.map(quoteLiteral));
  const isFalse = isOneOfSql(text, falseValues.map(quoteLiteral));
  return `CASE WHEN ${isTrue} THEN true WHEN ${isFalse} THEN false END`;
}

const timeSql = (text: string, format: string | undefined, iso: { readonly pattern: string; readonly type: string }): string =>
  format === undefined
    ? whenMatches(text, iso.pattern, (plain) => `TRY_CAST(${plain} AS ${iso.type})`)
    : `CAST(try_strptime(${text}, ${quoteLiteral(format)}) AS ${iso.type})`;

interface NumberMarks {
  readonly decimalChar?: string;
  readonly groupChar?: string;
}

/** A number as SQL writes it. A point that marks neither decimals nor groups becomes a letter, so that no number has it. */
function plainNumber(text: string, { decimalChar = '.', groupChar = '' }: NumberMarks): string {
  const trimmed = `trim(${text})`;
  if (decimalChar === '.' && groupChar === '') return trimmed;
  const isStray = decimalChar !== '.' && groupChar !== '.';
  const from = `${decimalChar}${isStray ? '.' : ''}${groupChar}`;
  // What has no counterpart is deleted.
  return `translate(${trimmed}, ${quoteLiteral(from)}, ${quoteLiteral(isStray ? '.x' : '.')})`;
}
