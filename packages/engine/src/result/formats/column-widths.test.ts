import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fitWidths, type WidthRange } from './column-widths.js';

const text = (natural: number): WidthRange => ({ natural, least: Math.min(natural, 8) });
const number = (natural: number): WidthRange => ({ natural, least: natural });

it.each([
  [[text(3), text(4)], 80, [3, 4]],
  [[text(3), text(100)], 30, [3, 20]],
  [[text(50), text(50)], 30, [12, 11]],
  [[text(50), text(3), text(50)], 40, [14, 3, 13]],
  [[text(20), text(20), text(20)], 24, [9, 8]],
  [[text(50), number(12)], 30, [11, 12]],
  [[text(50), number(20), text(9)], 46, [8, 20, 8]],
  [[number(20), number(20)], 30, [20]],
  [[text(20)], 6, [2]],
  [[], 80, []],
])('fits %j into %d columns as %j', (natural, total, expected) => {
  expect(fitWidths(natural, total)).toEqual(expected);
});

it('uses the whole width whenever a column gave way, and never more', () => {
  const range = fc.record({ natural: fc.integer({ min: 1, max: 300 }), share: fc.double({ min: 0, max: 1, noNaN: true }) });
  const columns = range.map(({ natural, share }) => ({ natural, least: Math.max(1, Math.round(Math.min(natural, 24) * share)) }));
  fc.assert(
    fc.property(fc.array(columns, { minLength: 1, maxLength: 30 }), fc.integer({ min: 28, max: 250 }), (given, total) => {
      const widths = fitWidths(given, total);
      const used = 1 + widths.reduce((sum, width) => sum + width + 3, 0);
      expect(used).toBeLessThanOrEqual(total);
      if (widths.some((width, index) => width < (given[index]?.natural ?? 0))) expect(used).toBe(total);
      widths.forEach((width, index) => {
        expect(width).toBeLessThanOrEqual(given[index]?.natural ?? 0);
        expect(width).toBeGreaterThanOrEqual(given[index]?.least ?? 0);
      });
    }),
  );
});
