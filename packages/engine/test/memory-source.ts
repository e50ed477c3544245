import type { Source } from '../src/source/source.js';
import type { Sources } from '../src/source/sources.js';

/** A source in memory whose bytes arrive in chunks of the sizes given, over and over. */
export function memorySource(bytes: Uint8Array, chunkSizes: readonly number[], uri = 'memory.csv'): Source {
  return {
    uri,
    size: bytes.length,
    etag: '"memory"',
    modified: new Date(0),
    assertUnchanged: () => Promise.resolve(),
    async *read({ start, end }) {
      for (let at = start, i = 0; at < end; i += 1) {
        const next = Math.min(end, at + (chunkSizes[i % chunkSizes.length] ?? 1));
        yield await Promise.resolve(bytes.subarray(at, next));
        at = next;
      }
    },
  };
}

/** Sources that know one table only, whatever it is called. */
export const oneSource = (source: Source): Sources => ({
  prepare: () => {},
  check: () => Promise.resolve([]),
  resolve: () => Promise.resolve([source]),
  list: () => Promise.resolve([source]),
  [Symbol.asyncDispose]: () => Promise.resolve(),
});
