import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Source, SourceProvider } from '../src/source/source.js';

/** What a source's test brings: somewhere to put objects, and a provider that reads them. */
export interface SourcePlace extends AsyncDisposable {
  readonly provider: SourceProvider;
  /** Stores bytes and gives the URI that they are read by. */
  put(name: string, bytes: Uint8Array): Promise<string>;
  uriOf(name: string): string;
}

const never = new AbortController().signal;
const DATA = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 7 + (i >> 8)) % 251));

async function collect(source: Source, start: number, end: number, signal = never): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of source.read({ start, end }, signal)) parts.push(chunk);
  return Buffer.concat(parts);
}

/** The one suite that every source passes. */
export function describeSource(name: string, open: () => Promise<SourcePlace>): void {
  describe(`a source in ${name}`, () => {
    let place: SourcePlace;
    let source: Source;
    beforeAll(async () => {
      place = await open();
      source = await place.provider.open(await place.put('data.csv', DATA), never);
    });
    afterAll(() => place[Symbol.asyncDispose]() as Promise<void>);

    it('knows its size and version', () => {
      expect(source.size).toBe(DATA.length);
      expect(source.etag).not.toBe('');
      expect(Math.abs(source.modified.getTime() - Date.now())).toBeLessThan(600_000);
    });

    it.each([[0, 300_000], [0, 1], [299_999, 300_000], [1234, 234_567], [5, 5]])('gives exactly the bytes %i to %i', async (start, end) => {
      expect((await collect(source, start, end)).equals(DATA.subarray(start, end))).toBe(true);
    });

    it('gives several ranges at once', async () => {
      const ranges = Array.from({ length: 20 }, (_, i) => [i * 1000, i * 1000 + 5000] as const);
      const all = await Promise.all(ranges.map(([start, end]) => collect(source, start, end)));
      expect(all.every((bytes, i) => bytes.equals(DATA.subarray(...(ranges[i] ?? [0, 0]))))).toBe(true);
    });

    it('stops when it is aborted', async () => {
      const stop = new AbortController();
      const reading = (async () => {
        for await (const chunk of source.read({ start: 0, end: DATA.length }, stop.signal)) {
          if (chunk.length > 0) stop.abort();
        }
      })();
      await expect(reading).rejects.toBeDefined();
    });

    it('frees everything when the reader stops early', async () => {
      for await (const chunk of source.read({ start: 0, end: DATA.length }, never)) {
        expect(chunk.length).toBeGreaterThan(0);
        break;
      }
    });

    it('that is replaced while it is open is an error, never a mix', async () => {
      const uri = await place.put('changing.csv', DATA);
      const old = await place.provider.open(uri, never);
      await new Promise((resolve) => setTimeout(resolve, 20));
      await place.put('changing.csv', Buffer.concat([DATA, DATA]));
      await expect(collect(old, 0, old.size)).rejects.toMatchObject({ code: 'SOURCE_CHANGED' });
    });

    it('that is missing is an error with a next step', async () => {
      await expect(place.provider.open(place.uriOf('nothing.csv'), never)).rejects.toMatchObject({ code: 'SOURCE_NOT_FOUND', hint: expect.any(String) });
    });

    it('is listed by globs, sorted, and by nothing that does not match', async () => {
      for (const key of ['list/b.csv', 'list/a.csv', 'list/deep/c.csv', 'list/x.txt']) await place.put(key, Buffer.from('x'));
      const names = async (glob: string) => (await place.provider.list(place.uriOf(glob), never)).map(({ uri }) => uri);
      expect(await names('list/*.csv')).toEqual(['list/a.csv', 'list/b.csv'].map((key) => place.uriOf(key)));
      expect(await names('list/**/*.csv')).toEqual(['list/a.csv', 'list/b.csv', 'list/deep/c.csv'].map((key) => place.uriOf(key)));
      expect(await names('list/none*.csv')).toEqual([]);
    });
  });
}
