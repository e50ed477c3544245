import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { openTestServer, type TestServer } from '../../test/test-server.js';

let server: TestServer;

beforeAll(async () => {
  server = await openTestServer();
  server.write('semi.csv', Buffer.from('# made by hand\nname;price\nJos\u00e9;1,50\nAnn;2,75\n', 'latin1'));
  server.write('m-1.csv', 'id,amount\n1,10\n2,20\n');
  server.write('m-2.csv', 'id,amount\n3,30\n');
  server.write('m-3.csv', 'id,amount,currency\n4,40,EUR\n');
  server.write('late.csv', `n\n${Array.from({ length: 60_000 }, (_, i) => `${i}\n`).join('')}12.75\n${Array.from({ length: 60_000 }, (_, i) => `${i}\n`).join('')}`);
  server.write('wide.csv', `${Array.from({ length: 3_000 }, (_, i) => `column number ${i}`).join(',')}\n${Array.from({ length: 3_000 }, (_, i) => i).join(',')}\n`);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

const inspect = (args: Record<string, unknown>) => server.call('inspect', args);

describe('inspect', () => {
  it('verifies more columns than one scan could hold', async () => {
    server.write('columns.csv', `${Array.from({ length: 450 }, (_, i) => `c${i}`).join(',')}\n${Array.from({ length: 450 }, (_, i) => i).join(',')}\n`);
    expect((await inspect({ source: join(server.folder, 'columns.csv'), verify: true })).text).toContain('Verified: all 1 rows were read');
  });

  it('tells dialect, encoding, columns, rows, and a FROM clause that reads the file so', async () => {
    const { text } = await inspect({ source: join(server.folder, 'semi.csv') });
    expect(text).toMatch(/Dialect: delimiter ";".*windows-1252|iso-8859-1|latin1/);
    expect(text).toContain('name,VARCHAR,no,José | Ann');
    expect(text).toContain('2 rows');
    const from = /Read it with: (.*)/.exec(text)?.[1] ?? '';
    expect((await server.call('query', { sql: `SELECT sum(price) AS total ${from}` })).text).toContain('total\n4.25\n');
  });

  it('shows the first rows, or none', async () => {
    const source = join(server.folder, 'm-1.csv');
    expect((await inspect({ source, sample_rows: 1 })).text).toContain('id,amount\n1,10\n```');
    expect((await inspect({ source, sample_rows: 0 })).text).not.toContain('1,10');
  });

  it('groups files by their columns', async () => {
    const { text } = await inspect({ source: join(server.folder, 'm-*.csv') });
    expect(text).toMatch(/\n3 files in 2 groups with different columns\.\n2 files with the same columns: .*m-1\.csv, .*m-2\.csv\n/);
    expect(text).toContain('currency,VARCHAR');
  });

  it('takes a list, and reading options', async () => {
    const source = ['m-1.csv', 'm-2.csv'].map((name) => join(server.folder, name));
    expect((await inspect({ source, reading: { all_varchar: true } })).text).toContain('amount,VARCHAR');
  });

  it('finds with verify what samples miss', async () => {
    const source = join(server.folder, 'late.csv');
    expect((await inspect({ source, sample_rows: 0 })).text).toContain('n,BIGINT');
    const { text } = await inspect({ source, sample_rows: 0, verify: true });
    expect(text).toMatch(/Verified: all 120,001 rows were read.*\nWarning COLUMN_RETYPED: Column "n" holds "12\.75"/);
  });

  it('stays within its characters for a very wide file', async () => {
    const { text } = await inspect({ source: join(server.folder, 'wide.csv') });
    expect(text.length).toBeLessThanOrEqual(40_000);
    expect(text).toMatch(/the first \d+ of 3000/);
  });
});
