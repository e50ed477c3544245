import type { Column } from './reading.js';

export const isInteger = ({ type }: Column): boolean => type === 'BIGINT' || type === 'HUGEINT';

/** An integer without a sign, or zeros before it. */
export const INTEGER = '0|[1-9][0-9]*';

/** What texts of a column's type look like, as a regular expression that RE2 and Java read alike: DuckDB writes some of them otherwise than the file does. */
export function lexicalForm(column: Column): string | undefined {
  const { type } = column;
  if (isInteger(column)) return `-?(${groups(column)})`;
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
