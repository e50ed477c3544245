import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CopyStore } from './copy-store.js';

let base: string;
let folder: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'sluice-copies-'));
  folder = join(base, 'copies');
});
afterEach(() => rmSync(base, { recursive: true }));

const open = (maxBytes = 1e6): CopyStore => new CopyStore({ folder, maxBytes });
const columns = new Map([['k1c0', 'verified'] as const]);

/** @param agedMs how long ago it was used last */
function keep(store: CopyStore, key: string, bytes: number, agedMs = 0): string {
  const draft = store.draft(key);
  writeFileSync(draft, Buffer.alloc(bytes));
  const { path } = store.keep(key, draft, columns);
  const used = new Date(Date.now() - agedMs);
  utimesSync(join(folder, `${key}.json`), used, used);
  return path;
}

describe('CopyStore', () => {
  it('makes its folder for its owner alone', () => {
    open();
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  it('finds what was kept, from another store over the same folder too', () => {
    const path = keep(open(), 'a1', 10);
    expect(open().find('a1')).toEqual({ path, bytes: 10, columns });
    expect(open().find('b2')).toBeUndefined();
  });

  it('does not find a draft that was never finished', () => {
    const store = open();
    writeFileSync(store.draft('a1'), 'half');
    expect(store.find('a1')).toBeUndefined();
  });

  it.each([
    ['a copy that is shorter than its note says', (path: string) => truncateSync(path, 3)],
    ['a copy that is gone', (path: string) => rmSync(path)],
    ['half a note', () => writeFileSync(join(folder, 'a1.json'), '{"version": 1, "fi')],
    ['a note of another version', () => writeFileSync(join(folder, 'a1.json'), '{"version": 2}')],
  ])('does not find %s', (_, harm) => {
    harm(keep(open(), 'a1', 10));
    expect(open().find('a1')).toBeUndefined();
  });

  it('removes the copy that a new one replaces', () => {
    const store = open();
    const old = keep(store, 'a1', 10);
    const path = keep(store, 'a1', 20);
    expect([existsSync(old), store.find('a1')?.path]).toEqual([false, path]);
  });

  it('removes the least recently used copies once they do not fit', () => {
    const store = open(100);
    keep(store, 'a1', 40, 3000);
    keep(store, 'b2', 40, 2000);
    store.find('a1');
    keep(store, 'c3', 40);
    expect(['a1', 'b2', 'c3'].map((key) => store.find(key) !== undefined)).toEqual([true, false, true]);
  });

  it('spares the copy that was just made', () => {
    const store = open(100);
    keep(store, 'a1', 500);
    expect(store.find('a1')?.bytes).toBe(500);
  });

  it('removes drafts of the dead, and leaves those that may still be written', () => {
    const store = open();
    const [dead, alive] = [store.draft('d4'), store.draft('e5')];
    for (const path of [dead, alive]) writeFileSync(path, 'half');
    utimesSync(dead, new Date(0), new Date(0));
    keep(store, 'a1', 10);
    expect([existsSync(dead), existsSync(alive)]).toEqual([false, true]);
  });

  it('forgets on request', () => {
    const store = open();
    keep(store, 'a1', 10);
    store.forget('a1');
    expect([store.find('a1'), readdirSync(folder).filter((name) => name.endsWith('.json'))]).toEqual([undefined, []]);
  });
});
