import { describe, expect, it } from '@jest/globals';
import type { JsonRow } from '@sluice/engine';
import { chartOf } from './chart-spec.js';

const COLUMNS = [
  { name: 'shop', type: 'VARCHAR' },
  { name: 'day', type: 'DATE' },
  { name: 'at', type: 'TIMESTAMP' },
  { name: 'n', type: 'BIGINT' },
  { name: 'total', type: 'DECIMAL(18,2)' },
  { name: 'a.b[0]', type: 'DOUBLE' },
];
const ROWS: readonly JsonRow[] = [
  ['x', '2026-01-01', '2026-01-01 10:00:00', '9223372036854775807', '1.50', 1],
  ['\u001b[31my', '2026-01-02', '2026-01-01 11:00:00', 2, '2.50', null],
];
const encodingOf = (spec: object): Record<string, unknown> => (spec as { encoding: Record<string, unknown> }).encoding;

describe('chartOf', () => {
  it.each([
    ['shop', 'nominal'],
    ['day', 'temporal'],
    ['at', 'temporal'],
    ['n', 'quantitative'],
    ['total', 'quantitative'],
    ['a.b[0]', 'quantitative'],
  ])('draws %s on a %s axis', (x, type) => {
    expect(encodingOf(chartOf(COLUMNS, ROWS, { kind: 'point', x, y: ['n'] }).spec).x).toMatchObject({ type, title: x });
  });

  it('reads numbers that are text, moments as ISO 8601, and keeps NULL', () => {
    expect(chartOf(COLUMNS, ROWS, { kind: 'point', x: 'at', y: ['total'] }).points).toEqual([{ x: '2026-01-01T10:00:00', y: 1.5 }, { x: '2026-01-01T11:00:00', y: 2.5 }]);
    expect(chartOf(COLUMNS, ROWS, { kind: 'point', x: 'day', y: ['a.b[0]'] }).points[1]).toEqual({ x: '2026-01-02', y: null });
  });

  it('draws several columns as series, also beside a column of series', () => {
    expect(chartOf(COLUMNS, ROWS, { kind: 'line', x: 'day', y: ['n', 'total'] }).points.map(({ series }) => series)).toEqual(['n', 'total', 'n', 'total']);
    expect(chartOf(COLUMNS, ROWS, { kind: 'line', x: 'day', y: ['n', 'total'], series: 'shop' }).points[0]?.series).toBe('x, n');
  });

  it('shows no control character', () => {
    expect(chartOf(COLUMNS, ROWS, { kind: 'bar', x: 'shop', y: ['n'] }).points[1]?.x).toBe('␛[31my');
  });

  it('lays bars down when their names are long or many', () => {
    const named = (names: readonly string[]) => encodingOf(chartOf(COLUMNS, names.map((name) => [name, null, null, 1, '1', 1]), { kind: 'bar', x: 'shop', y: ['n'] }).spec);
    expect(named(['a', 'b']).x).toMatchObject({ field: 'x' });
    expect(named(['a rather long name', 'b']).y).toMatchObject({ field: 'x' });
    expect(named(Array.from({ length: 20 }, (_, i) => String(i))).y).toMatchObject({ field: 'x' });
  });

  it('finds a column in other capitals, and says which there are when there is none', () => {
    expect(chartOf(COLUMNS, ROWS, { kind: 'bar', x: 'SHOP', y: ['N'] }).columns).toEqual(['shop', 'n']);
    expect(() => chartOf(COLUMNS, ROWS, { kind: 'bar', x: 'shops', y: ['n'] })).toThrow(expect.objectContaining({ code: 'UNKNOWN_COLUMN', next: expect.stringMatching(/^Its columns are shop, /) }));
  });

  it('refuses what nobody could read', () => {
    const rows = (count: number): JsonRow[] => Array.from({ length: count }, (_, i) => [`s${i}`, '2026-01-01', null, i, '1', i]);
    expect(() => chartOf(COLUMNS, rows(101), { kind: 'bar', x: 'shop', y: ['n'] })).toThrow('shop has 101 values; at most 100 can be read');
    expect(() => chartOf(COLUMNS, rows(21), { kind: 'line', x: 'day', y: ['n'], series: 'shop' })).toThrow('There are 21 series; at most 20');
    expect(() => chartOf(COLUMNS, ROWS, { kind: 'histogram', x: 'n', y: ['total'] })).toThrow('takes no y');
    expect(() => chartOf(COLUMNS, ROWS, { kind: 'bar', x: 'n', y: [] })).toThrow('A bar chart needs y');
  });
});
