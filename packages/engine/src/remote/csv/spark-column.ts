import { lexicalForm } from '../../inspect/lexical-form.js';
import { plainNumber, withoutMissing, type TextSql } from '../../inspect/plain-text.js';
import type { Column } from '../../inspect/reading.js';
import { sparkText, sparkTrim } from '../translate/spark-text.js';

const SPARK: TextSql = { quote: sparkText, trim: sparkTrim };

/** Begins what Spark says of a value that does not fit its column; the name of the column and the value follow. */
export const REMOTE_MISFIT = 'sluice-misfit:';

/**
 * A column's value from its text, in Spark's SQL. Only a text that stands for exactly this value and no other is taken, as here
 * (decision 5), and in doubt one less: anything else fails the statement.
 */
export function sparkValue(text: string, column: Column): string {
  const given = withoutMissing(text, column, SPARK);
  const { type } = column;
  if (type === 'VARCHAR') return given;
  const plain = plainText(`trim(${given})`, column);
  const value = `try_cast(${plain} AS ${sparkColumnType(type)})`;
  const misfit = `raise_error(concat(${sparkText(`${REMOTE_MISFIT}${column.name}:`)}, left(${text}, 100)))`;
  return `CASE WHEN ${given} IS NULL THEN NULL WHEN ${value} IS NOT NULL AND (${fits(`trim(${given})`, plain, value, column)}) THEN ${value} ELSE ${misfit} END`;
}

/** What holds the values of a column's type, and compares them alike. */
export function sparkColumnType(type: Column['type']): string {
  if (type === 'VARCHAR') return 'STRING';
  if (type === 'HUGEINT') return 'DECIMAL(38,0)';
  if (type === 'TIMESTAMP') return 'TIMESTAMP_NTZ';
  return type === 'TIMESTAMP WITH TIME ZONE' ? 'TIMESTAMP' : type;
}

/** Whether there is a type for a column's values there. */
export const isTakenType = (type: string): boolean => TAKEN.has(type.replace(/\(.*/, ''));

const TAKEN: ReadonlySet<string> = new Set(['VARCHAR', 'BIGINT', 'HUGEINT', 'DOUBLE', 'DECIMAL', 'BOOLEAN', 'DATE', 'TIMESTAMP', 'TIMESTAMP WITH TIME ZONE']);

/** A number or moment as SQL writes it. */
function plainText(text: string, column: Column): string {
  if (column.format === undefined) return plainNumber(text, column, SPARK);
  const { pattern, iso } = momentFormat(column.format);
  return `regexp_replace(${text}, ${sparkText(pattern)}, ${sparkText(iso)})`;
}

function fits(text: string, plain: string, value: string, column: Column): string {
  const matches = (pattern: string): string => `${text} RLIKE ${sparkText(`^(?:${pattern})$`)}`;
  if (column.format !== undefined) return matches(momentFormat(column.format).pattern.slice(1, -1));
  const form = lexicalForm(column) ?? '(?!)';
  if (column.type !== 'DOUBLE') return matches(form);
  // Every DOUBLE of at most 15 digits is told apart from its neighbours; one that is longer is written back.
  const digits = `length(trim(BOTH '0' FROM regexp_replace(${text}, ${sparkText('[eE].*$|[^0-9]')}, '')))`;
  const sameText = `${plain} IN (CAST(${value} AS STRING), replace(CAST(${value} AS STRING), '.0', ''))`;
  const inRange = `${value} <> 0 AND abs(${value}) < double('inf') OR ${matches('-?[0.,]*([eE].*)?|[+-]?(?i:nan|inf|infinity)')}`;
  return `${matches(form)} AND (${digits} <= 15 OR ${sameText}) AND (${inRange})`;
}

const DIGITS: Readonly<Record<string, string>> = { '%d': '[0-9]{1,2}', '%m': '[0-9]{1,2}', '%Y': '[0-9]{4}', '%H': '[0-9]{1,2}', '%M': '[0-9]{1,2}', '%S': '[0-9]{1,2}' };

/** A strptime format of numbers as a pattern, and how its groups stand in ISO 8601. */
function momentFormat(format: string): { pattern: string; iso: string } {
  const parts = [...format.matchAll(/%[a-zA-Z]/g)].map(([part]) => part);
  const pattern = format.replace(/[.+*?()[\]{}|^$\\]/g, '\\$&').replace(/%[a-zA-Z]/g, (part) => `(${DIGITS[part] ?? '(?!)'})`);
  const group = (part: string): string => `$${parts.indexOf(part) + 1}`;
  const day = `${group('%Y')}-${group('%m')}-${group('%d')}`;
  const time = ['%H', '%M', '%S'].filter((part) => parts.includes(part)).map(group).join(':');
  return { pattern: `^${pattern}$`, iso: time === '' ? day : `${day} ${time}` };
}
