import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { openTestDatabase, type TestDatabase } from './duckdb-parse.fixture.js';
import { planQuery } from './parse-query.js';

interface HostileCase {
  readonly id: string;
  readonly sql: string;
  readonly expect: 'reject' | 'bounded';
  readonly why: string;
  readonly expand?: Readonly<Record<string, { repeat?: string; join?: string; fmt?: string; n: number }>>;
}

const cases = readFileSync(new URL('./hostile-sql.fixture.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as HostileCase)
  .map((hostile) => ({ ...hostile, sql: expand(hostile) }));

/** Only names a file: whether it may be read is for the stage that resolves sources. */
const LEFT_TO_SOURCES = ['R002', 'R005', 'R022', 'R024', 'R026', 'R029', 'R041', 'R045', 'P014', 'P024'];
/** Too deep and too long for the parser; the others run, within limits of time and memory. */
const TOO_MUCH = ['B028', 'B029'];

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const plan = (sql: string) => planQuery(sql, { parse: database.parse, aliases: ['t'] });

describe('hostile SQL', () => {
  const refused = cases.filter(({ id, expect: verdict }) => verdict === 'reject' && !LEFT_TO_SOURCES.includes(id));
  it.each(refused)('refuses $id: $why', async ({ sql }) => {
    await expect(plan(sql)).rejects.toMatchObject({ code: expect.stringMatching(/^(SQL_REFUSED|SQL_SYNTAX|UNKNOWN_TABLE)$/) });
  });

  it.each(cases.filter(({ id }) => LEFT_TO_SOURCES.includes(id)))('hands the file of $id to the sources: $why', async ({ sql }) => {
    const { tables } = await plan(sql);
    expect(tables.flatMap(({ uris }) => uris)).not.toEqual([]);
  });

  const bounded = cases.filter(({ id, expect: verdict }) => verdict === 'bounded' && !TOO_MUCH.includes(id));
  it.each(bounded)('lets $id through to the limits of time and memory: $why', async ({ sql }) => {
    await expect(plan(sql)).resolves.toMatchObject({ sql });
  });

  it.each(cases.filter(({ id }) => TOO_MUCH.includes(id)))('refuses $id: $why', async ({ sql }) => {
    await expect(plan(sql)).rejects.toMatchObject({ code: 'SQL_REFUSED' });
  });
});

function expand({ sql, expand: rules = {} }: HostileCase): string {
  return Object.entries(rules).reduce((text, [mark, { repeat, join, fmt = '', n }]) => {
    const items = Array.from({ length: n }, (_, i) => repeat ?? fmt.replace('%d', String(i)));
    return text.replace(mark, items.join(join ?? ''));
  }, sql);
}
