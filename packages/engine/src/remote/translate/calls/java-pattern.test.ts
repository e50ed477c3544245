import { expect, it } from '@jest/globals';
import { javaPattern } from './java-pattern.js';

it.each([
  ['^[a-z]+$', String.raw`(?d)\A[a-z]+\z`],
  ['a.b', '(?d)a.b'],
  [String.raw`(\d+)-(?:x|y){2,3}`, String.raw`(?d)(\d+)-(?:x|y){2,3}`],
  [String.raw`\$\\`, String.raw`(?d)\$\\`],
  ['[^_,]?', '(?d)[^_,]?'],
])('gives Java %s as %s', (pattern, java) => {
  expect(javaPattern(pattern)).toBe(java);
});

it.each([
  ['a word boundary, of which Java has another idea', String.raw`\bx`],
  ['white space, to which Java adds the vertical tab', String.raw`\s`],
  ['flags', '(?i)a'],
  ['named groups', '(?P<n>a)'],
  ['classes of POSIX', '[[:alpha:]]'],
  ['classes within classes, which Java joins', '[a[b]]'],
  ['intersections, which only Java has', '[a-z&&b]'],
  ['possessive quantifiers, which only Java has', 'a*+'],
  ['braces that RE2 takes for themselves', 'a{'],
  ['escapes of Unicode', String.raw`\x{41}`],
  ['letters beyond ASCII', 'ä'],
])('refuses %s', (_, pattern) => {
  expect(javaPattern(pattern)).toBeUndefined();
});

it('refuses a pattern that is no constant', () => {
  expect(javaPattern(undefined)).toBeUndefined();
});
