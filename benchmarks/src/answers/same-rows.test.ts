import { describe, expect, it } from '@jest/globals';
import type { Rows } from './answer.js';
import { findDifference } from './same-rows.js';

describe('findDifference', () => {
  it.each<[string, Rows, Rows]>([
    ['the same rows', [['a', 1]], [['a', 1]]],
    ['rows in another order', [['a', 1], ['b', 2]], [['b', 2], ['a', 1]]],
    ['fractions whose last digits differ', [['a', 0.1 + 0.2]], [['a', 0.3]]],
    ['rows of fractions in another order', [['b', 0.5], ['a', 0.1 + 0.2]], [['a', 0.3], ['b', 0.5]]],
    ['numbers that came as text', [['a', 12345678901234]], [['a', '12345678901234']]],
    ['whole numbers that came as fractions', [['a', 3]], [['a', '3.0']]],
    ['missing values', [[null, true]], [[null, true]]],
    ['no rows', [], []],
  ])('takes %s for the same', (_, expected, actual) => {
    expect(findDifference(expected, actual)).toBeUndefined();
  });

  it.each<[string, Rows, Rows, string]>([
    ['a missing row', [['a', 1], ['b', 2]], [['a', 1]], '1 rows instead of 2'],
    ['another number', [['a', 1]], [['a', 2]], 'row ["a",2] instead of ["a",1]'],
    ['a fraction that is off by a millionth', [['a', 0.5]], [['a', 0.5000005]], 'row ["a",0.5000005] instead of ["a",0.5]'],
    ['another key', [['a', 1]], [['b', 1]], 'row ["b",1] instead of ["a",1]'],
    ['a missing value where there is one', [['a', 1]], [['a', null]], 'row ["a",null] instead of ["a",1]'],
    ['a column too many', [['a']], [['a', 1]], 'row ["a",1] instead of ["a"]'],
    ['codes whose leading zeros differ', [['x', '007a']], [['x', '7a']], 'row ["x","7a"] instead of ["x","007a"]'],
  ])('finds %s', (_, expected, actual, difference) => {
    expect(findDifference(expected, actual)).toBe(difference);
  });
});
