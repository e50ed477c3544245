import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalProvider } from './local-provider.js';
import type { Source, SourceProvider } from './source.js';

let base: string;
let root: string;
let provider: SourceProvider;
const signal = new AbortController().signal;

beforeAll(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), 'sluice-local-')));
  root = join(base, 'data');
  mkdirSync(join(root, 'sub'), { recursive: true });
  for (const name of ['b.csv', 'a.csv', 'sub/c.csv', 'notes.txt']) writeFileSync(join(root, name), `${name}\n1\n`);
  writeFileSync(join(base, 'secret.csv'), 'secret\n1\n');
  mkdirSync(join(base, 'bad'));
  symlinkSync(join(base, 'secret.csv'), join(base, 'bad', 'link.csv'));
  mkdirSync(join(base, 'pipes'));
  execFileSync('mkfifo', [join(base, 'pipes', 'fifo.csv')]);
  provider = createLocalProvider({ roots: [root, join(base, 'bad'), join(base, 'pipes')], maxObjects: 10 });
});
afterAll(() => rmSync(base, { recursive: true }));

const text = async (source: Source, start = 0, end = source.size): Promise<string> => {
  const parts: Uint8Array[] = [];
  for await (const chunk of source.read({ start, end }, signal)) parts.push(chunk);
  return Buffer.concat(parts).toString();
};

describe('a local file', () => {
  it('gives exactly the range asked for', async () => {
    const source = await provider.open(join(root, 'a.csv'), signal);
    expect(await text(source)).toBe('a.csv\n1\n');
    expect(await text(source, 2, 5)).toBe('csv');
    expect(await text(source, 7, 8)).toBe('\n');
    expect(await text(source, 3, 3)).toBe('');
  });

  it('is found by a name relative to a root', async () => {
    expect(await text(await provider.open('sub/c.csv', signal))).toContain('sub/c.csv');
  });

  it('is found by a file: URI', async () => {
    expect(await text(await provider.open(`file://${root}/a.csv`, signal))).toContain('a.csv');
  });

  it('that changes after it was opened is an error', async () => {
    const path = join(root, 'notes.txt');
    const source = await provider.open(path, signal);
    utimesSync(path, new Date(), new Date(Date.now() + 5000));
    await expect(text(source)).rejects.toMatchObject({ code: 'SOURCE_CHANGED' });
  });

  it.each([
    ['a missing file', 'nothing.csv', 'SOURCE_NOT_FOUND'],
    ['a file outside the roots', '{base}/secret.csv', 'SOURCE_NOT_ALLOWED'],
    ['a file outside the roots that is not there', '{base}/none.csv', 'SOURCE_NOT_ALLOWED'],
    ['a path that climbs out', '{root}/../secret.csv', 'SOURCE_NOT_ALLOWED'],
    ['a relative path that climbs out', '../secret.csv', 'SOURCE_NOT_ALLOWED'],
    ['a link that leads out', '{base}/bad/link.csv', 'SOURCE_NOT_ALLOWED'],
    ['a directory', '{root}/sub', 'SOURCE_UNSUPPORTED'],
    ['a FIFO', '{base}/pipes/fifo.csv', 'SOURCE_UNSUPPORTED'],
    ['a device', '/dev/null', 'SOURCE_NOT_ALLOWED'],
    ['another scheme', 'az://c/k.csv', 'SOURCE_UNSUPPORTED'],
  ])('refuses %s', async (_, name, code) => {
    const path = name.replace('{base}', base).replace('{root}', root);
    await expect(Promise.resolve().then(() => provider.open(path, signal))).rejects.toMatchObject({ code, hint: expect.any(String) });
  });
});

describe('a local glob', () => {
  it.each([
    ['{root}/*.csv', ['a.csv', 'b.csv']],
    ['{root}/**/*.csv', ['a.csv', 'b.csv', 'sub/c.csv']],
    ['*.csv', ['a.csv', 'b.csv']],
    ['sub/*.csv', ['sub/c.csv']],
    ['{root}/{a,b}.csv', ['a.csv', 'b.csv']],
    ['{root}/none*.csv', []],
  ])('%s gives the files that match, sorted', async (glob, names) => {
    const found = await provider.list(glob.replace('{root}', root), signal);
    expect(found.map(({ uri }) => uri)).toEqual(names.map((name) => join(root, name)));
  });

  it('that meets a link out of the roots is an error', async () => {
    await expect(provider.list(join(base, 'bad', '*.csv'), signal)).rejects.toMatchObject({ code: 'SOURCE_NOT_ALLOWED' });
  });

  it('that meets a FIFO is an error', async () => {
    await expect(provider.list(join(base, 'pipes', '*.csv'), signal)).rejects.toMatchObject({ code: 'SOURCE_UNSUPPORTED' });
  });

  it('outside the roots is refused', async () => {
    await expect(provider.list(join(base, '*.csv'), signal)).rejects.toMatchObject({ code: 'SOURCE_NOT_ALLOWED' });
  });

  it('that matches too many files is an error, never a cut list', async () => {
    const few = createLocalProvider({ roots: [root], maxObjects: 1 });
    await expect(few.list(join(root, '*.csv'), signal)).rejects.toMatchObject({ code: 'SCAN_LIMIT' });
  });
});
