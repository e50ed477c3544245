import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createEngine, type Engine } from '../src/engine.js';
import { FILE_FORMATS } from '../src/query/write-rows.js';

let folder: string;
let engine: Engine;

/** More rows than an answer may have, and numbers that a DOUBLE does not hold. */
const ROWS = 5_000;
const BIG = '170141183460469231731687303715884105';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-write-'));
  const lines = Array.from({ length: ROWS }, (_, i) => `${i},${BIG}${i % 10},${i}.10,"text ""${i}"""\n`);
  writeFileSync(join(folder, 'a.csv.gz'), gzipSync(`id,big,price,note\n${lines.join('')}`));
  engine = createEngine({ roots: [folder] });
});
afterAll(async () => {
  await engine[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

describe('writeRows', () => {
  const sql = 'SELECT id, big::HUGEINT AS big, price::DECIMAL(9,2) AS price, note FROM t WHERE id >= $1 ORDER BY id DESC';
  const write = <T>(format: (typeof FILE_FORMATS)[number], use: (path: string, rows: number) => Promise<T> | T): Promise<T> =>
    engine.writeRows(sql, { format, tables: { t: join(folder, 'a.csv.gz') }, params: [10] }, async ({ path, answer }) => await use(path, answer.rowCount));

  it('writes every row as CSV, in order and exact', async () => {
    const [text, rows] = await write('csv', (path, count) => [readFileSync(path, 'utf8'), count] as const);
    expect(rows).toBe(ROWS - 10);
    expect(text.split('\n').slice(0, 2)).toEqual(['id,big,price,note', `4999,${BIG}9,4999.10,"text ""4999"""`]);
    expect(text.trimEnd().split('\n')).toHaveLength(ROWS - 10 + 1);
  });

  it('writes numbers that JSON would round as text', async () => {
    const text = await write('jsonl', (path) => readFileSync(path, 'utf8'));
    expect(JSON.parse(text.split('\n')[0] ?? '')).toEqual({ id: 4999, big: `${BIG}9`, price: '4999.10', note: 'text "4999"' });
  });

  it('writes Parquet, where integers of 128 bits are text', async () => {
    const magic = await write('parquet', (path) => readFileSync(path).subarray(0, 4).toString());
    expect(magic).toBe('PAR1');
  });

  it.each([
    ['at its end', 'SELECT * FROM range(100_000)'],
    ['long before its end', "SELECT range, repeat('x', 100) AS text FROM range(3_000_000_000)"],
  ])('refuses a file that is larger than the temporary disk allowed, %s', async (_when, all) => {
    await using small = createEngine({ roots: [folder], limits: { maxTempBytes: 200_000 } });
    const startedAt = performance.now();
    await expect(small.writeRows(all, { format: 'csv' }, () => Promise.reject(new Error('used')))).rejects.toMatchObject({ code: 'RESULT_LIMIT', message: expect.stringContaining('200000 bytes') });
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });

  it.each(FILE_FORMATS)('removes the %s file when it has been used, or the use failed', async (format) => {
    const path = await write(format, (used) => used);
    expect(existsSync(path)).toBe(false);
    let failed = '';
    await expect(write(format, (used) => { failed = used; throw new Error('no room'); })).rejects.toThrow('no room');
    expect(existsSync(failed)).toBe(false);
  });
});

describe('reports of an engine', () => {
  it('ends a report at its own deadline, however many questions it asks', async () => {
    await expect(engine.profile({ source: join(folder, 'a.csv.gz') }, { timeoutMs: 1 })).rejects.toHaveProperty('code', expect.stringMatching(/^DEADLINE/));
  });

  it.each(['profile', 'compare', 'validate'] as const)('cancels %s', async (report) => {
    const source = join(folder, 'a.csv.gz');
    const signal = AbortSignal.abort();
    const asked = {
      profile: () => engine.profile({ source }, { signal }),
      compare: () => engine.compare({ left: source, right: source, key: ['id'] }, { signal }),
      validate: () => engine.validate({ source, checks: [{ kind: 'not-null', column: 'id' }] }, { signal }),
    };
    await expect(asked[report]()).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
