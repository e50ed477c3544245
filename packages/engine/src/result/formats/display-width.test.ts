import { expect, it, jest } from '@jest/globals';
import { displayWidth, pad, shorten } from './display-width.js';

it.each([
  ['', 0],
  ['abc', 3],
  ['日本', 4],
  ['ที่', 1],
  ['हिन्दी', 5],
  ['שָׁ', 1],
  ['e\u0301', 1],
  ['\u1112\u1161\u11ab', 2],
  ['한', 2],
  ['ｶﾞ', 2],
  ['Ａ', 2],
  ['👍🏽', 2],
  ['👨‍👩‍👧', 2],
  ['🇩🇪', 2],
  ['1️⃣', 2],
  ['❤️', 2],
  ['❤', 1],
  ['™', 1],
  ['①', 1],
  ['𠀀', 2],
])('gives %j %d columns', (text, width) => {
  expect(displayWidth(text)).toBe(width);
});

it.each([
  ['abc', 3, 'abc'],
  ['abcd', 3, 'ab…'],
  ['日本', 4, '日本'],
  ['日本', 3, '日…'],
  ['日本語', 4, '日…'],
  ['👨‍👩‍👧👨‍👩‍👧', 3, '👨‍👩‍👧…'],
  ['e\u0301e\u0301e\u0301', 2, 'e\u0301…'],
  ['日', 1, '…'],
])('shortens %j to %d columns as %j', (text, width, expected) => {
  expect(shorten(text, width)).toBe(expected);
  expect(displayWidth(shorten(text, width))).toBeLessThanOrEqual(width);
});

it('reads no more of a huge cell than shows', () => {
  let read = 0;
  const segment = jest.spyOn(Intl.Segmenter.prototype, 'segment').mockImplementation(function* (text: string) {
    for (let index = 0; index < text.length; index += 1, read += 1) yield { segment: text.charAt(index), index, input: text };
  } as unknown as Intl.Segmenter['segment']);
  expect(shorten('é'.repeat(1_000_000), 40)).toBe(`${'é'.repeat(39)}…`);
  segment.mockRestore();
  expect(read).toBe(40);
});

it('pads by columns, not by characters', () => {
  expect(pad('日本', 6, 'left')).toBe('日本  ');
  expect(pad('日本', 6, 'right')).toBe('  日本');
  expect(pad('abc', 2, 'left')).toBe('abc');
});
