import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { niceEdges, niceFloatEdges } from './nice-edges.js';
import { timeEdges } from './time-edges.js';

const DAY = 86_400_000_000n;
const micros = (text: string): bigint => BigInt(Date.parse(`${text}Z`)) * 1000n;
const texts = (edges: readonly bigint[]): string[] => edges.map((edge) => new Date(Number(edge / 1000n)).toISOString().replace(/:00\.000Z$/, ''));

describe('nice edges', () => {
  it.each([
    [1n, 97n, 10, [10n, 20n, 30n, 40n, 50n, 60n, 70n, 80n, 90n]],
    [0n, 3n, 10, [1n, 2n, 3n]],
    [5n, 5n, 10, []],
    [-5n, 5n, 1, []],
    [-5n, 5n, 2, [0n]],
  ])('from %d to %d in %d bins are %j', (low, high, bins, expected) => {
    expect(niceEdges(low, high, bins)).toEqual(expected);
  });

  it.each([
    [0.1, 0.35, 3, [0.2, 0.3]],
    [-1.7e308, 1.7e308, 4, [-1e308, 0, 1e308]],
    [1, 1 + Number.EPSILON, 10, expect.anything()],
    [0, Number.MIN_VALUE, 10, expect.anything()],
    [2, 2, 10, []],
  ])('from %d to %d in %d bins of floats are %j', (low, high, bins, expected) => {
    expect(niceFloatEdges(low, high, bins)).toEqual(expected);
  });
});

it('an edge in 1970 does not lie beyond the last microsecond of 1969', () => {
  expect(timeEdges({ low: -2_073_600_000_001n, high: -1n, bins: 2, unitsPerDay: DAY })).toEqual([]);
});

const bins = fc.integer({ min: 1, max: 60 });

it.each([
  ['whole numbers', (low: bigint, high: bigint, n: number) => niceEdges(low, high, n)],
  ['microseconds', (low: bigint, high: bigint, n: number) => timeEdges({ low, high, bins: n, unitsPerDay: DAY })],
  ['days', (low: bigint, high: bigint, n: number) => timeEdges({ low, high, bins: n, unitsPerDay: 1n })],
])('edges of %s rise from above the smallest to the largest value, one fewer than bins', (_, edgesOf) => {
  const value = fc.oneof(fc.bigInt(-(10n ** 18n), 10n ** 18n), fc.bigInt(-1000n, 1000n), fc.bigInt(1_600_000_000_000_000n, 1_700_000_000_000_000n));
  fc.assert(
    fc.property(value, value, bins, (a, b, n) => {
      const [low, high] = a < b ? [a, b] : [b, a];
      const edges = edgesOf(low, high, n);
      expect(edges.length).toBeLessThan(n);
      expect([low, ...edges].every((edge, i, all) => i === 0 || edge > (all[i - 1] ?? edge))).toBe(true);
      expect(edges.at(-1) ?? high).toBeLessThanOrEqual(high);
    }),
  );
});

it('edges of floats rise from above the smallest to the largest value, fewer than bins', () => {
  const value = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.double({ min: -100, max: 100, noNaN: true }));
  fc.assert(
    fc.property(value, value, bins, (a, b, n) => {
      const [low, high] = a < b ? [a, b] : [b, a];
      const edges = niceFloatEdges(low, high, n);
      expect(edges.length).toBeLessThan(n);
      expect([low, ...edges].every((edge, i, all) => i === 0 || edge > (all[i - 1] ?? edge))).toBe(true);
      expect(edges.at(-1) ?? high).toBeLessThanOrEqual(high);
    }),
  );
});

it.each([
  ['2020-01-01T00:00:00.2', '2020-01-01T00:00:01.3', 2, ['2020-01-01T00:00:01.000Z']],
  ['2020-01-01T10:07:00', '2020-01-01T11:20:00', 6, ['2020-01-01T10:15', '2020-01-01T10:30', '2020-01-01T10:45', '2020-01-01T11:00', '2020-01-01T11:15']],
  ['2024-01-03T00:00:00', '2024-01-20T00:00:00', 4, ['2024-01-08T00:00', '2024-01-15T00:00']],
  ['2023-11-20T00:00:00', '2024-03-02T00:00:00', 5, ['2023-12-01T00:00', '2024-01-01T00:00', '2024-02-01T00:00', '2024-03-01T00:00']],
  ['1998-05-01T00:00:00', '2021-05-01T00:00:00', 4, ['2000-01-01T00:00', '2010-01-01T00:00', '2020-01-01T00:00']],
])('from %s to %s, %d bins begin with the clock or the calendar: %j', (low, high, n, expected) => {
  expect(texts(timeEdges({ low: micros(low), high: micros(high), bins: n, unitsPerDay: DAY }))).toEqual(expected);
});
