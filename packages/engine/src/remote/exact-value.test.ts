import { expect, it } from '@jest/globals';
import { duckdbType } from './duckdb-type.js';
import { exactTextSql, exactValue } from './exact-value.js';

it.each([
  ['BIGINT', '9223372036854775807', '9223372036854775807'],
  ['BIGINT', '-9007199254740991', -9007199254740991],
  ['HUGEINT', '170141183460469231731687303715884105727', '170141183460469231731687303715884105727'],
  ['DOUBLE', '1.0E-5', 0.00001],
  ['DOUBLE', '1.7976931348623157E308', 1.7976931348623157e308],
  ['DOUBLE', '-Infinity', '-Infinity'],
  ['FLOAT', 'NaN', 'NaN'],
  ['DECIMAL(38,3)', '12345678901234567890123456789012345.678', '12345678901234567890123456789012345.678'],
  ['DECIMAL(10,4)', '1.5', '1.5000'],
  ['DECIMAL(5,0)', '-7', '-7'],
  ['BOOLEAN', 'false', false],
  ['VARCHAR', 'null', 'null'],
  ['VARCHAR', '', ''],
  ['DATE', '0001-01-01', '0001-01-01'],
  ['TIMESTAMP', '2024-02-29 12:00:00.5', '2024-02-29 12:00:00.5'],
  ['TIMESTAMP WITH TIME ZONE', '2024-02-29 12:00:00', '2024-02-29 12:00:00+00'],
  ['BLOB', '00417F', '\\x00A\\x7F'],
])('%s %s', (type, text, value) => {
  expect(exactValue(text, type)).toEqual(value);
  expect(exactValue(null, type)).toBeNull();
});

it.each([
  ['BIGINT', '1.5'],
  ['BIGINT', 'NaN'],
  ['BOOLEAN', '1'],
  ['DATE', '+12024-01-01'],
  ['TIMESTAMP', '2024-02-29'],
  ['DECIMAL(10,1)', '1.25'],
  ['DECIMAL(10,1)', '1E+3'],
  ['BLOB', 'xyz'],
  ['STRUCT(a INTEGER)', '{1}'],
])('a %s is never made of %j', (type, text) => {
  expect(() => exactValue(text, type)).toThrow(expect.objectContaining({ code: 'REMOTE_FAILED' }));
});

it.each([
  ['bigint', 'BIGINT'],
  ['decimal(38,3)', 'DECIMAL(38,3)'],
  ['varchar(20)', 'VARCHAR'],
  ['timestamp_ntz', 'TIMESTAMP'],
  ['timestamp', 'TIMESTAMP WITH TIME ZONE'],
  ['array<int>', undefined],
  ['interval day', undefined],
  ['variant', undefined],
])("Spark's %s has the values of %s", (spark, duckdb) => {
  expect(duckdbType(spark)).toBe(duckdb);
});

it('bytes come as hexadecimal digits, all else as Spark writes it', () => {
  expect([exactTextSql('c', 'BLOB'), exactTextSql('c', 'BIGINT')]).toEqual(['hex(c)', 'CAST(c AS STRING)']);
});
