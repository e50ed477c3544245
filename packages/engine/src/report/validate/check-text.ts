import { EngineError } from '../../errors.js';
import { readNames, readUntil } from './name-list.js';
import type { Check, CheckOf, ValueType } from './check.js';

/** Checks as people type them, by kind. Each text may stand for several checks. */
export const CHECK_SYNTAX = {
  'not-null': { form: 'column,…', parse: parseNotNull },
  unique: { form: 'column,…', parse: parseUnique },
  type: { form: 'column=type', parse: parseType },
  range: { form: 'column=min..max', parse: parseRange },
  length: { form: 'column=min..max', parse: parseLength },
  regex: { form: 'column=pattern', parse: parseRegex },
  'in-set': { form: 'column=value,…', parse: parseInSet },
  'foreign-key': { form: 'column,…=uri:column,…', parse: parseForeignKey },
  'row-count': { form: 'min..max', parse: parseRowCount },
  columns: { form: 'column,…', parse: parseColumns },
} as const satisfies { readonly [K in Check['kind']]: { readonly form: string; readonly parse: (text: string) => CheckOf<K>[] } };

/** @throws EngineError USAGE, with the form that was expected */
export function parseCheck(kind: Check['kind'], text: string): Check[] {
  const { form, parse } = CHECK_SYNTAX[kind];
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new EngineError('USAGE', `${JSON.stringify(text)} is no ${kind} check: ${error.message}`, {
      hint: `Write ${form}. A name with , = : or " in it stands in double quotes.`,
      cause: error,
    });
  }
}

function parseNotNull(text: string): CheckOf<'not-null'>[] {
  return readNames(text).map((column) => ({ kind: 'not-null', column }));
}

function parseUnique(text: string): CheckOf<'unique'>[] {
  return [{ kind: 'unique', columns: readNames(text) }];
}

function parseColumns(text: string): CheckOf<'columns'>[] {
  return [{ kind: 'columns', names: readNames(text), match: 'exact' }];
}

function parseType(text: string): CheckOf<'type'>[] {
  const { names, rest } = readUntil(text, '=');
  const [, name = '', format] = /^([a-z]+)(?::(.+))?$/.exec(rest) ?? [];
  const type = TYPES[name]?.(format);
  if (type === undefined) throw new SyntaxError(`types are ${Object.keys(TYPES).join(', ')}; date, time and datetime may have a format, date:%d/%m/%Y`);
  return names.map((column) => ({ kind: 'type', column, type }));
}

const timeType = (name: 'date' | 'time' | 'datetime') => (format: string | undefined): ValueType => ({ name, ...(format === undefined ? {} : { format }) });

const TYPES: Readonly<Record<string, (format: string | undefined) => ValueType | undefined>> = {
  integer: (format) => (format === undefined ? { name: 'integer' } : undefined),
  number: (format) => (format === undefined ? { name: 'number' } : undefined),
  boolean: (format) => (format === undefined ? { name: 'boolean' } : undefined),
  year: (format) => (format === undefined ? { name: 'year' } : undefined),
  date: timeType('date'),
  time: timeType('time'),
  datetime: timeType('datetime'),
};

function parseRange(text: string): CheckOf<'range'>[] {
  const { names, rest } = readUntil(text, '=');
  const bounds = readBounds(rest);
  const types = [bounds.min, bounds.max].flatMap((bound) => (bound === undefined ? [] : typeOfBound(bound)));
  const [name] = types;
  if (name === undefined || types.some((other) => other !== name)) throw new SyntaxError('bounds are two numbers, dates, times or timestamps, in ISO 8601; one may be left out');
  return names.map((column) => ({ kind: 'range', column, type: { name }, ...bounds }));
}

const BOUND_TYPES: readonly (readonly ['number' | 'date' | 'time' | 'datetime' | undefined, RegExp])[] = [
  ['number', /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i],
  ['date', /^\d{4}-\d\d-\d\d$/],
  ['time', /^\d\d:\d\d:\d\d/],
  ['datetime', /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d/],
  [undefined, /^/],
];

const typeOfBound = (bound: string): (typeof BOUND_TYPES)[number][0] => BOUND_TYPES.find(([, form]) => form.test(bound))?.[0];

function parseLength(text: string): CheckOf<'length'>[] {
  const { names, rest } = readUntil(text, '=');
  const bounds = countBounds(rest);
  return names.map((column) => ({ kind: 'length', column, ...bounds }));
}

function parseRowCount(text: string): CheckOf<'row-count'>[] {
  return [{ kind: 'row-count', ...countBounds(text) }];
}

function parseRegex(text: string): CheckOf<'regex'>[] {
  const { names, rest } = readUntil(text, '=');
  return names.map((column) => ({ kind: 'regex', column, pattern: rest }));
}

function parseInSet(text: string): CheckOf<'in-set'>[] {
  const { names, rest } = readUntil(text, '=');
  const values = readNames(rest);
  return names.map((column) => ({ kind: 'in-set', column, values }));
}

function parseForeignKey(text: string): CheckOf<'foreign-key'>[] {
  const { names, rest } = readUntil(text, '=');
  // The last colon: URIs have their own.
  const [, source, columns] = /^(.+):((?:"(?:[^"]|"")*"|[^":/\\])+)$/s.exec(rest) ?? [];
  if (source === undefined || columns === undefined) throw new SyntaxError('the columns that it refers to are missing');
  return [{ kind: 'foreign-key', columns: names, reference: { source, columns: readNames(columns) } }];
}

function countBounds(text: string): { min?: number; max?: number } {
  const { min, max } = readBounds(text);
  return { ...(min === undefined ? {} : { min: readCount(min) }), ...(max === undefined ? {} : { max: readCount(max) }) };
}

function readCount(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new SyntaxError(`${JSON.stringify(text)} is no whole number`);
  return Number(text);
}

/** `1..5`, `1..`, `..5`, or `5` for `5..5`. */
function readBounds(text: string): { min?: string; max?: string } {
  const [min = '', max = min, ...more] = text.split('..').map((part) => part.trim());
  if (more.length > 0 || (min === '' && max === '')) throw new SyntaxError('one minimum and one maximum, with two points between them');
  return { ...(min === '' ? {} : { min }), ...(max === '' ? {} : { max }) };
}
