import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chmod, mkdtemp, readdir, readFile, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mergeFile } from './merge-file.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-config-'));
});
afterEach(() => rm(folder, { recursive: true }));

const ENTRY = { command: 'node', args: ['cli.js', 'https://x.example/mcp'] };
const merge = (file: string, name = 'new') => mergeFile(file, { property: 'mcpServers', name, entry: ENTRY, now: new Date('2026-11-25T10:00:00.123Z') });

describe('mergeFile', () => {
  it('makes the file and its folder where there is none, for its owner alone', async () => {
    const file = join(folder, 'deep', 'mcp.json');
    expect(await merge(file)).toEqual({ path: file, replaced: false });
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ mcpServers: { new: ENTRY } });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('keeps comments, other servers and other settings, and a backup of the file', async () => {
    const file = join(folder, 'mcp.json');
    const before = '{\n  // mine\n  "theme": "dark",\n  "mcpServers": {\n    "other": { "command": "x" }\n  }\n}\n';
    await writeFile(file, before);
    await chmod(file, 0o644);
    const { backup = '' } = await merge(file);
    expect(backup).toBe(`${file}.20261125100000123.bak`);
    expect(await readFile(backup, 'utf8')).toBe(before);
    const after = await readFile(file, 'utf8');
    expect(after).toContain('// mine');
    expect(JSON.parse(after.replace('// mine', ''))).toEqual({ theme: 'dark', mcpServers: { other: { command: 'x' }, new: ENTRY } });
    expect((await stat(file)).mode & 0o777).toBe(0o644);
  });

  it('replaces a server of the same name, and says so', async () => {
    const file = join(folder, 'mcp.json');
    await writeFile(file, '{"mcpServers":{"new":{"command":"old"}}}');
    expect((await merge(file)).replaced).toBe(true);
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ mcpServers: { new: ENTRY } });
  });

  it('writes through a symbolic link', async () => {
    const file = join(folder, 'mcp.json');
    await writeFile(join(folder, 'real.json'), '{}');
    await symlink(join(folder, 'real.json'), file);
    await merge(file);
    expect(await readlink(file)).toBe(join(folder, 'real.json'));
    expect(JSON.parse(await readFile(join(folder, 'real.json'), 'utf8'))).toEqual({ mcpServers: { new: ENTRY } });
  });

  it.each([
    ['{"mcpServers": [', 'is not valid JSON (line 1'],
    ['{\n  "a": 1\n  "b": 2\n}', 'is not valid JSON (line 3'],
    ['[]', 'holds no object of mcpServers'],
    ['{"mcpServers": []}', 'holds no object of mcpServers'],
  ])('changes nothing in a file that it does not understand: %j', async (text, message) => {
    const file = join(folder, 'mcp.json');
    await writeFile(file, text);
    await expect(merge(file)).rejects.toThrow(message);
    expect(await readFile(file, 'utf8')).toBe(text);
    expect(await readdir(folder)).toEqual(['mcp.json']);
  });
});
