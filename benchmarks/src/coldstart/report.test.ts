import { describe, expect, it } from '@jest/globals';
import { makeOrders } from './orders.js';
import { renderColdReport } from './report.js';

describe('the report of cold starts', () => {
  it('shows medians, and ours as a share of the others by the rounds', () => {
    const start = (answerMs: number) => ({ initMs: answerMs / 2, answerMs });
    const text = renderColdReport({ group: 'a group', node: '24.0.0', figures: [{ name: 'ours', starts: [100, 300, 200].map(start) }, { name: 'other', starts: [1_000, 600, 800].map(start) }] });
    expect(text).toContain('| ours | 100 ms | 200 ms | 100 ms | 300 ms |  |');
    expect(text).toContain('| other | 400 ms | 800 ms | 600 ms | 1000 ms | 0.25 of it |');
  });
});

describe('the orders', () => {
  it('are of the size that was asked for, and say what is in them', () => {
    const { csv, totals } = makeOrders(1_000_000);
    expect(csv.length).toBeLessThanOrEqual(1_000_000);
    expect(csv.length).toBeGreaterThan(999_800);
    const [city, total] = totals[0] ?? ['', 0];
    const cents = csv.split('\n').filter((line) => line.split(',')[1] === city).reduce((sum, line) => sum + Math.round(Number(line.split(',')[3]) * 100), 0);
    expect(cents).toBe(Math.round(total * 100));
  });
});
