import { EngineError } from '../errors.js';
import type { JsonValue } from '../result/answer.js';

/** A column's values as texts that lose nothing. A driver's own numbers do: of BIGINT beyond 2^53, and of long decimals. */
export const exactTextSql = (value: string, duckdbType: string): string => (duckdbType === 'BLOB' ? `hex(${value})` : `CAST(${value} AS STRING)`);

/** A value from its text, as DuckDB's own would be written into an answer. @throws EngineError when the text is of another type */
export function exactValue(text: string | null, duckdbType: string): JsonValue {
  if (text === null) return null;
  const { read, form } = READERS[duckdbType.replace(/\(.*/, '')] ?? NONE;
  if (form.test(text)) return read(text, duckdbType);
  throw new EngineError('REMOTE_FAILED', `Databricks gave a value that is no ${duckdbType} of DuckDB's`, { hint: 'Cast the column to STRING in the statement.' });
}

interface Reader {
  /** What the texts of a type look like; a year beyond four digits is written in other ways by DuckDB. */
  readonly form: RegExp;
  readonly read: (text: string, type: string) => JsonValue;
}

const asWritten = (text: string): string => text;

const integer: Reader = {
  form: /^-?\d+$/,
  read: (text) => (Number.isSafeInteger(Number(text)) ? Number(text) : text),
};

const fraction: Reader = {
  form: /^(-?\d+(\.\d+)?(E-?\d+)?|NaN|-?Infinity)$/,
  read: (text) => (Number.isFinite(Number(text)) ? Number(text) : text),
};

/** DuckDB writes all the digits that the type has after the point. */
function withScale(text: string, type: string): string {
  const scale = Number(/,\s*(\d+)\)/.exec(type)?.[1] ?? 0);
  const [whole = '', digits = ''] = text.split('.');
  if (digits.length > scale) throw new EngineError('REMOTE_FAILED', `Databricks gave more digits than ${type} has`, { hint: 'Round the column in the statement.' });
  return scale === 0 ? whole : `${whole}.${digits.padEnd(scale, '0')}`;
}

/** As DuckDB writes a BLOB as text. */
const blobText = (hex: string): string =>
  [...Buffer.from(hex, 'hex')].map((byte) => (byte <= 0x1f || byte === 0x22 || byte === 0x27 || byte >= 0x7f ? `\\x${byte.toString(16).toUpperCase().padStart(2, '0')}` : String.fromCharCode(byte))).join('');

const MOMENT = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(\.\d{1,6})?$/;
const NONE: Reader = { form: /(?!)/, read: asWritten };

const READERS: Readonly<Record<string, Reader>> = {
  BOOLEAN: { form: /^(true|false)$/, read: (text) => text === 'true' },
  TINYINT: integer,
  SMALLINT: integer,
  INTEGER: integer,
  BIGINT: integer,
  HUGEINT: integer,
  FLOAT: fraction,
  DOUBLE: fraction,
  DECIMAL: { form: /^-?\d+(\.\d+)?$/, read: withScale },
  VARCHAR: { form: /^/, read: asWritten },
  DATE: { form: /^\d{4}-\d{2}-\d{2}$/, read: asWritten },
  TIMESTAMP: { form: MOMENT, read: asWritten },
  'TIMESTAMP WITH TIME ZONE': { form: MOMENT, read: (text) => `${text}+00` },
  BLOB: { form: /^([0-9A-F]{2})*$/, read: blobText },
};

/** Whether values of a type can be brought exactly. */
export const isExact = (duckdbType: string): boolean => duckdbType === '"NULL"' || READERS[duckdbType.replace(/\(.*/, '')] !== undefined;
