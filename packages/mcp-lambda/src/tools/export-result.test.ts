import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openTestServer, type Called, type TestServer } from '../../test/test-server.js';

const ROWS = 3_000;
const csv = (rows: number): string => `id,name\n${Array.from({ length: rows }, (_, i) => `${i},name ${i}\n`).join('')}`;

let server: TestServer;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-export-'));
  server = await openTestServer({ services: { exportTo: join(folder, 'made', 'here') } });
  server.write('a.csv', csv(ROWS));
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

const save = (args: Record<string, unknown>): Promise<Called> => server.call('export_result', { sql: "FROM 'a.csv' ORDER BY id DESC", ...args });

function fileOf({ content }: Called): string {
  const link = content.find(({ type }) => type === 'resource_link');
  return fileURLToPath(link?.type === 'resource_link' ? link.uri : '');
}

describe('export_result', () => {
  it('writes every row, and tells count, size and hash of the file that it links to', async () => {
    const called = await save({ name: 'all of it' });
    const bytes = readFileSync(fileOf(called));
    expect(bytes.toString().split('\n').slice(0, 2)).toEqual(['id,name', '2999,name 2999']);
    expect(called.text).toContain(`Wrote 3,000 rows, ${(bytes.length / 1e3).toPrecision(3)} kB (${bytes.length} bytes) as csv to `);
    expect(called.text).toContain(`SHA-256: ${createHash('sha256').update(bytes).digest('hex')}`);
    expect(called.content[1]).toMatchObject({ mimeType: 'text/csv', size: bytes.length, name: expect.stringMatching(/^all of it-[0-9a-f]{8}\.csv$/) });
  });

  it.each([
    ['jsonl', '{"id":2999,'],
    ['parquet', 'PAR1'],
  ])('writes %s', async (format, start) => {
    expect(readFileSync(fileOf(await save({ format }))).toString('latin1').startsWith(start)).toBe(true);
  });

  it('writes the whole result that a cursor belongs to, and refuses when the file has changed', async () => {
    const page = await server.call('query', { sql: "SELECT name FROM 'a.csv'", max_rows: 10 });
    const cursor = /cursor (\S+) alone/.exec(page.text)?.[1];
    expect((await save({ sql: undefined, cursor })).text).toContain('Wrote 3,000 rows');
    server.write('a.csv', csv(ROWS + 1));
    const files = readdirSync(join(folder, 'made', 'here')).length;
    expect((await save({ sql: undefined, cursor })).text).toMatch(/^SOURCE_CHANGED: /);
    expect(readdirSync(join(folder, 'made', 'here'))).toHaveLength(files);
  });

  it('overwrites nothing', async () => {
    const [one, two] = [await save({ name: 'same' }), await save({ name: 'same' })];
    expect(fileOf(one)).not.toBe(fileOf(two));
  });

  it.each(['../up', 'a/b', '', '.hidden', 'x'.repeat(81), 'a\0b'])('refuses to call a file %j', async (name) => {
    expect((await save({ name })).text).toMatch(/^INPUT: .*name: /);
  });

  it.each<[Record<string, unknown>, RegExp]>([
    [{ sql: 'DROP TABLE a' }, /^SQL_REFUSED: /],
    [{ sql: "COPY (SELECT 1) TO '/tmp/x.csv'" }, /^SQL_REFUSED: /],
    [{ sql: undefined }, /^INPUT: There is neither sql nor a cursor/],
  ])('refuses %j', async (args, problem) => {
    expect((await save(args)).text).toMatch(problem);
  });

  it('is not there where nothing may be written', async () => {
    await using other = await openTestServer();
    const { tools } = await other.client.listTools();
    expect(tools.map(({ name }) => name)).not.toContain('export_result');
  });
});
