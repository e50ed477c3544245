import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openServices } from '../server/open-services.js';
import { callTool, connect, openTestServer, type Called, type TestServer } from '../../test/test-server.js';

const ROWS = 5_500;
const csv = (rows: number): string => `id,name\n${Array.from({ length: rows }, (_, i) => `${i},name ${i}\n`).join('')}`;

let server: TestServer;
let file: string;

beforeEach(async () => {
  server = await openTestServer();
  file = server.write('a.csv', csv(ROWS));
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
});

const query = (args: Record<string, unknown>): Promise<Called> => server.call('query', args);
const cursorOf = ({ text }: Called): string => /cursor (\S+) alone/.exec(text)?.[1] ?? '';
const idsOf = ({ text }: Called): number[] => Array.from(text.matchAll(/^(\d+),name/gm), ([, id]) => Number(id));
const ask = () => ({ sql: 'FROM t', tables: { t: file }, max_rows: 1_000 });

/** Counts the questions that reach the engine. */
function countQuestions(): () => number {
  let count = 0;
  const { engine } = server.services;
  const asked = engine.query.bind(engine);
  engine.query = (...args) => {
    count += 1;
    return asked(...args);
  };
  return () => count;
}

describe('paging', () => {
  it('gives every row once and in order, and says when the last page is there', async () => {
    const ids: number[] = [];
    let page = await query(ask());
    for (;;) {
      ids.push(...idsOf(page));
      if (cursorOf(page) === '') break;
      page = await query({ cursor: cursorOf(page), max_rows: 1_000 });
    }
    expect(ids).toEqual(Array.from({ length: ROWS }, (_, i) => i));
    expect(page.text).toContain(`of 5,500. This is the last page.`);
  });

  it('asks the engine once for the beginning and once for all the rest', async () => {
    const asked = countQuestions();
    let page = await query(ask());
    for (; cursorOf(page) !== ''; page = await query({ cursor: cursorOf(page), max_rows: 500 })) expect(page.isError).toBe(false);
    expect(asked()).toBe(2);
  });

  it('gives the same page for the same cursor', async () => {
    const cursor = cursorOf(await query(ask()));
    const [first, again] = [await query({ cursor }), await query({ cursor })];
    expect(idsOf(first)).toEqual(idsOf(again));
    expect(idsOf(first)[0]).toBe(1_000);
  });

  it('asks again when the rows have been dropped, and goes on where it was', async () => {
    await using small = await openTestServer({ limits: { keptBudgetBytes: 1_000 } });
    const tables = { t: small.write('a.csv', csv(ROWS)) };
    const first = await small.call('query', { sql: 'FROM t', tables });
    expect(small.services.store.find(cursorOf(first).slice(0, 10))?.result).toBeUndefined();
    const second = await small.call('query', { cursor: cursorOf(first) });
    expect(idsOf(second)[0]).toBe(200);
  });

  it('goes on at another server that is given the question as well', async () => {
    const cursor = cursorOf(await query(ask()));
    await using services = openServices({ engine: { roots: [server.folder] } });
    const other = await connect(services);
    expect(idsOf(await callTool(other, 'query', { ...ask(), cursor }))[0]).toBe(1_000);
    await other.close();
  });

  it('tells another server that lacks the question to be given it', async () => {
    const cursor = cursorOf(await query(ask()));
    await using services = openServices({ engine: { roots: [server.folder] } });
    const other = await connect(services);
    const { text, isError } = await callTool(other, 'query', { cursor });
    expect(isError).toBe(true);
    expect(text).toMatch(/^CURSOR_UNKNOWN: .*\nNext: Repeat the call .* with the same sql/);
    await other.close();
  });

  it('reads kept rows of the old version when the file has changed, and then says that it did', async () => {
    const first = await query(ask());
    server.write('a.csv', csv(ROWS + 1));
    const second = await query({ cursor: cursorOf(first), max_rows: 1_000 });
    expect(idsOf(second)[0]).toBe(1_000);
    const third = await query({ cursor: cursorOf(second), max_rows: 1_000 });
    expect(third.text).toMatch(/^SOURCE_CHANGED: .*\nNext: Begin again without the cursor/);
  });

  it('refuses a cursor of another question', async () => {
    const cursor = cursorOf(await query(ask()));
    const { text } = await query({ ...ask(), sql: 'SELECT id FROM t', cursor });
    expect(text).toMatch(/^CURSOR_MISMATCH: /);
  });

  it('says so when the rows come in another order the second time', async () => {
    const first = await query({ ...ask(), sql: "SELECT id, 'name' AS name FROM t ORDER BY random()", max_rows: 2_000 });
    const { text } = await query({ cursor: cursorOf(first) });
    expect(text).toMatch(/^ROWS_REORDERED: .*\nNext: Add ORDER BY/);
  });

  it('ends where no more rows are kept, and says what to do', async () => {
    await using small = await openTestServer({ limits: { maxKeptRows: 3_000 } });
    const tables = { t: small.write('a.csv', csv(ROWS)) };
    let page = await small.call('query', { sql: 'FROM t', tables, max_rows: 1_000 });
    for (let pages = 0; !page.isError && pages < 10; pages += 1) page = await small.call('query', { cursor: cursorOf(page), max_rows: 1_000 });
    expect(page.text).toMatch(/^PAGES_END: Pages end after 3,000 rows\nNext: Narrow the question/);
  });
});
