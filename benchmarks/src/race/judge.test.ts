import { describe, expect, it } from '@jest/globals';
import { HTTPFS } from '../contestants/names.js';
import { FASTEST, judge } from './judge.js';
import { isReached, type Result } from './result.js';

const result = (contestant: string, ...ms: number[]): Result => ({ contestant, ms, peakRssBytes: 0, connections: 0 });

const RESULTS = [result('sluice', 100, 200, 100), result('sluice verified', 120, 300, 130), result(HTTPFS, 400, 800, 400), result('polars', 80, 160, 80)];

describe('judge', () => {
  it('compares with each rival, with the fastest of them, and checked types with sampled ones', () => {
    const verdicts = judge(RESULTS, [{ against: HTTPFS, atMost: 0.4 }, { against: FASTEST, atMost: 1 }], [HTTPFS, 'polars']);
    expect(verdicts).toEqual([
      { unit: '× httpfs', measured: 0.25, atMost: 0.4 },
      { unit: '× the fastest', measured: 1.25, atMost: 1 },
      { unit: 'verified × sampled', measured: 1.3, atMost: 1.25 },
    ]);
    expect(verdicts.map(isReached)).toEqual([true, false, false]);
  });

  it('refuses to compare with who was not measured', () => {
    expect(() => judge(RESULTS, [{ against: 'chdb' }], [])).toThrow('chdb was not measured');
  });
});
