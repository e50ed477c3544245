import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createFeed } from './create-feed.js';
import type { FeedInput, FeedKind, FeedOptions } from './feed.js';

let folder: string;
let stop: AbortController;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-feed-'));
  stop = new AbortController();
});
afterEach(() => rmSync(folder, { recursive: true }));

const options = (kind: FeedKind, more: Partial<FeedOptions> = {}): FeedOptions => ({
  kind, folder, threads: 2, segmentBytes: 1000, maxTempBytes: 1e6, signal: stop.signal, ...more,
});

const input = (text: string, chunkBytes: number, more: Partial<FeedInput> = {}): FeedInput => ({
  uri: 'test.csv',
  expectedBytes: text.length,
  framing: { delimiter: 44, quote: 34, escape: 'doubled', newline: '\n' },
  async *open() {
    const bytes = Buffer.from(text);
    for (let i = 0; i < bytes.length; i += chunkBytes) yield await Promise.resolve(bytes.subarray(i, i + chunkBytes));
  },
  ...more,
});

const records = (n: number): string => Array.from({ length: n }, (_, i) => `${i},"a\nb ""${i}"""\n`).join('');

/** Reads pipes as DuckDB does: in order, several at once. */
async function readAll(paths: readonly string[], readers: number): Promise<string[]> {
  const results: string[] = [];
  const queue = paths.entries();
  const read = async (): Promise<void> => {
    for (const [i, path] of queue) results[i] = await readFile(path, 'utf8');
  };
  await Promise.all(Array.from({ length: readers }, read));
  return results;
}

describe.each(['pipes', 'files'] as const)('a feed through %s', (kind) => {
  it.each([1, 7, 100, 5000])('gives every byte in order, whatever the chunks (%i bytes)', async (chunkBytes) => {
    const text = records(500);
    const small = records(3);
    await using feed = await createFeed([input(text, chunkBytes), input('', 1), input(small, 2)], options(kind));
    await feed.start();
    const parts = await readAll(feed.paths.flat(), 2);
    await feed.stop();
    expect(feed.failure).toBeUndefined();
    expect(parts.join('')).toBe(text + small);
  });

  it('leaves nothing behind', async () => {
    {
      await using feed = await createFeed([input(records(10), 10)], options(kind));
      await feed.start();
    }
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('a feed through pipes', () => {
  it('begins every segment at a record', async () => {
    await using feed = await createFeed([input(records(2000), 777)], options('pipes'));
    await feed.start();
    const parts = (await readAll(feed.paths.flat(), 2)).filter((part) => part !== '');
    expect(parts.length).toBeGreaterThan(20);
    for (const part of parts) expect(part).toMatch(/^\d+,"a\n[^]*"\n$/);
  });

  it('takes no more from the source than the budget while nobody reads', async () => {
    let taken = 0;
    const endless = input('', 1, {
      expectedBytes: 1e6,
      async *open() {
        for (let i = 0; i < 10_000; i += 1) {
          taken += 100;
          yield await Promise.resolve(Buffer.from(`${'x'.repeat(99)}\n`));
        }
      },
    });
    await using feed = await createFeed([endless], options('pipes'));
    await feed.start();
    await sleep(100);
    expect(taken).toBeLessThan(5000);
  });

  it('tells a broken source, and lets readers that wait go', async () => {
    const broken = input('', 1, {
      expectedBytes: 10_000,
      async *open() {
        yield await Promise.resolve(Buffer.from('1,2\n'));
        throw new Error('the cable was pulled');
      },
    });
    await using feed = await createFeed([broken], options('pipes'));
    await feed.start();
    await readAll(feed.paths.flat(), 2);
    await feed.stop();
    expect(feed.failure?.message).toContain('the cable was pulled');
  });

  it('lets readers of every pipe go when it is cancelled, once all have come', async () => {
    const silent = input('', 1, {
      expectedBytes: 10_000,
      async *open(signal) {
        yield Buffer.from('1,2\n');
        await sleep(60_000, undefined, { signal });
      },
    });
    await using feed = await createFeed([silent], options('pipes'));
    await feed.start();
    const reading = readAll(feed.paths.flat(), 4);
    await sleep(50);
    stop.abort();
    await reading;
    await feed.stop();
    expect(feed.failure).toBeUndefined();
  });

  it.each([1, 2, 3])('gives inputs of many segments to %i readers, though the next inputs are read ahead', async (readers) => {
    const texts = [records(400), records(300), records(2), '', records(500)];
    await using feed = await createFeed(texts.map((text) => input(text, 300)), options('pipes', { threads: readers }));
    await feed.start();
    const parts = await readAll(feed.paths.flat(), readers);
    await feed.stop();
    expect(feed.failure).toBeUndefined();
    expect(parts.join('')).toBe(texts.join(''));
  });

  it('reads small inputs ahead, as many at once as fit', async () => {
    let open = 0;
    let most = 0;
    const small = (): FeedInput =>
      input('1,2\n', 4, {
        async *open() {
          most = Math.max(most, (open += 1));
          yield await sleep(5, Buffer.from('1,2\n'));
          open -= 1;
        },
      });
    await using feed = await createFeed(Array.from({ length: 100 }, small), options('pipes'));
    await feed.start();
    expect((await readAll(feed.paths.flat(), 2)).join('')).toBe('1,2\n'.repeat(100));
    await feed.stop();
    expect(most).toBe(16);
  });

  it('lets readers that wait go when it is cancelled', async () => {
    const silent = input('', 1, {
      expectedBytes: 10_000,
      // eslint-disable-next-line require-yield
      async *open(signal) {
        await sleep(60_000, undefined, { signal });
      },
    });
    await using feed = await createFeed([silent], options('pipes'));
    await feed.start();
    const reading = readAll(feed.paths.flat(), 2);
    stop.abort();
    expect((await reading).join('')).toBe('');
    await feed.stop();
  });
});
