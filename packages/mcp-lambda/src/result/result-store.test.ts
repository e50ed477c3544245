import { describe, expect, it } from '@jest/globals';
import { KeptRows } from './kept-rows.js';
import { ResultStore, type AnswerFacts, type KeptResult } from './result-store.js';

const result = (sql: string, rows: number): KeptResult => ({ question: { sql }, facts: {} as AnswerFacts, rows: new KeptRows(Array.from({ length: rows }, (_, i) => [i, 'some text'])), complete: true, cutCells: false });
const ROWS_BYTES = result('a', 1_000).rows.bytes;

describe('ResultStore', () => {
  it('keeps results up to its budget', () => {
    const store = new ResultStore(ROWS_BYTES * 3);
    store.put('a', result('a', 1_000));
    store.put('b', result('b', 1_000));
    expect(store.find('a')?.result?.rows.count).toBe(1_000);
    expect(store.find('b')?.result?.rows.count).toBe(1_000);
  });

  it('drops the rows of the least recently used result first, and keeps its question', () => {
    const store = new ResultStore(ROWS_BYTES * 2.5);
    store.put('a', result('a', 1_000));
    store.put('b', result('b', 1_000));
    store.find('a');
    store.put('c', result('c', 1_000));
    expect(store.find('b')).toEqual({ question: { sql: 'b' }, result: undefined });
    expect(store.find('a')?.result).toBeDefined();
    expect(store.bytes).toBeLessThanOrEqual(ROWS_BYTES * 2.5);
  });

  it('forgets questions too when they alone pass the budget', () => {
    const store = new ResultStore(10_000);
    for (let i = 0; i < 20; i += 1) store.put(String(i), result(`${i}${' '.repeat(1_000)}`, 1));
    expect(store.bytes).toBeLessThanOrEqual(10_000);
    expect(store.find('0')).toBeUndefined();
    expect(store.find('19')).toBeDefined();
  });

  it('counts a result once that is put twice', () => {
    const store = new ResultStore(ROWS_BYTES * 10);
    store.put('a', result('a', 1_000));
    const { bytes } = store;
    store.put('a', result('a', 1_000));
    expect(store.bytes).toBe(bytes);
  });

  it('remembers a thousand questions at most', () => {
    const store = new ResultStore(1e9);
    for (let i = 0; i <= 1_000; i += 1) store.put(String(i), result(String(i), 1));
    expect(store.find('0')).toBeUndefined();
    expect(store.find('1')).toBeDefined();
  });
});
