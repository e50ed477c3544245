import type { Question } from './question.js';

/** The billion-row challenge. */
export const STATIONS: Question = {
  id: 'stations',
  sql: 'SELECT station, min(temperature), avg(temperature), max(temperature) FROM {measurements} AS m GROUP BY station ORDER BY station',
};

/** Three columns of a hundred. */
export const PURCHASES: Question = {
  id: 'purchases',
  sql: "SELECT country, count(*), sum(amount) FROM {events} AS e WHERE kind = 'purchase' GROUP BY country",
};

export const TPCH_Q1: Question = {
  id: 'tpch-q1',
  sql: `SELECT l_returnflag, l_linestatus, sum(l_quantity), sum(l_extendedprice), sum(l_extendedprice * (1 - l_discount)),
    sum(l_extendedprice * (1 - l_discount) * (1 + l_tax)), avg(l_quantity), avg(l_extendedprice), avg(l_discount), count(*)
  FROM {lineitem} AS l WHERE l_shipdate <= DATE '1998-09-02' GROUP BY l_returnflag, l_linestatus ORDER BY l_returnflag, l_linestatus`,
};

export const TPCH_Q6: Question = {
  id: 'tpch-q6',
  sql: `SELECT sum(l_extendedprice * l_discount) FROM {lineitem} AS l
  WHERE l_shipdate >= DATE '1994-01-01' AND l_shipdate < DATE '1995-01-01' AND l_discount BETWEEN 0.05 AND 0.07 AND l_quantity < 24`,
};
