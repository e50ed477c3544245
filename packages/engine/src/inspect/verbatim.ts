import type { TypeChoice } from './type-choice.js';

/** How DuckDB writes values of the types that can also be written otherwise. */
const WRITTEN: Readonly<Record<string, RegExp>> = {
  BOOLEAN: /^(?:true|false)$/,
  DATE: /^\d{4}-\d\d-\d\d$/,
  TIME: /^\d\d:\d\d:\d\d(?:\.\d*[1-9])?$/,
  TIMESTAMP: /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d*[1-9])?$/,
};
const REFORMATTED = /^(?:VARCHAR|TIMESTAMP WITH TIME ZONE)$/;

/** Values read as this type come back as they are written, but for zeros at the end of a decimal. */
export function isVerbatim(values: readonly string[], choice: TypeChoice): boolean {
  const { type, format, missing, decimalSeparator, thousandsSeparator } = choice;
  if (REFORMATTED.test(type) || [format, missing, decimalSeparator, thousandsSeparator].some((mark) => mark !== undefined)) return false;
  const written = WRITTEN[type];
  return written === undefined || values.every((value) => written.test(value));
}
