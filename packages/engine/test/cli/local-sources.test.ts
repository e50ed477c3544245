import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { failureOf } from './run-query.js';
import { openWorkspace, type Workspace } from './workspace.js';

const HTML = '<!DOCTYPE html>\n<html><head><title>404 Not Found</title></head><body>Nothing here</body></html>\n';

let workspace: Workspace;
beforeAll(() => {
  workspace = openWorkspace();
  const { cwd } = workspace;
  const inFixtures = (name: string): Buffer => readFileSync(join(cwd, 'fixtures', name));
  workspace.write('empty.csv', '');
  workspace.write('page.csv', HTML);
  workspace.write('cut.csv.gz', gzipSync(inFixtures('airports.csv')).subarray(0, 40_000));
  workspace.write('cut.csv.zst', inFixtures('airports.csv.zst').subarray(0, 40_000));
  mkdirSync(join(cwd, 'data/folder.csv'));
  mkdirSync(join(cwd, 'private'));
  writeFileSync(join(cwd, 'private/secret.csv'), 'a,b\n1,2\n');
  symlinkSync('../private/secret.csv', join(cwd, 'data/link.csv'));
  execFileSync('mkfifo', [join(cwd, 'data/pipe.csv')]);
});
afterAll(() => {
  workspace[Symbol.dispose]();
});

describe('a source that cannot be read', () => {
  it.each([
    ['a missing file', 'missing.csv', 4, 'SOURCE_NOT_FOUND', /missing\.csv[^]*working directory/],
    ['a pattern that nothing matches', 'missing-*.csv', 4, 'SOURCE_NOT_FOUND', /missing-\*\.csv/],
    ['a directory', 'folder.csv', 4, 'SOURCE_UNSUPPORTED', /folder\.csv is a directory[^]*folder\.csv\/\*\.csv/],
    ['a FIFO', 'pipe.csv', 4, 'SOURCE_UNSUPPORTED', /pipe\.csv is a FIFO/],
    ['a device outside the roots', '/dev/zero', 3, 'SOURCE_NOT_ALLOWED', /\/dev\/zero[^]*--root/],
    ['a link out of the root', 'link.csv', 3, 'SOURCE_NOT_ALLOWED', /link\.csv[^]*--root/],
    ['a way out by ..', '../private/secret.csv', 3, 'SOURCE_NOT_ALLOWED', /\.\.\/private\/secret\.csv[^]*--root/],
    ['a file in no root', 'private/secret.csv', 3, 'SOURCE_NOT_ALLOWED', /private\/secret\.csv[^]*--root/],
    ['an empty file', 'empty.csv', 6, 'DATA_NOT_CSV', /empty\.csv is empty/],
    ['a web page', 'page.csv', 6, 'DATA_NOT_CSV', /HTML page/],
    ['a gzip file cut short', 'cut.csv.gz', 6, 'DATA_CORRUPT', /cut\.csv\.gz is damaged/],
    ['a zstd file cut short', 'cut.csv.zst', 6, 'DATA_CORRUPT', /cut\.csv\.zst is damaged/],
  ])('is named: %s', async (_, name, exitCode, code, message) => {
    const failure = await failureOf(workspace, [`SELECT count(*) FROM '${name}'`]);
    expect(failure).toMatchObject({ exitCode, code });
    expect(failure.text).toMatch(message);
  });

  it('is named when it is a device that the command line itself names', async () => {
    const failure = await failureOf(workspace, ['FROM t', '--table', 't=/dev/zero']);
    expect(failure).toMatchObject({ exitCode: 4, code: 'SOURCE_UNSUPPORTED', text: expect.stringContaining('/dev/zero is a device') });
  });

  it('is named when its content is something else than CSV', async () => {
    expect((await failureOf(workspace, ["FROM 'page.csv'"])).text).toContain('page.csv');
  });

  it('is a directory, not an alias that somebody forgot', async () => {
    const failure = await failureOf(workspace, ["FROM 'fixtures'", '--root', '.']);
    expect(failure).toMatchObject({ exitCode: 4, code: 'SOURCE_UNSUPPORTED', text: expect.stringContaining('fixtures is a directory') });
  });
});
