import { describe, expect, it } from '@jest/globals';
import type { Bench, Case } from './cases/case.js';
import { runCases } from './run-cases.js';

const ROW = { title: 'a row', results: [], verdicts: [] };

const create = (id: string, run: Case['run']): Case => ({ id, isQuick: true, data: () => [], run });

describe('runCases', () => {
  it('goes on after a failure, and tells of it', async () => {
    const broken = create('broken', () => Promise.reject(new Error('polars: wrong answer')));
    const fine = create('fine', () => Promise.resolve(ROW));
    const saved: number[] = [];
    const run = await runCases([fine, broken, fine], {} as Bench, (rows) => Promise.resolve(void saved.push(rows.length)));
    const row = { id: 'fine', measuredAt: expect.any(String), ...ROW };
    expect(run).toEqual({ rows: [row, row], failures: ['broken: polars: wrong answer'] });
    expect(saved).toEqual([1, 2]);
  });
});
