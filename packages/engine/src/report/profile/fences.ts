import { quoteLiteral } from '../../database/quote.js';
import type { DiscreteAxis, ProfiledColumn } from './column-axis.js';
import type { CellValue } from './profile.js';

/** SQL of the last values that are no outliers. */
export interface Fences {
  readonly low: string;
  readonly high: string;
}

/** Tukey's fences: one and a half interquartile ranges below the first quartile and above the third. */
export function fencesSql({ kind, type, axis }: ProfiledColumn, q1: CellValue, q3: CellValue): Fences | undefined {
  if (kind !== 'number' || q1 === null || q3 === null) return undefined;
  if (axis.kind === 'discrete') return discreteFences(axis, axis.units(String(q1)), axis.units(String(q3)));
  const reach = 1.5 * (Number(q3) - Number(q1));
  const literal = (value: number): string => `CAST(${quoteLiteral(String(value))} AS ${type})`;
  return { low: literal(Number(q1) - reach), high: literal(Number(q3) + reach) };
}

/** Rounded inwards to whole units, which no value lies between. */
function discreteFences({ literal }: DiscreteAxis, q1: bigint, q3: bigint): Fences {
  const threeRanges = 3n * (q3 - q1);
  const half = (value: bigint): bigint => (value - (((value % 2n) + 2n) % 2n)) / 2n;
  return { low: literal(-half(threeRanges - 2n * q1)), high: literal(half(2n * q3 + threeRanges)) };
}
