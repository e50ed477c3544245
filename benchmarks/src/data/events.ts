import { whole, type DataSet } from './data-set.js';

const COUNTRIES = ['AT', 'BR', 'CA', 'DE', 'ES', 'FR', 'GB', 'IN', 'JP', 'US'];
const KINDS = ['view', 'click', 'search', 'basket', 'purchase'];

/** One of a list, by a hash. */
const pick = (column: number, values: readonly string[]): string =>
  `list_extract([${values.map((value) => `'${value}'`).join(', ')}], 1 + ${whole(column, values.length)})`;

/** Numbers, decimals, texts and gaps in turn, as wide exports have them. */
function filler(column: number): string {
  const kinds = [
    whole(column, 1_000_000),
    `${whole(column, 1_000_000)} / 1000`,
    `printf('ref-%06d', ${whole(column, 1_000_000)})`,
  ];
  return kinds[column % 4] ?? `CASE WHEN ${whole(column, 4)} = 0 THEN ${whole(column, 1_000)} END`;
}

/** A hundred columns, of which few are asked for. */
export function createEvents(rows: number): DataSet {
  const columns = [
    'i AS event_id',
    `1 + ${whole(1, 100_000)} AS user_id`,
    `TIMESTAMP '2026-01-01' + to_seconds(i * 3) AS at`,
    `${pick(2, COUNTRIES)} AS country`,
    `${pick(3, KINDS)} AS kind`,
    `${whole(4, 1_000_000)} / 100 AS amount`,
    ...Array.from({ length: 94 }, (_, i) => `${filler(i + 7)} AS c${String(i + 7).padStart(3, '0')}`),
  ];
  return {
    name: 'events',
    keys: ['events.csv'],
    statements: (folder) => [`COPY (SELECT ${columns.join(', ')} FROM range(${rows}) AS r(i)) TO '${folder}/events.csv' (FORMAT csv, HEADER)`],
  };
}
