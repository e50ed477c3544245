import { describe, expect, it } from '@jest/globals';
import { DATA_SETS, findDataSet } from './data-sets.js';

describe('DATA_SETS', () => {
  it('write no object twice', () => {
    const keys = DATA_SETS.flatMap(({ keys: plain, packed }) => [...plain, ...Object.values(packed ?? {}).flat()]);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it.each(DATA_SETS)('$name writes every object that it promises', ({ keys, statements }) => {
    const written = statements('/folder').join('\n');
    expect(keys.filter((key) => !written.includes(`TO '/folder/${key}'`))).toEqual([]);
  });

  it('have no random numbers: the same data everywhere', () => {
    expect(DATA_SETS.flatMap(({ statements }) => statements('')).filter((sql) => /random|uuid|now\(/i.test(sql))).toEqual([]);
  });
});

describe('findDataSet', () => {
  it('refuses a name that there is not', () => expect(() => findDataSet('g2')).toThrow(/No data set is called g2; there are g1,/));
});
