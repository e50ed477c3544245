import type { Call, Rule } from './rule.js';
import { wholeAt } from './rule.js';

/** An interval is only ever added: its literal stands for itself until then. */
const UNITS: Readonly<Record<string, readonly [unit: string, factor: number]>> = {
  years: ['MONTH', 12],
  quarters: ['MONTH', 3],
  months: ['MONTH', 1],
  weeks: ['DAY', 7],
  days: ['DAY', 1],
  hours: ['HOUR', 1],
  minutes: ['MINUTE', 1],
  seconds: ['SECOND', 1],
};

const countOf = ({ args }: Call): number | undefined => {
  const value = args[0]?.constant;
  const count = typeof value === 'bigint' || typeof value === 'number' ? Number(value) : NaN;
  return Number.isInteger(count) && Math.abs(count) <= 1_000_000 ? count : undefined;
};

export const interval = (name: string): Rule => (_, call) => {
  const [unit, factor] = UNITS[name] ?? ['', 1];
  const count = countOf(call);
  return count === undefined ? { refused: 'is translated for a whole constant only' } : `INTERVAL '${count * factor}' ${unit}`;
};

/** A text that says one count of one unit. */
export function intervalOf(text: string): string | undefined {
  const [, count, unit] = /^([+-]?\d{1,6}) ([a-z]+?)s?$/i.exec(text.trim()) ?? [];
  const [name, factor] = UNITS[`${unit?.toLowerCase() ?? ''}s`] ?? [];
  return name === undefined || factor === undefined ? undefined : `INTERVAL '${Number(count) * factor}' ${name}`;
}

const LITERAL = /^INTERVAL '(-?\d+)' (MONTH|DAY|HOUR|MINUTE|SECOND)$/;

/** A day or a moment and an interval give a moment. Months end at the last day that there is, in both. */
export const plusInterval = (sign: 1 | -1): Rule => ([x = '', text = ''], call) => {
  const [, count, unit] = LITERAL.exec(text) ?? [];
  if (count === undefined || call.type.id !== 'TIMESTAMP') return { refused: 'is translated for a constant interval of one unit only' };
  const moment = call.args[0]?.type.id === 'DATE' ? `CAST(${x} AS TIMESTAMP_NTZ)` : x;
  return `(${moment} + INTERVAL '${Number(count) * sign}' ${unit ?? ''})`;
};

/** Spark wraps around past its last day. */
export const days = (name: string): Rule => ([x = ''], call) => {
  const count = wholeAt(call, 1);
  return count === undefined ? { refused: 'is translated for a constant number of days only' } : `${name}(${x}, ${count})`;
};
