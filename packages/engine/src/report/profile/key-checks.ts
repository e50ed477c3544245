import type { ProfiledColumn } from './column-axis.js';
import type { Measured } from './measure-sql.js';
import { countIfSql, whenSql } from './profile-source-sql.js';
import type { CandidateKey } from './profile.js';

/** Columns that may be a key, and SQL that counts the values which repeat an earlier one. */
export interface KeyCheck {
  readonly columns: readonly string[];
  readonly sql: string;
}

/** Counting the distinct values of one check holds them all in memory. */
const MAX_CHECKS = 10;
/** An approximate count so far below the number of rows is no accident. */
const NEARLY_ALL = 0.75;
/** Hashes compared at once, about 50 MB of them; with more rows a sample has to do. */
const MAX_HASHES = 1_000_000;

/** A row is compared with others of its class of hashes; there are so many classes. */
export const sampledOneIn = (rows: number): number => Math.max(1, Math.ceil(rows / MAX_HASHES));

/** Keys that the exact first scan has found already. */
export function knownKeys(columns: readonly ProfiledColumn[], { rows, columns: measured, frequencies }: Measured): CandidateKey[] {
  if (rows === 0) return [];
  return columns.flatMap(({ name }, index) => {
    const isKey = measured[index]?.count === rows && frequencies[index]?.distinct === rows;
    return isKey ? [{ columns: [name], exact: true }] : [];
  });
}

/** Pairs that could be a key where no column is one alone: those with the most combinations. */
export function pairChecks(columns: readonly ProfiledColumn[], { rows, columns: measured, frequencies, distinctRows }: Measured): KeyCheck[] {
  if (rows === 0 || distinctRows !== rows) return [];
  const able = columns.flatMap((column, index) => {
    const distinct = frequencies[index]?.distinct ?? 0;
    // Measurements make keys only by accident.
    return measured[index]?.count === rows && column.axis.kind !== 'continuous' && distinct > 1 ? [{ column, distinct }] : [];
  });
  const pairs = able.flatMap((a, index) => able.slice(index + 1).map((b) => ({ pair: [a.column, b.column], combinations: a.distinct * b.distinct })));
  return pairs
    .filter(({ combinations }) => combinations >= rows)
    .sort((a, b) => b.combinations - a.combinations)
    .slice(0, MAX_CHECKS)
    .map(({ pair }) => ({
      columns: pair.map(({ name }) => name),
      sql: `count(*) - count(DISTINCT row(${pair.map(({ id }) => id).join(', ')}))`,
    }));
}

/** Columns that an approximate first scan could not rule out. */
export function columnChecks(columns: readonly ProfiledColumn[], { rows, columns: measured }: Measured): KeyCheck[] {
  const oneIn = sampledOneIn(rows);
  return columns
    .filter((_, index) => rows > 0 && measured[index]?.count === rows && (measured[index].distinct ?? 0) >= NEARLY_ALL * rows)
    .slice(0, MAX_CHECKS)
    .map(({ name, id }) => ({ columns: [name], sql: repeatedHashesSql(`hash(${id})`, oneIn) }));
}

/** How many hashes of one class repeat an earlier one. Equal values have equal hashes: all copies of a value are in the sample, or none. */
export const repeatedHashesSql = (hash: string, oneIn: number): string =>
  `${countIfSql(`${hash} % ${oneIn} = 0`)} - count(DISTINCT ${whenSql(`${hash} % ${oneIn} = 0`, hash)})`;
