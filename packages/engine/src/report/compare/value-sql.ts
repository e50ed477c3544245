import type { ColumnPair } from './column-pairs.js';
import type { ComparedAs } from './compare-report.js';

/** What makes two values of a pair equal. */
export type Comparison =
  | { readonly kind: 'same'; readonly type: string }
  /** Integers and decimals of different types: by their digits. */
  | { readonly kind: 'exact' }
  /** A DOUBLE against another number: whole numbers by their digits, others as DOUBLE. */
  | { readonly kind: 'double' }
  | { readonly kind: 'text' };

export function comparisonOf({ left, right }: ColumnPair): Comparison {
  if (left.type === right.type) return { kind: 'same', type: left.type };
  if (!isNumeric(left.type) || !isNumeric(right.type)) return { kind: 'text' };
  return { kind: left.type === 'DOUBLE' || right.type === 'DOUBLE' ? 'double' : 'exact' };
}

export const comparedAs = (pair: ColumnPair): ComparedAs => {
  const { kind } = comparisonOf(pair);
  return kind === 'text' ? 'text' : kind === 'same' && !isNumeric(pair.left.type) ? 'values' : 'numbers';
};

const isNumeric = (type: string): boolean => /^(?:BIGINT|HUGEINT|DOUBLE|DECIMAL\(.*\))$/.test(type);

/**
 * A value in a form that is the same on both sides exactly when the values are equal. Casts are TRY_CASTs: where the
 * types turn out other than expected, the statement still has to run and tell so.
 */
export function comparableSql(value: string, comparison: Comparison): string {
  switch (comparison.kind) {
    case 'text': return value;
    case 'same': return comparison.type === 'VARCHAR' ? value : `TRY_CAST(${value} AS ${comparison.type})`;
    case 'exact': return digitsSql(value);
    case 'double': return wholeOrDoubleSql(value);
    default: return comparison satisfies never;
  }
}

const textSql = (value: string): string => `CAST(${value} AS VARCHAR)`;

/** Without the zeros that only tell a DECIMAL's scale. */
const digitsSql = (value: string): string =>
  `CASE WHEN contains(${textSql(value)}, '.') THEN rtrim(rtrim(${textSql(value)}, '0'), '.') ELSE ${textSql(value)} END`;

/** Beyond 2^53 different integers are the same DOUBLE. */
function wholeOrDoubleSql(value: string): string {
  const double = `TRY_CAST(${value} AS DOUBLE)`;
  const whole = `CAST(TRY_CAST(${textSql(value)} AS HUGEINT) AS VARCHAR)`;
  return `CASE WHEN ${double} = trunc(${double}) THEN coalesce(${whole}, ${textSql(double)}) ELSE ${textSql(double)} END`;
}

export interface Tolerance {
  readonly tolerance: number;
  readonly relativeTolerance: number;
}

/** Whether the values of two columns differ: NULL differs from every value and not from NULL. */
export function differsSql(left: string, right: string, pair: ColumnPair, allowed: Tolerance): string {
  const comparison = comparisonOf(pair);
  const differs = `${comparableSql(left, comparison)} IS DISTINCT FROM ${comparableSql(right, comparison)}`;
  if (comparedAs(pair) !== 'numbers' || (allowed.tolerance === 0 && allowed.relativeTolerance === 0)) return differs;
  return `CASE WHEN ${differs} THEN NOT coalesce(${isCloseSql(left, right, pair, allowed)}, false) ELSE false END`;
}

/** As a share of the values, what rounding to DOUBLE can add to their distance: less than the last of 15 digits. */
const ROUNDING = 3e-16;

function isCloseSql(left: string, right: string, pair: ColumnPair, { tolerance, relativeTolerance }: Tolerance): string {
  const [l, r] = [`TRY_CAST(${left} AS DOUBLE)`, `TRY_CAST(${right} AS DOUBLE)`] as const;
  const magnitude = `greatest(abs(${l}), abs(${r}))`;
  const bound = `greatest(CAST(${tolerance} AS DOUBLE), CAST(${relativeTolerance} AS DOUBLE) * ${magnitude})`;
  const closeInDouble = `abs(${l} - ${r}) <= ${bound} + CAST(${ROUNDING} AS DOUBLE) * ${magnitude}`;
  const scale = exactScale(pair);
  // What does not fit a DECIMAL is measured in DOUBLE.
  const distance = `TRY(abs(TRY_CAST(${left} AS DECIMAL(38,${scale ?? 0})) - TRY_CAST(${right} AS DECIMAL(38,${scale ?? 0}))))`;
  const isClose = scale === undefined ? closeInDouble : `coalesce(CAST(${distance} AS DOUBLE) <= ${bound}, ${closeInDouble})`;
  // Infinity is within any share of itself.
  return `isfinite(${l}) AND isfinite(${r}) AND ${isClose}`;
}

/** Digits after the point that hold both sides; undefined when one is a DOUBLE. */
function exactScale({ left, right }: ColumnPair): number | undefined {
  if (left.type === 'DOUBLE' || right.type === 'DOUBLE') return undefined;
  return Math.max(...[left, right].map(({ type }) => Number(/,\s*(\d+)\)$/.exec(type)?.[1] ?? 0)));
}
