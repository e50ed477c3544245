import type { Column } from './reading.js';

/** A text as a literal of the SQL that is written. */
export type Quote = (text: string) => string;

/** NULL for texts that stand for no value, as SQL of any engine here. */
export function withoutMissing(text: string, { missing = [] }: Column, quote: Quote): string {
  if (missing.length === 0) return text;
  return `CASE WHEN trim(${text}) IN (${missing.map(quote).join(', ')}) THEN NULL ELSE ${text} END`;
}

/** A number as SQL writes it: no thousands marks, a point before the fraction. */
export function plainNumber(text: string, { thousandsSeparator, decimalSeparator }: Column, quote: Quote): string {
  const whole = thousandsSeparator === undefined ? text : `replace(${text}, ${quote(thousandsSeparator)}, '')`;
  return decimalSeparator === undefined ? whole : `replace(${whole}, ',', '.')`;
}
