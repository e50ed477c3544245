import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findVersitygw } from './find-versitygw.js';
import { startVersityGateway } from './versity-gateway.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-find-'));
});

afterEach(() => rm(folder, { recursive: true }));

/** An executable of this name that runs the given JavaScript. */
async function script(name: string, source: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, `#!${process.execPath}\n${source}`);
  await chmod(path, 0o755);
  return path;
}

describe('findVersitygw', () => {
  it('takes the binary that the environment names', async () => {
    await expect(findVersitygw({ SLUICE_VERSITYGW: process.execPath })).resolves.toBe(process.execPath);
  });

  it('says so when the environment names none', async () => {
    await expect(findVersitygw({ SLUICE_VERSITYGW: join(folder, 'none') })).rejects.toThrow('SLUICE_VERSITYGW names');
  });

  it('takes the one in the cache without asking Go', async () => {
    await mkdir(join(folder, 'sluice'));
    const cached = await script('sluice/versitygw-v1.8.0', '');
    await expect(findVersitygw({ XDG_CACHE_HOME: folder, PATH: '' })).resolves.toBe(cached);
  });

  it('builds one with Go and keeps it', async () => {
    await script('go', `require('fs').writeFileSync(process.env.GOBIN + '/versitygw', process.argv.join(' '), { mode: 0o755 })`);
    const env = { XDG_CACHE_HOME: folder, PATH: folder };
    await expect(findVersitygw(env)).resolves.toBe(join(folder, 'sluice', 'versitygw-v1.8.0'));
    await expect(readdir(join(folder, 'sluice'))).resolves.toEqual(['versitygw-v1.8.0']);
  });

  it('tells what to install where Go is missing', async () => {
    await expect(findVersitygw({ XDG_CACHE_HOME: folder, PATH: folder })).rejects.toThrow(/need versitygw. Install Go/);
    await expect(readdir(join(folder, 'sluice'))).resolves.toEqual([]);
  });

  it('passes on why Go failed, and keeps nothing', async () => {
    await script('go', `console.error('no route to host'); process.exit(1)`);
    await expect(findVersitygw({ XDG_CACHE_HOME: folder, PATH: folder })).rejects.toThrow(/failed \(1\):\nno route to host/);
    await expect(readdir(join(folder, 'sluice'))).resolves.toEqual([]);
  });
});

describe('startVersityGateway', () => {
  it('fails with the reason where the gateway ends at once', async () => {
    const binary = await script('gateway', `console.error('no extended attributes'); process.exit(3)`);
    const start = startVersityGateway({ rootDir: folder, env: { SLUICE_VERSITYGW: binary } });
    await expect(start).rejects.toThrow(/ended at once \(3\):\nno extended attributes/);
  });
});
