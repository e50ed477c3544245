import type { Question } from './question.js';

/** The first of db-benchmark's questions. */
export const SUM_BY_ID1: Question = { id: 'sum-by-id1', sql: 'SELECT id1, sum(v1) AS v1 FROM {g1} AS g GROUP BY id1' };

/** Ten that somebody who gets to know a file asks in a row. */
export const TEN_QUESTIONS: readonly Question[] = [
  {
    id: 'profile',
    sql: 'SELECT count(*), count(DISTINCT id1), min(v3), max(v3), avg(v3), stddev_samp(v3), sum(v1) FROM {g1} AS g',
    clickhouse: 'SELECT count(*), uniqExact(id1), min(v3), max(v3), avg(v3), stddevSampStable(v3), sum(v1) FROM {g1} AS g',
  },
  SUM_BY_ID1,
  { id: 'top-ten', sql: 'SELECT id3, sum(v3) AS total FROM {g1} AS g GROUP BY id3 ORDER BY total DESC LIMIT 10' },
  {
    id: 'by-month',
    sql: "SELECT strftime(DATE '2020-01-01' + CAST(id6 % 366 AS INTEGER), '%Y-%m') AS month, sum(v1) FROM {g1} AS g GROUP BY month",
    clickhouse: "SELECT formatDateTime(toDate('2020-01-01') + id6 % 366, '%Y-%m') AS month, sum(v1) FROM {g1} AS g GROUP BY month",
  },
  { id: 'filtered', sql: 'SELECT count(*), sum(v3) FROM {g1} AS g WHERE id4 = 7 AND v3 > 50' },
  { id: 'joined', sql: 'SELECT t.team, sum(g.v1) FROM {g1} AS g JOIN {teams} AS t ON g.id1 = t.id1 GROUP BY t.team' },
  { id: 'by-two', sql: 'SELECT id1, id4, count(*) AS n FROM {g1} AS g GROUP BY id1, id4 ORDER BY n DESC, id1, id4 LIMIT 5' },
  {
    id: 'medians',
    sql: 'SELECT id2, median(v3) FROM {g1} AS g GROUP BY id2',
    clickhouse: 'SELECT id2, quantileExactInclusive(0.5)(v3) FROM {g1} AS g GROUP BY id2',
  },
  { id: 'ending', sql: "SELECT count(*), sum(v2) FROM {g1} AS g WHERE id3 LIKE '%777'" },
  { id: 'ranges', sql: 'SELECT id5, max(v1) - min(v2) FROM {g1} AS g GROUP BY id5' },
];

/** Any number of questions that differ, so that no answer can be given twice. */
export const manyQuestions = (count: number): Question[] =>
  Array.from({ length: count }, (_, i) => ({ id: `many-${i}`, sql: `SELECT id1, sum(v1), max(v3) FROM {g1} AS g WHERE id4 <> ${i + 1} GROUP BY id1` }));
