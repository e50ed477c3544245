import { dateFormats } from './date-format.js';
import { isMissingMarker } from './missing-marker.js';
import { numberFormats, plainNumber, type NumberFormat } from './number-format.js';
import type { ColumnType, ReadingOptions, ReadingWarning } from './reading.js';
import type { TypeChoice } from './type-choice.js';
import { isRespelled } from './respelled.js';
import { decimalSize, fitsDouble, valueKind, type ValueKind } from './value-kind.js';

/** What else about the file decides how its values are to be read. */
export interface TypeContext {
  readonly delimiter: string;
  readonly options: ReadingOptions;
}

/** A type and what people should know about it; warnings name the column. */
export interface TypeFinding {
  readonly choice: TypeChoice;
  readonly warnings: readonly ReadingWarning[];
}

const TEXT: TypeChoice = { type: 'VARCHAR' };
const MAX_DECIMAL_DIGITS = 38;

/** The narrowest type that holds every value without losing anything of it; `VARCHAR` when none does. */
export function detectType(name: string, values: readonly string[], context: TypeContext): TypeFinding {
  const { nullStrings = [] } = context.options;
  const distinct = [...new Set(values.map((value) => value.trim()))].filter((value) => value !== '' && !nullStrings.includes(value));
  const { choice, warnings } = withMissing(name, distinct, values, context);
  const given = nullStrings.length > 0 ? { ...choice, missing: nullStrings, missingGiven: true as const } : choice;
  return { choice: isRespelled(distinct, given, context.options) ? { ...given, respelled: true } : given, warnings };
}

/** A few texts that mean "missing" do not make text of a column that is otherwise numbers, dates or booleans. */
function withMissing(name: string, distinct: readonly string[], values: readonly string[], context: TypeContext): TypeFinding {
  if (context.options.allVarchar === true || distinct.length === 0) return { choice: TEXT, warnings: [] };
  const all = narrowest(name, distinct, context);
  if (all.choice.type !== 'VARCHAR' || context.options.nullStrings !== undefined) return all;
  const present = distinct.filter((value) => !isMissingMarker(value));
  if (present.length === distinct.length || present.length === 0) return all;
  const rest = narrowest(name, present, context);
  if (rest.choice.type === 'VARCHAR') return rest;
  const missing = distinct.filter((value) => isMissingMarker(value));
  return { choice: { ...rest.choice, missing }, warnings: [...rest.warnings, missingMarkers(name, values, missing)] };
}

function narrowest(name: string, values: readonly string[], context: TypeContext): TypeFinding {
  const kinds = new Set<ValueKind>();
  for (const value of values) {
    kinds.add(valueKind(value));
    // Most text columns are told by their first value.
    if (kinds.has('other')) break;
  }
  if (kinds.has('other')) return formatted(name, values, context);
  const type = plainType(kinds, values);
  return { choice: type === undefined || servesAsText(type, values) ? TEXT : { type }, warnings: [] };
}

/**
 * Values that compare and sort as text just as they would with a type, which would only spell them otherwise: `TRUE`
 * as `true`, `10:00` as `10:00:00`. They stay as they are written.
 */
function servesAsText(type: ColumnType, values: readonly string[]): boolean {
  if (type === 'BOOLEAN') return values.some((value) => value !== value.toLowerCase());
  return type === 'TIME' && values.every((value) => /^\d\d:\d\d$/.test(value));
}

const within = (kinds: ReadonlySet<ValueKind>, allowed: readonly ValueKind[]) =>
  [...kinds].every((kind) => allowed.includes(kind));

/** The type of values that need no format; undefined when only text holds them all. */
function plainType(kinds: ReadonlySet<ValueKind>, values: readonly string[]): ColumnType | undefined {
  if (within(kinds, ['boolean'])) return 'BOOLEAN';
  if (within(kinds, ['integer'])) return 'BIGINT';
  if (within(kinds, ['integer', 'huge'])) return 'HUGEINT';
  if (within(kinds, ['date'])) return 'DATE';
  if (within(kinds, ['time'])) return 'TIME';
  if (within(kinds, ['timestamp'])) return 'TIMESTAMP';
  if (within(kinds, ['zoned'])) return 'TIMESTAMP WITH TIME ZONE';
  if (within(kinds, ['integer', 'huge', 'decimal', 'exponent', 'special'])) return fractionalType(kinds, values);
  return undefined;
}

function fractionalType(kinds: ReadonlySet<ValueKind>, values: readonly string[]): ColumnType | undefined {
  if (within(kinds, ['special'])) return undefined;
  // `1E5` among integers is a code, as often as not; numbers are written `1.0E5`, `1e5` or `1E+5`.
  if (!kinds.has('decimal') && values.some((value) => /^\d+E\d+$/.test(value))) return undefined;
  if (values.every((value) => fitsDouble(value) || valueKind(value) === 'special')) return 'DOUBLE';
  if (!within(kinds, ['integer', 'huge', 'decimal'])) return undefined;
  const sizes = values.map(decimalSize);
  const integer = Math.max(...sizes.map((size) => size.integer));
  const scale = Math.max(...sizes.map((size) => size.scale));
  return integer + scale <= MAX_DECIMAL_DIGITS ? `DECIMAL(${MAX_DECIMAL_DIGITS},${scale})` : undefined;
}

/** Values that are no plain numbers or ISO dates: dates in other formats, numbers with marks, or text. */
function formatted(name: string, values: readonly string[], context: TypeContext): TypeFinding {
  return dates(name, values, context.options) ?? numbers(name, values, context) ?? { choice: TEXT, warnings: [] };
}

function dates(name: string, values: readonly string[], options: ReadingOptions): TypeFinding | undefined {
  const wanted = [options.dateFormat, options.timestampFormat].filter((format) => format !== undefined);
  const formats = dateFormats(values);
  const chosen = formats.find(({ format }) => wanted.includes(format)) ?? formats[0];
  if (chosen === undefined) return undefined;
  if (wanted.includes(chosen.format) || !disagree(formats.map(({ format }) => format))) {
    return { choice: { type: chosen.hasTime ? 'TIMESTAMP' : 'DATE', format: chosen.format }, warnings: [] };
  }
  const listed = formats.map(({ format }) => format).join(' or ');
  const option = chosen.hasTime ? 'timestamp format' : 'date format';
  const message = `Column "${name}" holds dates that may be ${listed}; it is read as text. Set the ${option} to read dates.`;
  return { choice: TEXT, warnings: [{ code: 'AMBIGUOUS_DATE', message }] };
}

/** Abbreviated and full month names agree where the month is May; day and month in another order do not. */
function disagree(formats: readonly string[]): boolean {
  return new Set(formats.map((format) => format.replace('%B', '%b'))).size > 1;
}

function numbers(name: string, values: readonly string[], context: TypeContext): TypeFinding | undefined {
  const formats = numberFormats(values);
  const allowed = formats.filter((format) => isAllowed(format, context));
  const [format] = allowed;
  if (format === undefined) return undefined;
  const plain = values.map((value) => plainNumber(value, format));
  const readings = allowed.map((other) => values.map((value) => Number(plainNumber(value, other))).join());
  if (new Set(readings).size > 1) return { choice: TEXT, warnings: [ambiguousNumber(name)] };
  const type = plainType(new Set(plain.map(valueKind)), plain);
  return type === undefined ? undefined : { choice: { type, ...format }, warnings: [] };
}

function ambiguousNumber(name: string): ReadingWarning {
  const message =
    `Column "${name}" holds numbers whose comma or point may mark decimals or thousands; it is read as text. ` +
    'Set the decimal separator to read numbers.';
  return { code: 'AMBIGUOUS_NUMBER', message };
}

/** What the caller fixed rules formats out; a comma that separates fields will hardly mark decimals. */
function isAllowed(format: NumberFormat, { delimiter, options }: TypeContext): boolean {
  const decimal = format.decimalSeparator ?? '.';
  if (options.thousands !== undefined && format.thousandsSeparator !== options.thousands) return false;
  if (options.decimalSeparator !== undefined) return options.decimalSeparator === decimal;
  return !(delimiter === ',' && decimal === ',' && format.thousandsSeparator === undefined);
}

function missingMarkers(name: string, values: readonly string[], missing: readonly string[]): ReadingWarning {
  const count = values.filter((value) => missing.includes(value.trim())).length;
  const listed = missing.map((value) => JSON.stringify(value)).join(', ');
  const message =
    `Column "${name}" holds ${listed} in ${count} sampled records, NULL where the column is computed with. ` +
    'Set the null strings, or the type to VARCHAR, to keep them.';
  return { code: 'MISSING_MARKERS', message };
}
