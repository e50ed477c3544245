import { describe, expect, it } from '@jest/globals';
import { castConstant, constantTerm, decimalText, readConstant } from './constant.js';
import { decimal, simple } from './duck-type.js';

describe('literals', () => {
  it.each([
    ['TINYINT', -128n, "CAST('-128' AS TINYINT)"],
    ['INTEGER', 5n, '5'],
    ['INTEGER', -5n, '(-5)'],
    ['BIGINT', 9223372036854775807n, '9223372036854775807L'],
    ['BIGINT', -9223372036854775808n, "CAST('-9223372036854775808' AS BIGINT)"],
    ['HUGEINT', 12345678901234567890n, "CAST('12345678901234567890' AS DECIMAL(38,0))"],
    ['DOUBLE', 1e300, '1E300D'],
    ['DOUBLE', -0, '(-0D)'],
    ['DOUBLE', Number.NaN, "CAST('NaN' AS DOUBLE)"],
    ['DATE', '2024-02-29', "DATE '2024-02-29'"],
    ['TIMESTAMP', '2024-02-29 00:00:00', "TIMESTAMP_NTZ '2024-02-29 00:00:00'"],
    ['VARCHAR', null, 'CAST(NULL AS STRING)'],
  ])('writes the %s %s as %s', (type, value, sql) => {
    expect(constantTerm(simple(type), value).sql).toBe(sql);
  });

  it('puts the point of decimals in its place', () => {
    expect([decimalText(5n, 2), decimalText(-5n, 2), decimalText(1234n, 0), decimalText(-1234n, 3)]).toEqual(['0.05', '-0.05', '1234', '-1.234']);
  });

  it("reads HUGEINTs of the planner's two halves", () => {
    expect(readConstant(simple('HUGEINT'), { upper: -1, lower: '18446744073709551615' })).toBe(-1n);
    expect(readConstant(simple('HUGEINT'), { upper: 1, lower: 2 })).toBe((1n << 64n) + 2n);
  });
});

describe('casts of constants', () => {
  const text = (value: string) => constantTerm(simple('VARCHAR'), value);

  it.each([
    ['2024-02-29', 'DATE', "DATE '2024-02-29'"],
    ['2024-02-29 10:00', 'TIMESTAMP', "TIMESTAMP_NTZ '2024-02-29 10:00:00'"],
    ['12', 'INTEGER', '12'],
    ['t', 'BOOLEAN', 'true'],
    ['-inf', 'DOUBLE', "CAST('-Infinity' AS DOUBLE)"],
  ])('takes the text %s as a %s', (value, type, sql) => {
    expect(castConstant(text(value), simple(type))?.sql).toBe(sql);
  });

  it.each([
    ['2023-02-29', 'DATE'],
    ['2024-1-1', 'DATE'],
    ['10000-01-01', 'DATE'],
    ['infinity', 'DATE'],
    ['2024-01-01 24:00:00', 'TIMESTAMP'],
    ['2024-01-01 00:00:00.1234567', 'TIMESTAMP'],
    [' 12 ', 'INTEGER'],
    ['1e3', 'INTEGER'],
    ['1_000', 'INTEGER'],
    ['128', 'TINYINT'],
    ['yes', 'BOOLEAN'],
  ])('does not take the text %j as a %s, which engines read in their own ways or not at all', (value, type) => {
    expect(castConstant(text(value), simple(type))).toBeUndefined();
  });

  it('takes short decimals for doubles, and leaves long ones', () => {
    expect(castConstant(constantTerm(decimal(3, 2), '1.25'), simple('DOUBLE'))?.sql).toBe('1.25D');
    expect(castConstant(constantTerm(decimal(20, 2), '123456789012345678.25'), simple('DOUBLE'))).toBeUndefined();
  });
});
