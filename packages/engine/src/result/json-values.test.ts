import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DuckDBInstance, DuckDBTimestampTZValue, type DuckDBConnection } from '@duckdb/node-api';
import type { JsonValue } from './answer.js';
import { cellText } from './formats/cell-text.js';
import { toJsonValue } from './json-values.js';

let instance: DuckDBInstance;
let connection: DuckDBConnection;

beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:');
  connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
});
afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});

const convert = async (sql: string): Promise<(JsonValue | null)[][]> =>
  (await connection.run(sql)).convertRows(toJsonValue);

const valueOf = async (expression: string): Promise<JsonValue | undefined> => (await convert(`SELECT ${expression}`))[0]?.[0];

describe('values that DuckDB writes as text', () => {
  // The least, the greatest and NULL of each type, as DuckDB's own test table has them.
  it.each([
    'tinyint', 'smallint', 'int', 'uint', 'utinyint', 'usmallint', 'bool', 'bignum', 'date', 'time', 'time_ns', 'time_tz',
    'timestamp', 'timestamp_s', 'timestamp_ms', 'timestamp_ns', 'dec_4_1', 'dec_9_4', 'dec_18_6', 'dec38_10', 'uuid',
    'interval', 'varchar', 'blob', 'bit', 'small_enum', 'medium_enum', 'large_enum', 'bigint', 'hugeint', 'uhugeint', 'ubigint',
    'float', 'union',
  ])('%s shows what CAST AS VARCHAR shows', async (column) => {
    const shown = (await convert(`SELECT "${column}" FROM test_all_types()`)).map(([value]) => value);
    const cast = (await convert(`SELECT "${column}"::VARCHAR FROM test_all_types()`)).map(([value]) => value);
    expect(shown.map((value) => (value === null || value === undefined ? value : cellText(value)))).toEqual(cast);
  });

  it.each([
    "DATE 'infinity'", "DATE '-infinity'", "TIMESTAMP 'infinity'", "TIMESTAMP '-infinity'", "'infinity'::TIMESTAMP_S",
    "'-infinity'::TIMESTAMP_S", "'infinity'::TIMESTAMP_MS", "'-infinity'::TIMESTAMP_MS", "'infinity'::TIMESTAMP_NS",
    "'-infinity'::TIMESTAMP_NS", "'infinity'::TIMESTAMPTZ", "'-infinity'::TIMESTAMPTZ", "DATE '0044-03-15 (BC)'",
    "DATE '-290000-01-01'", "TIMESTAMP '1969-12-31 23:59:59.999999'", "'1969-12-31 23:59:59.999999999'::TIMESTAMP_NS",
    "TIME '24:00:00'", "TIMETZ '24:00:00+15:59:59'", "INTERVAL '-1 month -3 days 00:00:00.5'", "INTERVAL '-00:00:00.000001'",
    "TIMESTAMPTZ '2024-07-01 12:00:00.25+02'", "TIMESTAMPTZ '1700-01-01 00:00:00+00'", "-0.5::DECIMAL(3,1)",
    "0::DECIMAL(38,10)", "'-0.00000001'::DECIMAL(38,8)", "'\\xDE\\x00a\"'::BLOB", "uuid '00000000-0000-0000-0000-000000000001'",
    "'12345678901234567890123456789012345678901234567890'::BIGNUM",
  ])('%s shows what CAST AS VARCHAR shows', async (expression) => {
    expect(await valueOf(expression)).toBe(await valueOf(`CAST(${expression} AS VARCHAR)`));
  });
});

it('shows TIMESTAMPTZ in UTC, whatever the offset of this process', async () => {
  const offset = DuckDBTimestampTZValue.timezoneOffsetInMinutes;
  DuckDBTimestampTZValue.timezoneOffsetInMinutes = 120;
  try {
    expect(await valueOf("TIMESTAMPTZ '2024-01-01 12:00:00+02'")).toBe('2024-01-01 10:00:00+00');
  } finally {
    DuckDBTimestampTZValue.timezoneOffsetInMinutes = offset;
  }
});

describe('numbers', () => {
  it.each([
    ['9007199254740991::BIGINT', 9007199254740991],
    ['9007199254740992::BIGINT', '9007199254740992'],
    ['-9007199254740991::HUGEINT', -9007199254740991],
    ['-9007199254740992::HUGEINT', '-9007199254740992'],
    ['18446744073709551615::UBIGINT', '18446744073709551615'],
    ['7::UHUGEINT', 7],
    ['7::BIGNUM', 7],
    ['1.50::DECIMAL(9,2)', '1.50'],
    ['0.1::DOUBLE', 0.1],
    ['0.1::FLOAT', 0.1],
    ["'NaN'::DOUBLE", 'NaN'],
    ["'inf'::FLOAT", 'Infinity'],
    ["'-inf'::DOUBLE", '-Infinity'],
  ])('%s becomes %p', async (expression, expected) => {
    expect(await valueOf(expression)).toBe(expected);
  });

  it('shortens a FLOAT only to what reads back as the same FLOAT', async () => {
    await connection.run('CREATE OR REPLACE TEMP TABLE floats AS SELECT i, ((i + 1) / 7 * 10.0 ** (i % 70 - 35))::FLOAT AS f FROM range(700) r(i)');
    const shown = (await convert('SELECT f FROM floats ORDER BY i')).map(([f]) => `${JSON.stringify(f)}::DOUBLE`);
    const same = await valueOf(`(SELECT count(*) FROM floats WHERE f = ([${shown.join()}])[i + 1]::FLOAT)`);
    expect(same).toBe(700);
  });
});

describe('nested values', () => {
  it.each<[string, JsonValue]>([
    ["[1, NULL, 9007199254740993]", [1, null, '9007199254740993']],
    ['[]::INT[]', []],
    ["[DATE 'infinity', DATE '2020-02-29']", ['infinity', '2020-02-29']],
    ["[1.10, 2.2]::DECIMAL(4,2)[2]", ['1.10', '2.20']],
    ["{'a': 1, 'b': {'c': INTERVAL 1 DAY}}", { a: 1, b: { c: '1 day' } }],
    ["MAP {'k': [1], 'l': NULL}", [{ key: 'k', value: [1] }, { key: 'l', value: null }]],
    ['MAP {9007199254740993: 1}', [{ key: '9007199254740993', value: 1 }]],
    ["[union_value(n := 9007199254740993)]", ['9007199254740993']],
    ["{'a': 1.5::DECIMAL(3,1), 'b': [DATE 'infinity'], 'c': 9007199254740993}::VARIANT", { a: '1.5', b: ['infinity'], c: '9007199254740993' }],
    ["TRUE", true],
    ['NULL', null],
    ["'{\"a\": 1}'::JSON", '{"a": 1}'],
    ["'POINT (1 2)'::GEOMETRY", String.raw`\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\xF0?\x00\x00\x00\x00\x00\x00\x00@`],
  ])('%s becomes %j', async (expression, expected) => {
    expect(await valueOf(expression)).toEqual(expected);
  });
});

it('survives JSON for every type that DuckDB has', async () => {
  const rows = await convert('SELECT * FROM test_all_types()');
  expect(rows).toHaveLength(3);
  expect(JSON.parse(JSON.stringify(rows))).toEqual(rows);
});
