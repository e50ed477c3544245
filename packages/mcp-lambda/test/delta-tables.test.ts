import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { openTestServer, type TestServer } from './test-server.js';

/** Written by Spark. */
const TABLES = join(import.meta.dirname, '../../engine/test/delta/tables.json.gz');

let server: TestServer;
let table: string;
beforeAll(async () => {
  server = await openTestServer();
  const { files } = JSON.parse(gunzipSync(readFileSync(TABLES)).toString()) as { files: Record<string, string> };
  for (const [name, base64] of Object.entries(files).filter(([path]) => path.startsWith('vectors/'))) {
    mkdirSync(dirname(join(server.folder, name)), { recursive: true });
    server.write(name, Buffer.from(base64, 'base64'));
  }
  table = join(server.folder, 'vectors');
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

describe('a Delta table', () => {
  it('is described with its version, its size and a FROM clause that reads that version', async () => {
    const { text } = await server.call('inspect', { source: table, sample_rows: 1 });
    expect(text).toContain(`Delta table: ${table}, version 5`);
    expect(text).toContain('3 files');
    expect(text).toContain('6,663 rows');
    expect(text).toContain('id,BIGINT,yes,no\n');
    expect(text).toMatch(/First row:\n```csv\nid,g\n\d+,\d+\n```/);
    const from = /Read it with: (.*)/.exec(text)?.[1] ?? '';
    expect((await server.call('query', { sql: `SELECT count(*) AS n ${from}` })).text).toContain('n\n6663\n');
  });

  it('is paged through to its end, however many of its files a page takes', async () => {
    const pages: string[] = [];
    for (let cursor: string | undefined, more = true; more; ) {
      const { text } = await server.call('query', cursor === undefined ? { sql: `FROM '${table}'`, max_rows: 1000 } : { cursor, max_rows: 1000 });
      pages.push(...Array.from(text.matchAll(/^(\d+),\d+$/gm), ([, id]) => id ?? ''));
      cursor = /with cursor (\S+) alone/.exec(text)?.[1];
      more = cursor !== undefined;
    }
    expect(new Set(pages).size).toBe(6663);
    expect(pages).toHaveLength(6663);
  });

  it('is listed by the files of its version', async () => {
    expect((await server.call('list_files', { pattern: `${table}/` })).text).toMatch(/^3 files of 3/m);
    expect((await server.call('list_files', { pattern: `${table}@v1` })).text).toMatch(/^1 file of 1/m);
  });

  it('is profiled, validated, and compared with what it was', async () => {
    expect((await server.call('profile', { source: table, columns: ['id'] })).text).toContain('6,663');
    expect((await server.call('validate', { source: table, checks: [{ check: 'unique', columns: ['id'] }] })).text).toMatch(/pass/i);
    expect((await server.call('compare', { left: `${table}@v2`, right: table, key: ['id'] })).text).toMatch(/3,337 rows removed/);
  });
});
