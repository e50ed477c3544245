import { expect, it } from '@jest/globals';
import { formatBytes, formatCount, formatDuration, formatWholeSeconds } from './format-quantity.js';

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.00 kB'],
  [999_499, '999 kB'],
  [999_500, '1.00 MB'],
  [509_000_000, '509 MB'],
  [1_234_567_890, '1.23 GB'],
  [5e18, '5.00e+3 PB'],
])('shows %d bytes as %s', (bytes, expected) => {
  expect(formatBytes(bytes)).toBe(expected);
});

it.each([
  [0.2, '<1 ms'],
  [12.3, '12 ms'],
  [999.4, '999 ms'],
  [999.6, '1.00 s'],
  [2346, '2.35 s'],
  [59_949, '59.9 s'],
  [59_960, '1 min 0 s'],
  [185_000, '3 min 5 s'],
  [3_599_600, '1 h 0 min'],
  [7_500_000, '2 h 5 min'],
])('shows %d ms as %s', (ms, expected) => {
  expect(formatDuration(ms)).toBe(expected);
});

it.each([
  [0, '0 s'],
  [1_600, '2 s'],
  [59_400, '59 s'],
  [59_600, '1 min 0 s'],
])('shows a running time of %d ms as %s', (ms, expected) => {
  expect(formatWholeSeconds(ms)).toBe(expected);
});

it.each([
  [0, '0 objects'],
  [1, '1 object'],
  [1200, '1,200 objects'],
])('counts %d as %s', (n, expected) => {
  expect(formatCount(n, 'object')).toBe(expected);
});
