import { describe, expect, it } from '@jest/globals';
import { columnsToCopy, type CopyCircumstances } from './copy-choice.js';

const choose = (more: Partial<CopyCircumstances>): number[] =>
  [...columnsToCopy({
    needed: new Set([1, 2]), copied: new Set(), columnCount: 6, scannedAgain: false, keeps: true, bytes: 1e8, maxBytes: 1e9, preview: false, misses: 0, ...more,
  })].sort();

describe('columnsToCopy', () => {
  it.each<[string, Partial<CopyCircumstances>, number[]]>([
    ['the few columns of a first question', {}, [1, 2]],
    ['one column where only rows are counted', { needed: new Set() }, [0]],
    ['nothing where a first question needs most columns', { needed: new Set([0, 1, 2, 3]) }, []],
    ['most columns where they are scanned again', { needed: new Set([0, 1, 2, 3]), scannedAgain: true }, [0, 1, 2, 3]],
    ['all columns from the second question on', { misses: 1 }, [0, 1, 2, 3, 4, 5]],
    ['what an older copy has besides', { needed: new Set([1]), copied: new Set([4]) }, [1, 4]],
    ['only what is needed of very many columns', { columnCount: 300, misses: 3, copied: new Set([7]) }, [1, 2, 7]],
    ['nothing of a small file', { bytes: 999_999 }, []],
    ['nothing for a preview', { preview: true, misses: 1 }, []],
    ['nothing when nothing is kept', { keeps: false, misses: 1 }, []],
    ['what is scanned again though nothing is kept', { keeps: false, scannedAgain: true }, [1, 2]],
    ['nothing that does not fit', { maxBytes: 2e7 }, []],
    ['the needed columns where not all fit', { maxBytes: 3e7, misses: 1 }, [1, 2]],
  ])('are %s', (_, circumstances, columns) => {
    expect(choose(circumstances)).toEqual(columns);
  });
});
