import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { KeptRows } from './kept-rows.js';

describe('KeptRows', () => {
  const cell = fc.oneof(fc.constant(null), fc.boolean(), fc.integer(), fc.string({ unit: 'grapheme' }), fc.constantFrom('\n', '\r\n', '\u2028', '9007199254740993'));
  const rows = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 30 });

  it('gives back any stretch of rows as they were', () => {
    fc.assert(fc.property(rows, fc.nat(35), fc.nat(35), (all, start, end) => {
      expect(new KeptRows(all).slice(start, end)).toEqual(all.slice(start, end));
    }));
  });

  it('counts rows, of which there may be none', () => {
    fc.assert(fc.property(rows, (all) => {
      expect(new KeptRows(all).count).toBe(all.length);
    }));
  });

  it('tells equal beginnings from others', () => {
    const kept = new KeptRows([[1], [2], [3]]);
    expect(kept.fingerprint(2)).toEqual(new KeptRows([[1], [2], [9], [10]]).fingerprint(2));
    expect(kept.fingerprint(2)).not.toEqual(new KeptRows([[2], [1], [3]]).fingerprint(2));
    expect(kept.fingerprint(2)).not.toEqual(kept.fingerprint(3));
  });
});
