import type { ValueType } from './check.js';

interface Bounds<T> {
  readonly min?: T;
  readonly max?: T;
}

const BOUND_TYPES = [
  ['number', /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i],
  ['date', /^\d{4}-\d\d-\d\d$/],
  ['time', /^\d\d:\d\d:\d\d/],
  ['datetime', /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d/],
] as const;

const typeOfBound = (bound: string): (typeof BOUND_TYPES)[number][0] | undefined => BOUND_TYPES.find(([, form]) => form.test(bound))?.[0];

/** Bounds with the type that both are written in. @throws SyntaxError */
export function readValueBounds(text: string): Bounds<string> & { readonly type: ValueType } {
  const bounds = readBounds(text);
  const types = new Set([bounds.min, bounds.max].flatMap((bound) => (bound === undefined ? [] : [typeOfBound(bound)])));
  const [name] = types;
  if (name === undefined || types.size > 1) throw new SyntaxError('bounds are two numbers, dates, times or timestamps, in ISO 8601; one may be left out');
  return { type: { name }, ...bounds };
}

/** @throws SyntaxError */
export function readCountBounds(text: string): Bounds<number> {
  const { min, max } = readBounds(text);
  return { ...(min === undefined ? {} : { min: readCount(min) }), ...(max === undefined ? {} : { max: readCount(max) }) };
}

function readCount(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new SyntaxError(`${JSON.stringify(text)} is no whole number`);
  return Number(text);
}

/** `1..5`, `1..`, `..5`, or `5` for `5..5`. */
function readBounds(text: string): Bounds<string> {
  const [min = '', max = min, ...more] = text.split('..').map((part) => part.trim());
  if (more.length > 0 || (min === '' && max === '')) throw new SyntaxError('a minimum, two points and a maximum are needed; one of the two may be left out');
  return { ...(min === '' ? {} : { min }), ...(max === '' ? {} : { max }) };
}
