import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestServer, type TestServer } from '../../test/test-server.js';

let server: TestServer;

beforeAll(async () => {
  server = await openTestServer();
  server.write('old.csv', 'id,name,price,seen\n1,a,1.50,x\n2,b,2,x\n3,c,3,x\n');
  server.write('new.csv', 'id,name,price,stock,seen\n1,a,1.5,9,y\n2,B,2.004,9,y\n4,d,4,9,y\n');
  const rows = (mark: string): string => Array.from({ length: 2_000 }, (_, i) => `${i},${mark}${'text '.repeat(40)}\n`).join('');
  server.write('long-a.csv', `id,note\n${rows('a')}`);
  server.write('long-b.csv', `id,note\n${rows('b')}`);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

const compare = (args: Record<string, unknown>) => server.call('compare', { left: 'old.csv', right: 'new.csv', ...args });

describe('compare', () => {
  it('counts what differs, with examples', async () => {
    const { text } = await compare({ key: ['id'], ignore: ['seen'] });
    expect(text).toMatch(/\ndifferent: 1 column only right, 1 row added, 1 row removed, 1 row changed, 1 row the same\n/);
    expect(text).toContain('| changed | 2 | name | b | B |');
    expect(text).toMatch(/\nSources: old\.csv .*new\.csv/);
  });

  it('takes close numbers for equal when told to', async () => {
    const within = await compare({ key: ['id'], ignore: ['seen', 'name'], tolerance: 0.01, mode: 'rows' });
    expect(within.text).toContain('1 row added, 1 row removed, 2 rows the same');
  });

  it('compares columns alone', async () => {
    const { text } = await compare({ mode: 'schema' });
    expect(text).toMatch(/\ndifferent: 1 column only right\n/);
    expect(text).not.toContain('### Rows');
  });

  it('names columns that could be a key when none is given', async () => {
    expect((await compare({})).text).toMatch(/^USAGE: .*\nNext: Unique on both sides: "id"/);
  });

  it('says so in one line when nothing differs', async () => {
    expect((await compare({ right: 'old.csv', mode: 'schema' })).text).toMatch(/\nequal\nSources: /);
  });

  it('stays within its characters, and says what to ask for', async () => {
    const { text } = await compare({ left: 'long-a.csv', right: 'long-b.csv', key: ['id'], samples: 100 });
    expect(text.length).toBeLessThanOrEqual(40_000);
    expect(text).toMatch(/lines do not fit: ask for fewer samples/);
  });
});
