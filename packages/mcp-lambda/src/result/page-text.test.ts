import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { pageText, ROW_FORMATS } from './page-text.js';

const columns = (count: number, name = 'column') => Array.from({ length: count }, (_, i) => ({ name: `${name}${i}`, type: 'VARCHAR' }));

describe('pageText', () => {
  const grid = fc.integer({ min: 1, max: 60 }).chain((width) => fc.array(fc.array(fc.oneof(fc.string({ maxLength: 300 }), fc.constant(null), fc.integer()), { minLength: width, maxLength: width }), { minLength: 1, maxLength: 30 }));

  it.each(ROW_FORMATS)('as %s stays within its characters and shows a row, whatever stands in it', (format) => {
    fc.assert(fc.property(grid, fc.integer({ min: 4_000, max: 8_000 }), (rows, maxChars) => {
      const page = pageText(columns(rows[0]?.length ?? 0), rows, format, maxChars);
      expect(page.text.length).toBeLessThanOrEqual(maxChars);
      expect(page.rows).toBeGreaterThanOrEqual(1);
    }));
  });

  it.each(ROW_FORMATS)('as %s shows one row of a table that is far too wide', (format) => {
    const page = pageText(columns(5_000), [Array.from({ length: 5_000 }, () => 'x'.repeat(500))], format, 40_000);
    expect(page).toMatchObject({ rows: 1, cutCells: true });
    expect(page.hiddenColumns).toBeGreaterThan(4_000);
    expect(page.text.length).toBeLessThanOrEqual(40_000);
  });

  it.each(ROW_FORMATS)('as %s shows no control character, escape sequence or override that a file has in cells or names', (format) => {
    const { text } = pageText([{ name: 'a\u001b]0;x\u0007', type: 'VARCHAR' }], [['\u001b[31mred\u001b[0m \u202egnp\u0000'], [{ '\u001b': ['\u2066'] }]], format, 4_000);
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/);
    expect(text).toContain('red');
  });

  it.each(['csv', 'json'] as const)('as %s keeps every digit', (format) => {
    const { text } = pageText(columns(3), [['9223372036854775807', '0.10', 9007199254740991]], format, 4_000);
    expect(text.replaceAll('"', '')).toContain('9223372036854775807,0.10,9007199254740991');
  });

  it('cuts a header that is no name', () => {
    const { text } = pageText([{ name: 'n'.repeat(100_000), type: 'VARCHAR' }], [['value']], 'csv', 4_000);
    expect(text).toMatch(/^n{200}…\[\+99800 chars\]\nvalue$/);
  });
});
