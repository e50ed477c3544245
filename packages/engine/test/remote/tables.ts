import type { TypedTable } from '../../src/remote/translate/bind-question.js';

/** A table of the questions with what fills it, in DuckDB SQL. */
export interface FilledTable extends TypedTable {
  readonly rows: string;
}

const columns = (text: string): TypedTable['columns'] => text.split('; ').map((column) => ({ name: column.slice(0, column.lastIndexOf(' ')), type: column.slice(column.lastIndexOf(' ') + 1) }));

const UNEQUAL_LETTERS = 'ßŉƛǰɤΐΰևᲊẖ-ẚὐὒὔὖᾀ-ᾯᾲ-ᾴᾶᾷᾼῂ-ῄῆῇῌῒΐῖῗῢ-ῤῦῧῲ-ῴῶῷῼ\\x{A7CD}\\x{A7DB}\\x{FB00}-\\x{FB06}\\x{FB13}-\\x{FB17}\\x{10D70}-\\x{10D85}İΣ\\x{1C89}\\x{A7CB}\\x{A7CC}\\x{A7DA}\\x{A7DC}\\x{10D50}-\\x{10D65}';

/** Values at which engines differ: ends of types, NULLs, NaN, zeros of both signs, dates from the first year to the last, odd texts. */
const EDGES = `
  (1, 0, 0, 0, 0.0, 0.00, 0.000, '', '0001-01-01', '0001-01-01 00:00:00', true, 'a'),
  (2, 1, 1, 1, '-0.0', 0.01, 0.001, ' ', '1582-10-04', '1582-10-15 12:00:00.5', false, 'a'),
  (3, -1, -1, -1, 0.1, -0.01, -0.001, 'a', '1582-10-15', '1899-12-31 23:59:59.999999', NULL, 'b'),
  (4, 2147483647, 9223372036854775807, 127, 'NaN', 99999999.99, 12345678901234567890123456789012345.678, 'A', '1899-12-31', '1969-12-31 23:59:59.000001', true, 'b'),
  (5, -2147483648, -9223372036854775808, -128, 'inf', -99999999.99, -12345678901234567890123456789012345.677, 'it''s', '1900-01-01', '1970-01-01 00:00:00', false, 'c'),
  (6, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  (7, 7, 9007199254740993, 7, '-inf', 2.50, 2.500, 'back\\slash', '1969-12-31', '2000-02-29 01:02:03.456', true, 'c'),
  (8, -7, -9007199254740993, -7, 2.675, -2.50, -2.500, 'per%cent_', '1970-01-01', '2024-02-29 23:59:59', false, NULL),
  (9, 2, 100, 2, 1.005, 1.50, 1.500, 'new' || chr(10) || 'line', '2000-02-29', '2024-12-30 06:00:00', true, 'd'),
  (10, 3, 1000000007, 3, -2.5, 0.50, 0.500, '\${env:HOME}', '2023-12-31', '2024-12-31 18:30:15.1', NULL, 'd'),
  (11, 10, 10, 10, 0.5, 0.55, 0.555, 'ä', '2024-01-01', '2024-01-01 00:00:00', true, 'a'),
  (12, 100, 100, 100, 1.5, 12.34, 12.345, 'Ä', '2024-02-29', '2024-02-29 00:00:00', false, 'b'),
  (13, 7, 7, 7, 1e300, 12.34, 12.345, 'ß', '2024-03-31', '2024-03-31 02:30:00', true, 'c'),
  (14, -3, -3, -3, 5e-324, -12.34, -12.345, '🙂x', '2024-12-29', '2024-06-30 12:34:56.789012', false, 'd'),
  (15, 5, 5, 5, 9007199254740993.0, 0.05, 0.005, 'e' || chr(769), '2024-12-30', '9999-12-31 23:59:59.999999', true, 'e'),
  (16, 4, 4, 4, 0.49999999999999994, 0.15, 0.015, 'a,b,,c', '9999-12-31', '2024-01-31 10:00:00', false, 'e'),
  (17, 12, 12, 12, -0.5, 7.77, 7.777, 'tail ', '2024-01-31', '2023-03-01 00:00:00', NULL, 'f'),
  (18, 0, 0, 0, 123456789.125, 1.00, 1.000, chr(9) || 'tab', '2024-06-15', '2024-06-15 00:00:00.000001', true, 'f'),
  (19, 1, 1, 1, 1.25, 1.00, 1.000, 'NULL', '2024-06-15', '2024-06-15 00:00:00', false, 'g'),
  (20, 42, 42, 42, 42, 42.42, 42.424, 'abcdefghijklmnop', '2022-05-05', '2022-05-05 05:05:05', true, 'g'),
  (21, 42, 42, 42, '-0.0', 42.42, 42.424, 'a.b', '2022-05-05', '2022-05-05 05:05:05', true, NULL),
  (22, -42, -42, -42, 4.5, 0.45, 0.445, 'say "x" \`y\`', '2021-01-03', '2021-01-03 00:30:00', false, 'h'),
  (23, 99, 99, 99, 5.5, 5.50, 5.500, '\\\\', '2021-01-04', '2021-01-04 00:00:30', true, 'h'),
  (24, 13, 13, 13, -1.5, -1.50, -1.500, '\\%', '2020-12-31', '2020-12-31 23:00:00', NULL, 'i'),
  (25, 26, 26, 26, 3.0000000000000004, 3.33, 3.333, 'ABC def', '2020-02-29', '2020-02-29 12:00:00', false, 'i')`;

const PLAIN = `SELECT i::INTEGER, 'customer ' || (i * 7 % 13), ['Berlin', 'Paris', 'Oslo', 'Rome', NULL][1 + i % 5], ((i * 37) % 1000 + (i % 100) / 100.0)::DECIMAL(10,2),
  (1 + i * 3 % 9)::INTEGER, ((i * 7919) % 10007) / 16.0, DATE '2023-01-01' + (i * 5 % 730)::INTEGER, TIMESTAMP '2023-01-01 00:00:00' + to_seconds(i * 86413), i % 3 = 0,
  (i * 1000000007)::BIGINT, CASE WHEN i % 11 = 0 THEN NULL ELSE 'note ' || i END FROM range(1, 401) t(i)`;

export const TABLES: readonly FilledTable[] = [
  { viewName: 'edges', columns: columns('id INTEGER; i INTEGER; b BIGINT; t TINYINT; d DOUBLE; m DECIMAL(10,2); w DECIMAL(38,3); s VARCHAR; dt DATE; ts TIMESTAMP; f BOOLEAN; k VARCHAR'), rows: `VALUES ${EDGES}` },
  { viewName: 'orders', columns: columns('id INTEGER; customer VARCHAR; city VARCHAR; amount DECIMAL(10,2); qty INTEGER; price DOUBLE; day DATE; moment TIMESTAMP; paid BOOLEAN; big BIGINT; note VARCHAR'), rows: PLAIN },
  { viewName: 'people', columns: columns('name VARCHAR; city VARCHAR; Born DATE; select INTEGER; two words VARCHAR; tick`s VARCHAR'), rows: "VALUES ('customer 1', 'Berlin', DATE '1980-05-05', 1, 'x', 'p'), ('customer 2', 'Paris', NULL, 2, NULL, 'q'), ('customer 3', NULL, '1999-12-31', 3, 'z', 'r'), (NULL, 'Oslo', '1850-01-01', NULL, '', NULL), ('customer 99', 'Rome', '2001-01-01', 5, 'w', '')" },
  { viewName: 'cities', columns: columns('city VARCHAR; country VARCHAR; inhabitants BIGINT'), rows: "VALUES ('Berlin', 'Germany', 3700000), ('Paris', 'France', 2100000), ('Oslo', 'Norway', 700000), ('Madrid', 'Spain', 3300000), (NULL, 'Nowhere', 0)" },
  { viewName: 'moments', columns: columns('id INTEGER; seen TIMESTAMPTZ; r FLOAT'), rows: "VALUES (1, '2024-01-01 00:00:00+02', 0.1), (2, '1969-12-31 23:59:59.5+00', 'NaN'), (3, NULL, NULL), (4, '2024-06-30 12:00:00-05', 1e30), (5, '2024-06-30 17:00:00+00', -0.5)" },
  // Every letter that has another case, but for those that the engines do not agree on.
  { viewName: 'letters', columns: columns('code INTEGER; c VARCHAR'), rows: `SELECT n, chr(n::INTEGER) AS c FROM range(1, 1114112) t(n) WHERE n NOT BETWEEN 55296 AND 57343 AND (lower(c) <> c OR upper(c) <> c) AND NOT regexp_matches(c, '[${UNEQUAL_LETTERS}]')` },
  { viewName: 'nothing', columns: columns('id INTEGER; x DOUBLE; s VARCHAR'), rows: "SELECT 1, 1.0, '' WHERE false" },
];
