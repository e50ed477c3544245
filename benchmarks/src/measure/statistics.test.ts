import { describe, expect, it } from '@jest/globals';
import { median, ratioOf } from './statistics.js';

describe('median', () => {
  it.each([
    [[3], 3],
    [[10, 2, 3], 3],
    [[4, 1, 3, 2], 2.5],
    [[100, 20, 3], 20],
  ])('of %j is %d', (values, expected) => expect(median(values)).toBe(expected));

  it('is refused for nothing', () => expect(() => median([])).toThrow('No median of nothing'));
});

describe('ratioOf', () => {
  it('compares within a round, so that a slow round changes nothing', () => {
    expect(ratioOf([1, 10, 1], [2, 20, 2])).toBe(0.5);
  });

  it('is refused where a round is missing', () => {
    expect(() => ratioOf([1, 2], [1])).toThrow('Round 2 was not measured for both');
  });
});
