import { describe, expect, it } from '@jest/globals';
import type { Bench, Case } from './cases/case.js';
import { runCases } from './run-cases.js';

const ROW = { title: 'a row', results: [], verdicts: [] };

const create = (id: string, run: Case['run']): Case => ({ id, isQuick: true, data: () => [], run });

describe('runCases', () => {
  it('goes on after a failure, and tells of it', async () => {
    const broken = create('broken', () => Promise.reject(new Error('polars: wrong answer')));
    const fine = create('fine', () => Promise.resolve(ROW));
    await expect(runCases([broken, fine], {} as Bench)).resolves.toEqual({ rows: [{ id: 'fine', ...ROW }], failures: ['broken: polars: wrong answer'] });
  });
});
