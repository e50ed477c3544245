import { describe, expect, it } from '@jest/globals';
import type { Answer, AnswerColumn, JsonRow } from '../answer.js';
import { FORMAT_NAMES, formatAnswer } from './format-answer.js';

const answerOf = (columns: readonly AnswerColumn[], rows: readonly JsonRow[], more: Partial<Answer> = {}): Answer => ({
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
const cell = (value: JsonRow[number]): Answer => answerOf([text('a'), text('b')], [[value, 'x']]);

describe.each(FORMAT_NAMES)('%s', (format) => {
  it('ends in one newline', () => {
    expect(formatAnswer(cell('v'), format)).toMatch(/[^\n]\n$/);
  });

  it('takes an answer without rows', () => {
    expect(formatAnswer(answerOf([text('a')], []), format)).not.toContain('undefined');
  });
});

describe('csv', () => {
  it.each<[JsonRow[number], string]>([
    ['plain', 'plain'],
    ['two words', 'two words'],
    [null, ''],
    ['', '""'],
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\nlines', '"two\nlines"'],
    ['cr\r', '"cr\r"'],
    [' padded', '" padded"'],
    ['padded ', '"padded "'],
    ['#comment', '"#comment"'],
    [12.5, '12.5'],
    ['9007199254740993', '9007199254740993'],
    [true, 'true'],
    [[1, null], '"[1,null]"'],
    [{ k: 'v' }, '"{""k"":""v""}"'],
    ['\u001b[31mred', '\u001b[31mred'],
    ['=1+1', '=1+1'],
  ])('writes %j as %j', (value, expected) => {
    expect(formatAnswer(cell(value), 'csv')).toBe(`a,b\n${expected},x\n`);
  });

  it.each([
    ['=1+1', "'=1+1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ["-2+3+cmd|' /C calc'!A0", "'-2+3+cmd|' /C calc'!A0"],
    ['+49 170 1', "'+49 170 1"],
    ['\t=1', "'\t=1"],
    ['\r=1', `"'\r=1"`],
    ['＝1', "'＝1"],
    ['-5', '-5'],
    ['+1.5e-3', '+1.5e-3'],
    ['-9007199254740993', '-9007199254740993'],
    ['a=1', 'a=1'],
  ])('neutralises %j as %j when asked to', (value, expected) => {
    expect(formatAnswer(cell(value), 'csv', { neutralizeFormulas: true })).toBe(`a,b\n${expected},x\n`);
  });

  it('leaves negative numbers alone and guards the header when neutralising', () => {
    const answer = answerOf([text('=evil()'), { name: 'n', type: 'BIGINT' }], [['x', -5]]);
    expect(formatAnswer(answer, 'csv', { neutralizeFormulas: true })).toBe("'=evil(),n\nx,-5\n");
  });
});

describe('json', () => {
  it('has the keys scripts rely on, in their order', () => {
    const dialect = { delimiter: ',', quote: '"', escape: '"', newline: '\n', comment: '', skipLines: 0, headerRecords: 1 } as const;
    const answer = answerOf([{ name: 'n', type: 'BIGINT' }], [[1]], {
      sources: [{ uri: 'file:///d.csv', etag: 'e1', bytes: 10, dialect }],
      warnings: [{ code: 'RAGGED_ROWS', message: 'Short rows.' }],
      bytesRead: 10,
      ms: { total: 3 },
    });
    expect(formatAnswer(answer, 'json')).toBe(
      '{"columns":[{"name":"n","type":"BIGINT"}],"rows":[[1]],"rowCount":1,"truncated":false,' +
        '"sources":[{"uri":"file:///d.csv","etag":"e1","bytes":10,"dialect":{"delimiter":",","quote":"\\"","escape":"\\"",' +
        '"newline":"\\n","comment":"","skipLines":0,"headerRecords":1}}],"types":{"trust":"sampled","columns":[]},' +
        '"warnings":[{"code":"RAGGED_ROWS","message":"Short rows."}],"bytesRead":10,"road":"direct","ms":{"total":3}}\n',
    );
  });

  it('says what is missing', () => {
    const truncation = { reason: 'rows', message: 'There are more.' } as const;
    const parsed: unknown = JSON.parse(formatAnswer(answerOf([text('a')], [['x']], { truncated: true, truncation }), 'json'));
    expect(parsed).toMatchObject({ truncated: true, truncation });
  });
});

describe('jsonl', () => {
  it.each([
    [['a', 'a', 'a'], '{"a":1,"a_1":2,"a_2":3}'],
    [['a', 'a', 'a_1'], '{"a":1,"a_2":2,"a_1":3}'],
    [['b', '2024', '__proto__'], '{"b":1,"2024":2,"__proto__":3}'],
  ])('names the columns %j as %s', (names, expected) => {
    expect(formatAnswer(answerOf(names.map(text), [[1, 2, 3]]), 'jsonl')).toBe(`${expected}\n`);
  });

  it('writes one line a row, whatever the cells hold', () => {
    const rows = [['a\nb', null], ['\u2028', { k: [1] }]];
    const lines = formatAnswer(answerOf([text('x'), text('y')], rows), 'jsonl').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([{ x: 'a\nb', y: null }, { x: '\u2028', y: { k: [1] } }]);
  });
});

describe('markdown', () => {
  it.each<[JsonRow[number], string]>([
    ['plain', 'plain'],
    ['snake_case *star*', 'snake_case *star*'],
    [null, 'NULL'],
    ['a|b', String.raw`a\|b`],
    [String.raw`a\|b`, String.raw`a\\\|b`],
    ['two\nlines', 'two␊lines'],
    ['\u001b[31m', '␛[31m'],
    ['<img src=x onerror=y>', String.raw`\<img src=x onerror=y>`],
    ['a < b', 'a < b'],
    ['![pixel](https://example.org/?q=1)', String.raw`![pixel]\(https://example.org/?q=1)`],
    [[1, 2], '[1,2]'],
  ])('writes %j as %s', (value, expected) => {
    expect(formatAnswer(cell(value), 'markdown')).toBe(`| a | b |\n| --- | --- |\n| ${expected} | x |\n`);
  });

  it('ends with what is missing', () => {
    const truncation = { reason: 'rows', message: 'There are more.' } as const;
    expect(formatAnswer(answerOf([text('a')], [['x']], { truncated: true, truncation }), 'markdown')).toMatch(/\n\nThere are more\.\n$/);
  });
});
