import { describe, expect, it } from '@jest/globals';
import { detectType } from './detect-types.js';
import type { ReadingOptions } from './reading.js';

const detect = (values: readonly string[], options: ReadingOptions = {}, delimiter = ',') =>
  detectType('v', values, { delimiter, options });

describe('detectType', () => {
  it.each([
    ['BOOLEAN', ['true', 'false']],
    ['BIGINT', ['0', '-1', '9223372036854775807']],
    ['BIGINT', ['  10', ' 20 ']],
    ['HUGEINT', ['12345678901234567890', '1']],
    ['DOUBLE', ['1', '2.50', '-.5', '1e-3']],
    ['DOUBLE', ['1.5', 'inf', 'NaN']],
    ['DECIMAL(38,2)', ['1', '9007199254740993.75']],
    ['DATE', ['2020-02-29', '']],
    ['TIME', ['10:00:00', '23:59:59.5']],
    ['TIME', ['9:30', '10:00']],
    ['TIMESTAMP', ['2020-01-01 10:00', '2020-01-01T10:00:00.123456']],
    ['TIMESTAMP WITH TIME ZONE', ['2020-01-01T10:00:00Z', '2020-01-01 10:00:00+02:00']],
  ])('reads as %s what that type holds without loss: %j', (type, values) => {
    const { respelled, ...choice } = detect(values).choice;
    expect([choice, respelled ?? true]).toEqual([{ type }, true]);
  });

  it.each([
    ['leading zeros', ['01234', '90210']],
    ['booleans in capitals', ['TRUE', 'FALSE']],
    ['times of day that sort as they stand', ['09:30', '10:00']],
    ['a plus sign', ['+33123456789', '+14155550100']],
    ['digit separators', ['1', '1_000']],
    ['more digits than any number type', ['1', '1'.repeat(40)]],
    ['integers among fractions that no DECIMAL holds', ['1'.repeat(30), '0.1234567890123']],
    ['exponents that are codes', ['1E5', '2E10', '3D4']],
    ['exponents that look like codes', ['1E5', '12']],
    ['hours past midnight', ['24:00:00', '25:30:00']],
    ['a day that does not exist', ['2021-02-29']],
    ['nanoseconds', ['2020-01-01 10:00:00.123456789']],
    ['dates among timestamps', ['2020-01-01', '2020-01-01 10:00:00']],
    ['timestamps with and without a zone', ['2020-01-01T10:00:00Z', '2020-01-01T10:00:00']],
    ['numbers among booleans', ['1', 'true']],
    ['currency', ['$1.50', '$2.50']],
    ['accounting negatives', ['(10.00)', '20.00']],
    ['years of two digits', ['13/02/20', '14/02/20']],
    ['nothing at all', ['', ' ']],
    ['only missing markers', ['NA', 'NA']],
  ])('keeps as text a column with %s', (_what, values) => {
    expect(detect(values).choice).toEqual({ type: 'VARCHAR' });
  });

  it.each([
    ['DATE', '%d/%m/%Y', ['13/02/2020', '01/03/2020']],
    ['DATE', '%m/%d/%Y', ['2/13/2020', '1/3/2020']],
    ['DATE', '%d.%m.%Y', ['01.02.2020']],
    ['DATE', '%Y/%m/%d', ['2020/01/05']],
    ['DATE', '%d-%b-%Y', ['01-Jan-2020', '31-may-2020']],
    ['TIMESTAMP', '%d/%m/%Y %H:%M', ['13/02/2020 9:05']],
    ['TIMESTAMP', '%m/%d/%Y %I:%M:%S %p', ['02/13/2020 09:05:00 PM']],
  ])('reads a %s as %s where the values decide it', (type, format, values) => {
    expect(detect(values).choice).toEqual({ type, format, respelled: true });
  });

  it('keeps dates as text and says so when day and month cannot be told apart', () => {
    const { choice, warnings } = detect(['01/02/2020', '03/04/2020']);
    expect(choice).toEqual({ type: 'VARCHAR' });
    expect(warnings.map(({ code }) => code)).toEqual(['AMBIGUOUS_DATE']);
  });

  it('obeys the date format of the caller', () => {
    expect(detect(['01/02/2020'], { dateFormat: '%m/%d/%Y' }).choice).toEqual({ type: 'DATE', format: '%m/%d/%Y' });
  });

  it('counts missing markers in a column of numbers', () => {
    const { choice, warnings } = detect(['1', 'NA', '2', 'NA']);
    expect(choice).toEqual({ type: 'BIGINT', missing: ['NA'], respelled: true });
    expect(warnings[0]).toMatchObject({ code: 'MISSING_MARKERS', message: expect.stringContaining('in 2 sampled records') });
  });

  it('keeps missing markers in a column of text', () => {
    expect(detect(['a', 'NA'])).toEqual({ choice: { type: 'VARCHAR' }, warnings: [] });
  });

  it.each([
    [';', ['1,5', '2'], { type: 'DOUBLE', decimalSeparator: ',' }],
    [';', ['1.234,56', '12,5'], { type: 'DOUBLE', decimalSeparator: ',', thousandsSeparator: '.' }],
    [',', ['1,234', '12,345.5'], { type: 'DOUBLE', thousandsSeparator: ',' }],
    [',', ['1,234', '12'], { type: 'BIGINT', thousandsSeparator: ',' }],
    [';', ["1'234.50", '2.50'], { type: 'DOUBLE', thousandsSeparator: "'" }],
  ])('reads numbers with marks in a file separated by %j: %j', (delimiter, values, expected) => {
    expect(detect(values, {}, delimiter).choice).toEqual({ ...expected, respelled: true });
  });

  it('keeps numbers as text and says so when the comma may mark decimals or thousands', () => {
    const { choice, warnings } = detect(['1,234', '5,678'], {}, ';');
    expect(choice).toEqual({ type: 'VARCHAR' });
    expect(warnings.map(({ code }) => code)).toEqual(['AMBIGUOUS_NUMBER']);
  });

  it.each([
    ['DATE', ['13/02/2020']],
    ['TIME', ['9:30']],
    ['BIGINT', ['1', 'NA']],
    ['BIGINT', ['1,234']],
    ['TIMESTAMP WITH TIME ZONE', ['2020-01-01T00:00:00Z']],
  ])('tells that a %s of %j would come back in other characters', (type, values) => {
    expect(detect(values).choice).toMatchObject({ type, respelled: true });
  });

  it.each<[string, string[], ReadingOptions]>([
    ['ISO dates', ['2020-01-01'], {}],
    ['integers', ['1', '2'], {}],
    ['fractions', ['1.50', '2.5'], {}],
    ['dates in the format that was asked for', ['13/02/2020'], { dateFormat: '%d/%m/%Y' }],
    ['missing texts that were asked for', ['1', 'NA'], { nullStrings: ['NA'] }],
    ['the thousands mark that was asked for', ['1,234'], { thousands: ',' }],
    ['text', ['a'], {}],
  ])('does not tell so of %s', (_, values, options) => {
    expect(detect(values, options).choice.respelled).toBeUndefined();
  });

  it('takes only the texts for missing that were asked for, in a column of text too', () => {
    expect(detect(['1', 'NA', '-'], { nullStrings: ['-'] }).choice).toEqual({ type: 'VARCHAR', missing: ['-'], missingGiven: true });
  });
});
