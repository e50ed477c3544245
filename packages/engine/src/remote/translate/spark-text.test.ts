import { expect, it } from '@jest/globals';
import { isNameable, sparkName, sparkText } from './spark-text.js';

it.each([
  ["it's", String.raw`'it\'s'`],
  ['back\\slash', String.raw`'back\\slash'`],
  [String.raw`\n is no newline`, String.raw`'\\n is no newline'`],
  ['${env:HOME}', String.raw`'\u0024{env:HOME}'`],
  ['🙂', "'🙂'"],
])('writes %s as a literal that Spark reads as the same text', (text, literal) => {
  expect(sparkText(text)).toBe(literal);
});

it('doubles backticks in names', () => {
  expect(sparkName('tick`s')).toBe('`tick``s`');
});

it.each(['', '${x}', 'a\0b'])('says that no name of Spark can be %j', (name) => {
  expect(isNameable(name)).toBe(false);
});
