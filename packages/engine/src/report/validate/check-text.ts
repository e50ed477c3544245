import { EngineError } from '../../errors.js';
import { readCountBounds, readValueBounds } from './bounds-text.js';
import type { Check, CheckOf, ValueType } from './check.js';
import { readNames, readUntil } from './name-list.js';

type Parser<K extends Check['kind']> = (text: string) => CheckOf<K>[];

/** How each kind of check is typed. */
const PARSERS: { readonly [K in Check['kind']]: Parser<K> } = {
  'not-null': (text) => readNames(text).map((column) => ({ kind: 'not-null', column })),
  unique: (text) => [{ kind: 'unique', columns: readNames(text) }],
  type: ofColumns((column, rest) => ({ kind: 'type', column, type: readType(rest) })),
  range: ofColumns((column, rest) => ({ kind: 'range', column, ...readValueBounds(rest) })),
  length: ofColumns((column, rest) => ({ kind: 'length', column, ...readCountBounds(rest) })),
  regex: ofColumns((column, pattern) => ({ kind: 'regex', column, pattern })),
  'in-set': ofColumns((column, rest) => ({ kind: 'in-set', column, values: readNames(rest) })),
  'foreign-key': readForeignKey,
  'row-count': (text) => [{ kind: 'row-count', ...readCountBounds(text) }],
  columns: (text) => [{ kind: 'columns', names: readNames(text), match: 'exact' }],
};

/** What a check's text looks like, by kind. */
export const CHECK_FORMS: Readonly<Record<Check['kind'], string>> = {
  'not-null': 'column,…',
  unique: 'column,…',
  type: 'column=type',
  range: 'column=min..max',
  length: 'column=min..max',
  regex: 'column=pattern',
  'in-set': 'column=value,…',
  'foreign-key': 'column,…=uri:column,…',
  'row-count': 'min..max',
  columns: 'column,…',
};

/**
 * A check as people type it; one text may stand for several checks.
 * @throws EngineError USAGE, with the form that was expected
 */
export function parseCheck(kind: Check['kind'], text: string): Check[] {
  try {
    return PARSERS[kind](text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new EngineError('USAGE', `${JSON.stringify(text)} is no ${kind} check: ${error.message}`, {
      hint: `Write ${CHECK_FORMS[kind]}. A name that holds , = : or " stands in double quotes.`,
      cause: error,
    });
  }
}

/** The same check of each column that stands before the `=`. */
function ofColumns<C>(make: (column: string, rest: string) => C): (text: string) => C[] {
  return (text) => {
    const { names, rest } = readUntil(text, '=');
    return names.map((column) => make(column, rest));
  };
}

const PLAIN_TYPES = ['integer', 'number', 'boolean', 'year'] as const;
const TIME_TYPES = ['date', 'time', 'datetime'] as const;

/** `integer`, `date`, `date:%d/%m/%Y`, … */
function readType(text: string): ValueType {
  const plain = PLAIN_TYPES.find((name) => name === text);
  if (plain !== undefined) return { name: plain };
  const [, typed, format] = /^(\w+)(?::(.+))?$/.exec(text) ?? [];
  const name = TIME_TYPES.find((known) => known === typed);
  if (name !== undefined) return { name, ...(format === undefined ? {} : { format }) };
  throw new SyntaxError(`types are ${[...PLAIN_TYPES, ...TIME_TYPES].join(', ')}, the last three also with a format, as in date:%d/%m/%Y`);
}

function readForeignKey(text: string): CheckOf<'foreign-key'>[] {
  const { names, rest } = readUntil(text, '=');
  // The last colon outside quotes: URIs have their own.
  const [, source, columns] = /^(.+):((?:"(?:[^"]|"")*"|[^":/\\])+)$/s.exec(rest) ?? [];
  if (source === undefined || columns === undefined) throw new SyntaxError('the columns that it refers to are missing');
  return [{ kind: 'foreign-key', columns: names, reference: { source, columns: readNames(columns) } }];
}
