import type { ReadingOptions } from './reading.js';
import type { TypeChoice } from './type-choice.js';

/** How DuckDB writes values of the types that can also be written otherwise. */
const WRITTEN: Readonly<Record<string, RegExp>> = {
  BOOLEAN: /^(?:true|false)$/,
  DATE: /^\d{4}-\d\d-\d\d$/,
  TIME: /^\d\d:\d\d:\d\d(?:\.\d*[1-9])?$/,
  TIMESTAMP: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d*[1-9])?$/,
};

/**
 * Read as this type, some value comes back in other characters than the file has, but for zeros at the end of a decimal.
 * What the caller asked for by an option is never a surprise.
 */
export function isRespelled(values: readonly string[], choice: TypeChoice, options: ReadingOptions): boolean {
  const { type, format, missing, decimalSeparator, thousandsSeparator } = choice;
  if (type === 'VARCHAR') return false;
  if (missing !== undefined && options.nullStrings === undefined) return true;
  if (format !== undefined) return format !== options.dateFormat && format !== options.timestampFormat;
  if (decimalSeparator !== undefined && options.decimalSeparator === undefined) return true;
  if (thousandsSeparator !== undefined && options.thousands === undefined) return true;
  if (type === 'TIMESTAMP WITH TIME ZONE') return true;
  const written = WRITTEN[type];
  return written !== undefined && !values.every((value) => written.test(value));
}
