import type { Column } from './reading.js';

/** How an engine's SQL does what both must do alike. */
export interface TextSql {
  /** A text as a literal. */
  readonly quote: (text: string) => string;
  /** A text without the blanks around it, which are all that Unicode counts among them. */
  readonly trim: (sql: string) => string;
}

/** NULL for texts that stand for no value. */
export function withoutMissing(text: string, { missing = [] }: Column, { quote, trim }: TextSql): string {
  if (missing.length === 0) return text;
  return `CASE WHEN ${trim(text)} IN (${missing.map(quote).join(', ')}) THEN NULL ELSE ${text} END`;
}

/** A number as SQL writes it: no thousands marks, a point before the fraction. */
export function plainNumber(text: string, { thousandsSeparator, decimalSeparator }: Column, { quote }: Pick<TextSql, 'quote'>): string {
  const whole = thousandsSeparator === undefined ? text : `replace(${text}, ${quote(thousandsSeparator)}, '')`;
  return decimalSeparator === undefined ? whole : `replace(${whole}, ',', '.')`;
}
