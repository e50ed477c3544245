import { whole, type DataSet } from './data-set.js';

/** Groups in the columns with few of them. */
const K = 100;

/** The `G1_1e7_1e2_0_0` of H2O's db-benchmark, with fewer rows where that is asked: same columns, ranges and spread. */
export function createG1(name: string, rows: number): DataSet {
  const key = `${name}.csv`;
  const columns = [
    `printf('id%03d', 1 + ${whole(1, K)}) AS id1`,
    `printf('id%03d', 1 + ${whole(2, K)}) AS id2`,
    `printf('id%010d', 1 + ${whole(3, rows / K)}) AS id3`,
    `1 + ${whole(4, K)} AS id4`,
    `1 + ${whole(5, K)} AS id5`,
    `1 + ${whole(6, rows / K)} AS id6`,
    `1 + ${whole(7, 5)} AS v1`,
    `1 + ${whole(8, 15)} AS v2`,
    `${whole(9, 100_000_000)} / 1000000 AS v3`,
  ];
  return {
    name,
    keys: [key],
    statements: (folder) => [`COPY (SELECT ${columns.join(', ')} FROM range(${rows}) AS r(i)) TO '${folder}/${key}' (FORMAT csv, HEADER)`],
    packed: { [key]: [`${key}.gz`, `${key}.zst`] },
  };
}
