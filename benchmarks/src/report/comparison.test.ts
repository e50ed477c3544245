import { describe, expect, it } from '@jest/globals';
import { BASE } from '../contestants/names.js';
import { renderComparison } from './comparison.js';
import { REPORT } from './fixture.js';

describe('renderComparison', () => {
  it('puts the head beside its base, for the cases that had one', () => {
    const [first, second] = REPORT.rows;
    const results = [...(first?.results ?? []), { contestant: BASE, ms: [1_000, 1_000], peakRssBytes: 0, connections: 0 }];
    const text = renderComparison({ ...REPORT, rows: [first, second].flatMap((row) => (row === first && row ? [{ ...row, results }] : row ? [row] : [])) });
    expect(text).toContain('| G1 \\| far S3 | 1.00 s | 1.00 s | 1.00 |');
    expect(text).not.toContain('| small |');
  });

  it('has nothing to say without a base', () => expect(renderComparison(REPORT)).toBeUndefined());
});
