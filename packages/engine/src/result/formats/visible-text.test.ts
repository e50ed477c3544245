import { expect, it } from '@jest/globals';
import { visibleText } from './visible-text.js';

it.each([
  ['plain äöü 日本 👨‍👩‍👧', 'plain äöü 日本 👨‍👩‍👧'],
  ['\u001b[2J', '␛[2J'],
  ['a\tb\nc', 'a␉b␊c'],
  ['\u007f', '␡'],
  ['\u0085', '\\u{85}'],
  ['\u202eabc\u2066', '\\u{202e}abc\\u{2066}'],
  ['a\u200bb', 'a\\u{200b}b'],
  ['\ufeffbom', '\\u{feff}bom'],
  ['\ud800', '\\u{d800}'],
  ['\u{e0041}', '\\u{e0041}'],
])('shows %j as %s', (text, expected) => {
  expect(visibleText(text)).toBe(expected);
});
