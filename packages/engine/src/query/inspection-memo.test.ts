import { describe, expect, it } from '@jest/globals';
import type { Inspected } from '../inspect/inspected.js';
import type { Source } from '../source/source.js';
import { InspectionMemo } from './inspection-memo.js';

const source = { uri: 's3://b/k.csv', etag: '"1"', size: 10 } as Source;
const inspected = { parser: 'duckdb' } as Inspected;
const { signal } = new AbortController();

describe('InspectionMemo', () => {
  it('looks once for all that ask at the same time', async () => {
    const memo = new InspectionMemo();
    let looks = 0;
    const look = async (): Promise<Inspected> => {
      looks += 1;
      return await Promise.resolve(inspected);
    };
    const found = await Promise.all([1, 2, 3].map(() => memo.inspect(source, {}, { fresh: false, look, signal })));
    expect(looks).toBe(1);
    expect(found.map(({ inspected: { parser } }) => parser)).toEqual(['duckdb', 'duckdb', 'duckdb']);
  });

  it('looks anew when the one that looked has failed', async () => {
    const memo = new InspectionMemo();
    const failing = memo.inspect(source, {}, { fresh: false, look: () => Promise.reject(new Error('cancelled')), signal });
    const waiting = memo.inspect(source, {}, { fresh: false, look: () => Promise.resolve(inspected), signal });
    await expect(failing).rejects.toThrow('cancelled');
    await expect(waiting).resolves.toMatchObject({ inspected: { parser: 'duckdb' } });
  });

  it('lets who waits be cancelled', async () => {
    const memo = new InspectionMemo();
    const cancel = new AbortController();
    void memo.inspect(source, {}, { fresh: false, look: () => new Promise(() => {}), signal });
    const waiting = memo.inspect(source, {}, { fresh: false, look: () => Promise.resolve(inspected), signal: cancel.signal });
    cancel.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
  });
});
