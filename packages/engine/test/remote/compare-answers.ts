import { ROUNDING, UNORDERED } from '../../src/remote/translate/refusals.js';

type Rows = readonly (readonly (string | null)[])[];

export interface Answered {
  /** DuckDB's. */
  readonly types: readonly string[];
  readonly notes: readonly string[];
}

const CLOSE = 1e-12;

/** What differs first between DuckDB's rows and Spark's; undefined if nothing does. */
export function firstDifference({ types, notes }: Answered, duckdb: Rows, spark: Rows): string | undefined {
  const [isClose, isOrdered] = [notes.includes(ROUNDING), !notes.includes(UNORDERED)];
  const [a, b] = [duckdb, spark].map((rows) => {
    const read = rows.map((row) => row.map((value, i) => normal(value, types[i] ?? '')));
    return isOrdered ? read : read.sort((x, y) => (sortKey(x) < sortKey(y) ? -1 : 1));
  });
  if (a?.length !== b?.length) return `${a?.length ?? 0} rows in DuckDB, ${b?.length ?? 0} in Spark`;
  const at = a?.findIndex((row, i) => !sameRow(row, b?.[i] ?? [], isClose)) ?? -1;
  return at === -1 ? undefined : `row ${at}: ${JSON.stringify(a?.[at]?.map(String))} in DuckDB, ${JSON.stringify(b?.[at]?.map(String))} in Spark`;
}

type Value = string | number | null;

/** Doubles by value, as engines spell them in their own ways; moments with a zone in UTC, which DuckDB names; anything else by its text. */
function normal(value: string | null, type: string): Value {
  if (type === 'TIMESTAMP WITH TIME ZONE') return value?.replace(/\+00$/, '') ?? null;
  if (value === null || (type !== 'DOUBLE' && type !== 'FLOAT')) return value;
  const number = Number(value.replace(/^(-?)inf(inity)?$/i, '$1Infinity'));
  const held = type === 'FLOAT' ? Math.fround(number) : number;
  return Object.is(held, -0) ? 0 : held;
}

const sortKey = (row: readonly Value[]): string => JSON.stringify(row.map((value) => (typeof value === 'number' ? value.toPrecision(10) : value)));

const sameRow = (a: readonly Value[], b: readonly Value[], isClose: boolean): boolean => a.length === b.length && a.every((value, i) => sameValue(value, b[i] ?? null, isClose));

function sameValue(a: Value, b: Value, isClose: boolean): boolean {
  if (typeof a !== 'number' || typeof b !== 'number') return a === b;
  return Object.is(a, b) || (isClose && Math.abs(a - b) <= CLOSE * Math.max(Math.abs(a), Math.abs(b)));
}
