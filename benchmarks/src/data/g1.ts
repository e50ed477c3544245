import { whole, type DataSet } from './data-set.js';

/** Groups in the columns with few of them. */
const K = 100;

/** Columns of `G1_…_1e2_0_0` in H2O's db-benchmark: the same names, ranges and spread. */
function g1Columns(rows: number): string {
  return [
    `printf('id%03d', 1 + ${whole(1, K)}) AS id1`,
    `printf('id%03d', 1 + ${whole(2, K)}) AS id2`,
    `printf('id%010d', 1 + ${whole(3, rows / K)}) AS id3`,
    `1 + ${whole(4, K)} AS id4`,
    `1 + ${whole(5, K)} AS id5`,
    `1 + ${whole(6, rows / K)} AS id6`,
    `1 + ${whole(7, 5)} AS v1`,
    `1 + ${whole(8, 15)} AS v2`,
    `${whole(9, 100_000_000)} / 1000000 AS v3`,
  ].join(', ');
}

/** One file; `packed` adds it as gzip and as zstd, `parquet` as what DuckDB reads fastest. */
export function createG1(name: string, rows: number, also: { readonly packed?: boolean; readonly parquet?: boolean } = {}): DataSet {
  const key = `${name}.csv`;
  return {
    name,
    keys: [key, ...(also.parquet ? [`${name}.parquet`] : [])],
    statements: (folder) => [
      `COPY (SELECT ${g1Columns(rows)} FROM range(${rows}) AS r(i)) TO '${folder}/${key}' (FORMAT csv, HEADER)`,
      ...(also.parquet ? [`COPY (FROM read_csv('${folder}/${key}')) TO '${folder}/${name}.parquet' (FORMAT parquet)`] : []),
    ],
    ...(also.packed ? { packed: { [key]: [`${key}.gz`, `${key}.zst`] } } : {}),
  };
}

/** The same rows over many objects in a folder. */
export function createG1Parts(name: string, parts: number, rowsEach: number): DataSet {
  const key = (part: number): string => `${name}/${String(part).padStart(4, '0')}.csv`;
  const columns = g1Columns(parts * rowsEach);
  return {
    name,
    keys: Array.from({ length: parts }, (_, part) => key(part)),
    statements: (folder) =>
      Array.from({ length: parts }, (_, part) => {
        const range = `range(${part * rowsEach}, ${(part + 1) * rowsEach})`;
        return `COPY (SELECT ${columns} FROM ${range} AS r(i)) TO '${folder}/${key(part)}' (FORMAT csv, HEADER)`;
      }),
  };
}

/** What `id1` is joined with. */
export const TEAMS: DataSet = {
  name: 'teams',
  keys: ['teams.csv'],
  statements: (folder) => [
    `COPY (SELECT printf('id%03d', i) AS id1, printf('team %d', i % 7) AS team FROM range(1, ${K + 1}) AS r(i)) TO '${folder}/teams.csv' (FORMAT csv, HEADER)`,
  ],
};
