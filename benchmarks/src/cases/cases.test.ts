import { describe, expect, it } from '@jest/globals';
import { DATA_SETS } from '../data/data-sets.js';
import { CASES, chooseCases } from './cases.js';

const ids = (options: Parameters<typeof chooseCases>[0]): string[] => chooseCases(options).map(({ id }) => id);

describe('CASES', () => {
  it('have names of their own', () => expect(new Set(CASES.map(({ id }) => id)).size).toBe(CASES.length));

  it.each(CASES)('$id needs data that can be made', ({ data }) => {
    const known = DATA_SETS.map(({ name }) => name);
    expect(known).toEqual(expect.arrayContaining([...data(true), ...data(false)]));
  });
});

describe('chooseCases', () => {
  it('takes the quick ones unless asked for more', () => {
    expect(ids({ full: false, only: [] })).toEqual(['g1-shaped', 'g1-bare', 'g1-local', 'g1-gz', 'repeated', 'small-warm']);
  });

  it('takes all on request', () => expect(ids({ full: true, only: [] })).toEqual(CASES.map(({ id }) => id)));

  it('takes those that are named, quick or not', () => expect(ids({ full: false, only: ['memory', 'g1-bare'] })).toEqual(['g1-bare', 'memory']));

  it('refuses a name that there is not', () => expect(() => chooseCases({ full: false, only: ['g2'] })).toThrow(/No case is called g2; there are g1-shaped/));
});
