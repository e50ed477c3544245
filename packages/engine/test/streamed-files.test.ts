import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openScratch, type Scratch } from './scratch.js';

const ROWS = 700_000;
const lines = (from: number, to: number): string => Array.from({ length: to - from }, (_, i) => `${from + i},name ${i % 7},"a ""quoted"", text that is long",${i % 100}.5,2024-01-01\n`).join('');
const HEADER = 'id,name,text,amount,day\n';

let two: Scratch;
let eight: Scratch;
let path: string;
let eightPath: string;
beforeAll(() => {
  two = openScratch({ limits: { threads: 2 }, cache: 'off' });
  eight = openScratch({ limits: { threads: 8 }, cache: 'off' });
  path = two.write('large.csv', HEADER + lines(0, ROWS));
  eightPath = eight.write('large.csv', HEADER + lines(0, ROWS));
});
afterAll(async () => {
  await two[Symbol.asyncDispose]();
  await eight[Symbol.asyncDispose]();
});

const roadOf = async ({ engine }: Scratch, sql: string, file = path): Promise<string> => (await engine.query(sql, { tables: { t: file } })).road;

describe('a large file on this disk', () => {
  it.each([
    ['SELECT name, text, sum(id), max(day) FROM t GROUP BY ALL ORDER BY ALL', 'stream'],
    ['SELECT name, sum(id) FROM t GROUP BY name ORDER BY name', 'stream'],
    ['SELECT count(*), min(amount) FROM t', 'stream'],
    ['SELECT name FROM t LIMIT 3', 'direct'],
    ['SELECT sum(a.id) FROM t a JOIN (SELECT max(id) AS id FROM t) b USING (id)', 'direct'],
  ])('is read by the road that takes less time with two threads: %s', async (sql, road) => {
    const direct = await eight.engine.query(sql, { tables: { t: eightPath } });
    const answer = await two.engine.query(sql, { tables: { t: path } });
    expect(direct.road).toBe('direct');
    expect(answer.road).toBe(road);
    expect(answer.rows).toEqual(direct.rows);
  });

  it('is left to DuckDB where most columns are needed and no value is checked', async () => {
    const answer = await two.engine.query('SELECT name, text, sum(id) FROM t GROUP BY ALL', { tables: { t: path }, types: 'sampled' });
    expect(answer.road).toBe('direct');
  });

  it('has its road told by a dry run', async () => {
    const { dryRun } = await two.engine.query('SELECT sum(id) FROM t', { tables: { t: path }, dryRun: true });
    expect(dryRun).toMatchObject({ road: 'stream', objects: 1 });
  });

  it('is left to DuckDB once a record has turned out to be odd', async () => {
    const odd = two.write('odd.csv', `${HEADER}${lines(0, ROWS / 2)}7,5" pipe,b,7.5,2024-01-01\n${lines(ROWS / 2, ROWS)}`);
    expect(await roadOf(two, 'SELECT sum(id) FROM t', odd)).toBe('direct');
  });
});
