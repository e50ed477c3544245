import { describe, expect, it } from '@jest/globals';
import type { Row } from '../race/result.js';
import { mergeRows } from './report.js';

const row = (id: string, title: string): Row => ({ id, title, measuredAt: '2026-01-02T03:04:05.000Z', results: [], verdicts: [] });

describe('mergeRows', () => {
  it('keeps old rows that were not measured again, and drops those of cases that there are no more', () => {
    const old = [row('gone', 'old'), row('b', 'old'), row('c', 'old')];
    const merged = mergeRows(old, [row('b', 'new'), row('a', 'new')], ['a', 'b', 'c']);
    expect(merged.map(({ id, title }) => [id, title])).toEqual([['a', 'new'], ['b', 'new'], ['c', 'old']]);
  });
});
