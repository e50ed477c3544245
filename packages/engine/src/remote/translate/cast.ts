import { intervalOf } from './calls/intervals.js';
import { castConstant } from './constant.js';
import { isInteger, sameType, simple, sparkType, typeName, type DuckType } from './duck-type.js';
import { ROUNDING, type Refusals } from './refusals.js';
import { orFail, type Term } from './term.js';

/** Years that both engines write with four digits. */
export const writable = (day: string): string => `(${day} IS NULL OR ${day} BETWEEN DATE '0001-01-01' AND DATE '9999-12-31')`;

const isWhole = (type: DuckType): boolean => isInteger(type) || type.id === 'HUGEINT';

/** Casts that give the same value or fail in both engines; anything else is refused. */
export function castTerm(term: Term, to: DuckType, refusals: Refusals): Term {
  const folded = castConstant(term, to);
  if (folded !== undefined) return folded;
  if (sameType(term.type, to)) return term;
  const interval = to.id === 'INTERVAL' && typeof term.constant === 'string' ? intervalOf(term.constant) : undefined;
  if (interval !== undefined) return { sql: interval, type: to };
  const target = sparkType(to) ?? typeName(to);
  const sql = castSql(term, to, target, refusals);
  if (sql === undefined) refusals.refuse(`CAST from ${typeName(term.type)} to ${typeName(to)} is not proven equal`);
  return { sql: sql ?? `CAST(${term.sql} AS ${target})`, type: to, ...(isWhole(term.type) || term.type.id === 'DECIMAL' ? { isUnsignedZero: true } : {}) };
}

function castSql({ sql, type: from }: Term, to: DuckType, target: string, refusals: Refusals): string | undefined {
  const plainly = `CAST(${sql} AS ${target})`;
  if (to.id === 'VARCHAR') return asText(sql, from, plainly);
  if (isWhole(from)) {
    if (from.id === 'HUGEINT' && to.id === 'DOUBLE') refusals.note(ROUNDING);
    return isWhole(to) || ['DOUBLE', 'DECIMAL', 'BOOLEAN'].includes(to.id) ? plainly : undefined;
  }
  if (from.id === 'BOOLEAN') return isWhole(to) ? plainly : undefined;
  if (from.id === 'FLOAT') return to.id === 'DOUBLE' ? plainly : undefined;
  // Spark cuts fractions off where DuckDB rounds: to even those of doubles, away from zero those of decimals.
  if (from.id === 'DOUBLE') return isInteger(to) ? orFail(withinBigint(sql), `CAST(rint(${sql}) AS ${target})`, 'a number is out of range') : undefined;
  if (from.id === 'DECIMAL') {
    if (to.id === 'DOUBLE' && from.width > 15) refusals.note(ROUNDING);
    if (isWhole(to)) return `CAST(round(${sql}, 0) AS ${target})`;
    return to.id === 'DECIMAL' || to.id === 'DOUBLE' ? plainly : undefined;
  }
  return TIMES.includes(from.id) && TIMES.includes(to.id) ? plainly : undefined;
}

/** Sessions of both engines are in UTC. */
const TIMES = ['DATE', 'TIMESTAMP', 'TIMESTAMP WITH TIME ZONE'];

/** Spark's cast takes 2⁶³ for the greatest BIGINT. */
const withinBigint = (sql: string): string => `(${sql} IS NULL OR abs(${sql}) < 9223372036854775808D)`;

function asText(sql: string, from: DuckType, plainly: string): string | undefined {
  if (isWhole(from) || from.id === 'BOOLEAN' || from.id === 'DECIMAL') return plainly;
  if (from.id === 'DATE') return orFail(writable(sql), plainly, 'a year has more than four digits');
  if (from.id === 'TIMESTAMP') return orFail(writable(`CAST(${sql} AS DATE)`), plainly, 'a year has more than four digits');
  return undefined;
}

export const toBigint = (sql: string): string => `CAST(${sql} AS ${sparkType(simple('BIGINT')) ?? ''})`;
