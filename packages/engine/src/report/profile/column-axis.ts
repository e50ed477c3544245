import { quoteLiteral } from '../../database/quote.js';
import { timeEdges } from './time-edges.js';
import { niceEdges } from './nice-edges.js';
import type { ColumnKind } from './profile.js';

/** Values that lie on a line of equal units: whole numbers, cents, days, microseconds. Arithmetic on them is exact. */
export interface DiscreteAxis {
  readonly kind: 'discrete';
  /** A value's place on the axis, as SQL. */
  readonly position: (value: string) => string;
  readonly units: (position: string) => bigint;
  /** The value at a place, as SQL; NULL outside what the type holds. */
  readonly literal: (units: bigint) => string;
  /** What DuckDB's `histogram` is to bin, and a place on it. */
  readonly binned: (value: string) => string;
  readonly binEnd: (units: bigint) => string;
  /** Where bins begin, but for the first: after `low` and up to `high`. */
  readonly edges: (low: bigint, high: bigint, bins: number) => bigint[];
}

export type Axis = DiscreteAxis | { readonly kind: 'continuous' } | { readonly kind: 'none' };

export interface ProfiledColumn {
  readonly name: string;
  readonly type: string;
  /** Its name within the profile's statements. */
  readonly id: string;
  readonly kind: ColumnKind;
  readonly axis: Axis;
  /** The type has infinite values or NaN. */
  readonly unbounded: boolean;
}

const INTEGER = /^U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?$/;
const MICROS_PER_DAY = 86_400_000_000n;

export function profiledColumn({ name, type }: { readonly name: string; readonly type: string }, index: number): ProfiledColumn {
  const axis = axisOf(type);
  return { name, type, id: `c${index}`, kind: kindOf(type, axis), axis, unbounded: /^(DOUBLE|FLOAT|DATE|TIMESTAMP.*)$/.test(type) };
}

function kindOf(type: string, axis: Axis): ColumnKind {
  if (type === 'BOOLEAN') return 'boolean';
  if (axis.kind === 'none') return 'text';
  return /^(DATE|TIME)/.test(type) ? 'time' : 'number';
}

function axisOf(type: string): Axis {
  if (type === 'DOUBLE' || type === 'FLOAT') return { kind: 'continuous' };
  if (INTEGER.test(type)) return fixedPoint(type, 0);
  const scale = /^DECIMAL\(\d+,(\d+)\)$/.exec(type)?.[1];
  if (scale !== undefined) return fixedPoint(type, Number(scale));
  if (type === 'DATE') return timeAxis(1n, (days) => `DATE '1970-01-01' + (${days})`, (value) => `${value} - DATE '1970-01-01'`);
  if (type === 'TIME') return timeAxis(MICROS_PER_DAY, (micros) => `TIME '00:00:00' + to_microseconds(CAST(${micros} AS BIGINT))`);
  if (type === 'TIMESTAMP') return timeAxis(MICROS_PER_DAY, (micros) => `make_timestamp(${micros})`);
  if (type === 'TIMESTAMP WITH TIME ZONE') return timeAxis(MICROS_PER_DAY, (micros) => `make_timestamptz(${micros})`);
  return { kind: 'none' };
}

function fixedPoint(type: string, scale: number): DiscreteAxis {
  const literal = (units: bigint): string => `TRY_CAST(${quoteLiteral(decimalText(units, scale))} AS ${type})`;
  return {
    kind: 'discrete',
    position: (value) => value,
    // DuckDB writes all digits of the scale.
    units: (text) => BigInt(text.replace('.', '')),
    literal,
    // `histogram` takes decimals for doubles, in which neighbours of 17 digits are the same.
    binned: (value) => (scale === 0 ? value : unitsSql(value, 10n ** BigInt(scale))),
    binEnd: (units) => (scale === 0 ? literal(units) : `CAST(${quoteLiteral(String(units))} AS HUGEINT)`),
    edges: niceEdges,
  };
}

/** Whole part and fraction apart: the product of both might not fit into a decimal. */
const unitsSql = (value: string, unitsPerOne: bigint): string =>
  `CAST(trunc(${value}) AS HUGEINT) * ${unitsPerOne} + CAST((${value} - trunc(${value})) * ${unitsPerOne} AS HUGEINT)`;

const timeAxis = (
  unitsPerDay: bigint,
  literal: (units: bigint) => string,
  position: (value: string) => string = (value) => `epoch_us(${value})`,
): DiscreteAxis => ({
  kind: 'discrete',
  position,
  units: BigInt,
  literal,
  binned: (value) => value,
  binEnd: literal,
  edges: (low, high, bins) => timeEdges({ low, high, bins, unitsPerDay }),
});

function decimalText(units: bigint, scale: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const point = digits.length - scale;
  return `${units < 0n ? '-' : ''}${digits.slice(0, point)}${scale === 0 ? '' : `.${digits.slice(point)}`}`;
}
