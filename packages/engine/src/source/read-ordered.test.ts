import { describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { readOrdered, type FillPart } from './read-ordered.js';
import type { ByteRange } from './source.js';

const DATA = Buffer.from(Array.from({ length: 1000 }, (_, i) => i % 251));
const never = new AbortController().signal;

async function* partOf({ start, end }: ByteRange): AsyncGenerator<Uint8Array> {
  await sleep(Math.random() * 5);
  for (let i = start; i < end; i += 7) yield DATA.subarray(i, Math.min(i + 7, end));
}

/** Fills a part with what a generator gives. */
const filledBy =
  (part: (range: ByteRange, signal: AbortSignal) => AsyncIterable<Uint8Array>): FillPart =>
  async (range, { bytes, onFilled }, signal) => {
    let filled = 0;
    for await (const chunk of part(range, signal)) {
      bytes.set(chunk, filled);
      onFilled((filled += chunk.length));
    }
  };

const collect = async (chunks: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const all: Uint8Array[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
};

describe('readOrdered', () => {
  it.each([[0, 1000, 100, 3], [13, 999, 64, 8], [5, 6, 100, 4], [0, 0, 100, 4], [0, 1000, 1000, 1]])(
    'gives the bytes %i to %i in order with parts of %i, %i at once',
    async (start, end, partBytes, concurrency) => {
      const got = await collect(readOrdered({ start, end }, filledBy(partOf), { partBytes, concurrency, signal: never }));
      expect(got.equals(DATA.subarray(start, end))).toBe(true);
    },
  );

  it('never has more parts in flight than asked for', async () => {
    let open = 0;
    let most = 0;
    const counted = async function* (range: ByteRange) {
      most = Math.max(most, (open += 1));
      yield* partOf(range);
      open -= 1;
    };
    await collect(readOrdered({ start: 0, end: 1000 }, filledBy(counted), { partBytes: 10, concurrency: 4, signal: never }));
    expect(most).toBe(4);
  });

  it('fails with the error of the part that broke, after the bytes before it', async () => {
    const broken = async function* (range: ByteRange) {
      if (range.start === 300) throw new Error('part 300');
      yield* partOf(range);
    };
    let bytes = 0;
    const read = async (): Promise<void> => {
      for await (const chunk of readOrdered({ start: 0, end: 1000 }, filledBy(broken), { partBytes: 100, concurrency: 4, signal: never })) {
        bytes += chunk.length;
      }
    };
    await expect(read()).rejects.toThrow('part 300');
    expect(bytes).toBe(300);
  });

  it('aborts the parts in flight when the consumer stops', async () => {
    const aborted: number[] = [];
    const slow = async function* (range: ByteRange, signal: AbortSignal) {
      signal.addEventListener('abort', () => aborted.push(range.start));
      yield DATA.subarray(range.start, range.end);
      await sleep(50, undefined, { signal }).catch(() => {});
    };
    for await (const chunk of readOrdered({ start: 0, end: 1000 }, filledBy(slow), { partBytes: 100, concurrency: 3, signal: never })) {
      expect(chunk.length).toBe(100);
      break;
    }
    expect(aborted.sort()).toEqual([0, 100, 200]);
  });
});
