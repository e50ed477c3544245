import { describe, expect, it } from '@jest/globals';
import type { Answer, AnswerColumn, JsonRow } from '../answer.js';
import { displayWidth } from './display-width.js';
import { formatTable } from './table.js';

const tableOf = (columns: readonly AnswerColumn[], rows: readonly JsonRow[], more: Partial<Answer> = {}): Answer => ({
  columns,
  rows,
  rowCount: rows.length,
  truncated: false,
  sources: [],
  types: { trust: 'sampled', columns: [] },
  warnings: [],
  bytesRead: 0,
  road: 'direct',
  ms: {},
  ...more,
});

const text = (name: string): AnswerColumn => ({ name, type: 'VARCHAR' });
const linesOf = (answer: Answer, options = {}): string[] => formatTable(answer, options).split('\n');

describe('layout', () => {
  it('aligns text left, numbers right, and counts the rows', () => {
    const columns = [text('city'), { name: 'n', type: 'BIGINT' }, { name: 'sum', type: 'DECIMAL(9,2)' }];
    expect(linesOf(tableOf(columns, [['Bern', 7, '1.50'], ['東京', 1200, null]]))).toEqual([
      '┌──────┬──────┬──────┐',
      '│ city │    n │  sum │',
      '├──────┼──────┼──────┤',
      '│ Bern │    7 │ 1.50 │',
      '│ 東京 │ 1200 │ NULL │',
      '└──────┴──────┴──────┘',
      '2 rows',
      '',
    ]);
  });

  it('draws ASCII lines when asked to', () => {
    expect(linesOf(tableOf([text('a')], [['x']]), { unicode: false })).toEqual(['+---+', '| a |', '+---+', '| x |', '+---+', '1 row', '']);
  });

  it('keeps every line equally wide with wide, combining and joined characters', () => {
    const cells = ['日本語', 'ที่นี่', '👨‍👩‍👧 family', '🇩🇪', 'e\u0301te\u0301', 'שָׁלוֹם', '한글', 'ﾊﾝｶｸ', '1️⃣', 'plain', '❤️'];
    const lines = linesOf(tableOf([text('a'), text('b')], cells.map((cell) => [cell, 'x']))).slice(0, -2);
    expect(new Set(lines.map(displayWidth)).size).toBe(1);
  });
});

describe('fitting the terminal', () => {
  it.each([20, 40, 80, 200])('never passes %d columns', (width) => {
    const columns = Array.from({ length: 12 }, (_, i) => text(`column ${i}`));
    const rows = [columns.map((_, i) => '語'.repeat(i * 5)), columns.map((_, i) => 'x'.repeat(i * i * i))];
    const table = linesOf(tableOf(columns, rows), { width }).filter((line) => /^[┌├│└]/.test(line));
    for (const line of table) expect(displayWidth(line)).toBeLessThanOrEqual(width);
  });

  it('shortens the widest column and leaves narrow ones whole', () => {
    const lines = linesOf(tableOf([text('id'), text('note')], [['abc', 'x'.repeat(100)]]), { width: 30 });
    expect(lines[3]).toBe(`│ abc │ ${'x'.repeat(19)}… │`);
  });

  it('never cuts a number, which would look like another', () => {
    const columns = [text('note'), { name: 'a long name for an amount', type: 'DECIMAL(38,2)' }];
    expect(linesOf(tableOf(columns, [['x'.repeat(100), '12345678901234.50']]), { width: 40 })[3]).toBe(`│ ${'x'.repeat(15)}… │ 12345678901234.50 │`);
  });

  it('leaves out the last columns when even narrow ones do not fit, and says so', () => {
    const columns = Array.from({ length: 30 }, (_, i) => text(`a long name ${i}`));
    const shown = formatTable(tableOf(columns, [columns.map(() => 'some value')]), { width: 80 });
    expect(shown).toContain('7 of 30 columns');
    expect(shown).not.toContain('undefined');
  });
});

describe('safety', () => {
  it.each([
    ['\u001b[31mred\u001b[0m', '␛[31mred␛[0m'],
    ['\u001b]0;title\u0007', '␛]0;title␇'],
    ['\u009b2J', '\\u{9b}2J'],
    ['two\r\nlines', 'two␍␊lines'],
    ['a\u202eb', 'a\\u{202e}b'],
    ['nul\0', 'nul␀'],
  ])('shows %j as %s', (cell, expected) => {
    const shown = formatTable(tableOf([text(cell)], [[cell]]));
    expect(shown.split(expected)).toHaveLength(3);
  });

  it('writes no escape of its own without colour, and dims NULL with it', () => {
    const answer = tableOf([text('a')], [[null], ['NULL']]);
    expect(formatTable(answer)).not.toContain('\u001b');
    expect(linesOf(answer, { color: true })[3]).toContain('\u001b[2mNULL\u001b[22m');
    expect(linesOf(answer, { color: true })[4]).not.toContain('\u001b[2mNULL');
  });

  it('says what is missing below the table', () => {
    const truncation = { reason: 'rows', message: 'There are more.' } as const;
    expect(linesOf(tableOf([text('a')], [['x']], { truncated: true, truncation })).slice(-3)).toEqual(['1 row', 'There are more.', '']);
  });
});
