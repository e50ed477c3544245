import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { displayWidth } from '../result/formats/display-width.js';
import { barChart } from './bar-chart.js';

const linesOf = (...args: Parameters<typeof barChart>): string[] => barChart(...args).split('\n').slice(0, -1);

describe('bars', () => {
  it('are as long as their values, to an eighth of a column', () => {
    const points = [16, 8, 1, 0.01, 0].map((value) => ({ label: String(value), value }));
    expect(linesOf(points, { width: 4 + 1 + 16 + 1 + 4 })).toEqual(['16   ████████████████ 16', '8    ████████ 8', '1    █ 1', '0.01 ▏ 0.01', '0    0']);
  });

  it('run left from zero when negative, on the same scale', () => {
    const points = [{ label: 'up', value: 6 }, { label: 'down', value: -3 }, { label: 'half', value: -0.5 }];
    expect(linesOf(points, { width: 4 + 1 + 9 + 1 + 4 })).toEqual(['up      ██████ 6', 'down ███ -3', 'half   ▐ -0.5']);
  });

  it('fill their side when all are negative', () => {
    expect(linesOf([{ label: 'a', value: -2 }, { label: 'b', value: -1 }], { width: 9 })).toEqual(['a ████ -2', 'b   ██ -1']);
  });

  it('fall back to ASCII', () => {
    const chart = barChart([{ label: 'a', value: 2 }, { label: 'b', value: -1 }], { width: 20, unicode: false });
    expect(chart).toMatch(/^[\x20-\x7e\n]+$/);
    expect(chart).toContain('####');
  });

  it.each([
    [Number.NaN, 'a NaN'],
    [Number.POSITIVE_INFINITY, 'a Infinity'],
    [0, 'a 0'],
  ])('have no length for %d alone', (value, expected) => {
    expect(linesOf([{ label: 'a', value }])).toEqual([expected]);
  });
});

describe('labels', () => {
  it('are aligned by width, shortened, and harmless', () => {
    const lines = linesOf([{ label: '東京', value: 1 }, { label: 'x'.repeat(50), value: 1 }, { label: '\u001b[2J', value: 1 }], { width: 30 });
    expect(lines.map((line) => displayWidth(line.slice(0, line.indexOf('█'))))).toEqual([11, 11, 11]);
    expect(lines[1]).toMatch(/^x{9}… /);
    expect(lines[2]).toContain('␛[2J');
  });
});

it('draws nothing for no points', () => {
  expect(barChart([])).toBe('');
});

it('fits the terminal whatever the values', () => {
  const points = fc.array(fc.record({ label: fc.string({ unit: 'grapheme', maxLength: 60 }), value: fc.double() }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(points, fc.integer({ min: 60, max: 200 }), fc.boolean(), (given, width, unicode) => {
      for (const line of linesOf(given, { width, unicode })) expect(displayWidth(line)).toBeLessThanOrEqual(width);
    }),
  );
});
