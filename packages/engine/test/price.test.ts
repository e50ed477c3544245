import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { csvBody, csvChunks, csvRecord, startS3Server, type S3Server } from '@sluice/testing';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createEngine, type Engine } from '../src/engine.js';

const MB = 1_000_000;
const ROWS = 300_000;
/** Made where it is read: about 90 GB. */
const HUGE_ROWS = 800_000_000;

let folder: string;
let s3: S3Server;
let engine: Engine;
let bytesServed = (): number => 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-price-'));
  s3 = await startS3Server();
  s3.createBucket('depot');
  const big = Buffer.concat([...csvChunks({ rows: ROWS })]);
  s3.put('depot', 'big.csv', big);
  s3.put('depot', 'big.csv.gz', gzipSync(big, { level: 1 }));
  s3.put('depot', 'semicolons.csv', `# made by hand\n${big.toString().replaceAll(',', ';')}`);
  s3.put('depot', 'huge.csv', csvBody({ rows: HUGE_ROWS }));
  // The sample says that a row takes a few bytes; the rows behind it take a thousand times as much.
  s3.put('depot', 'late.csv', `id,text\n${Array.from({ length: 500 }, (_, i) => `${i},x\n`).join('')}${Array.from({ length: 5_000 }, (_, i) => `${i},${'y'.repeat(2_000)}\n`).join('')}`);
  for (const part of [1, 2, 3]) s3.put('depot', `parts/${part}.csv`, csvBody({ rows: 3, seed: part }));
  writeFileSync(join(folder, 'local.csv'), 'id,v\n1,2\n3,4\n');
  engine = createEngine({ roots: [folder], s3: { endpoint: s3.endpoint, region: s3.region, credentials: s3.credentials }, limits: { threads: 1 } });
});
afterAll(async () => {
  await engine[Symbol.asyncDispose]();
  await s3.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  const before = s3.requests.length;
  bytesServed = () => s3.requests.slice(before).reduce((sum, { bytes }) => sum + bytes, 0);
});

const ids = (rows: number): number[][] => Array.from({ length: rows }, (_, i) => [i + 1]);

describe('a preview', () => {
  it.each([
    ['big.csv', 2],
    ['huge.csv', 2],
    ['big.csv.gz', 3],
    ['semicolons.csv', 2],
  ])('of %s reads less than %d MB', async (key, megabytes) => {
    const answer = await engine.query(`SELECT id FROM 's3://depot/${key}' LIMIT 5`);
    expect(answer).toMatchObject({ rows: ids(5), truncated: false, road: 'stream' });
    expect(bytesServed()).toBeLessThan(megabytes * MB);
  });

  it('shows whole rows', async () => {
    const { rows } = await engine.query("FROM 's3://depot/big.csv' LIMIT 3");
    expect(rows).toEqual([0, 1, 2].map((i) => csvRecord(1, i)).map((r) => [r.id, r.name, r.category, r.amountCents / 100, r.quantity, r.day, r.note]));
  });

  it('without a limit of its own stops at that of answers', async () => {
    const answer = await engine.query("SELECT id FROM 's3://depot/huge.csv'", { limits: { maxRows: 10 } });
    expect(answer).toMatchObject({ rows: ids(10), truncated: true, truncation: { reason: 'rows' } });
    expect(bytesServed()).toBeLessThan(2 * MB);
  });

  it('passes over as many rows as it is told', async () => {
    expect((await engine.query("SELECT id FROM 's3://depot/big.csv' LIMIT 2 OFFSET 3000")).rows).toEqual([[3_001], [3_002]]);
    expect(bytesServed()).toBeLessThan(3 * MB);
  });

  it.each([
    ['rows are longer than the sample promised', "SELECT count(*) FROM (SELECT text FROM 's3://depot/late.csv' LIMIT 5400)", [[5_400]]],
    ['it is of the end', "SELECT id FROM 's3://depot/late.csv' LIMIT 3 OFFSET 5497", [[4_997], [4_998], [4_999]]],
    ['it is longer than the file', "SELECT id FROM 's3://depot/late.csv' LIMIT 5 OFFSET 5498", [[4_998], [4_999]]],
    ['its limit stands in a subquery', "SELECT id FROM (FROM 's3://depot/big.csv' LIMIT 2)", ids(2)],
  ])('is right when %s', async (_, sql, rows) => {
    expect((await engine.query(sql)).rows).toEqual(rows);
  });

  it('of short rows before long ones has all its rows', async () => {
    const { rows } = await engine.query("SELECT text FROM 's3://depot/late.csv' LIMIT 700");
    expect(rows.map(([text]) => (text as string).length)).toEqual([...Array<number>(500).fill(1), ...Array<number>(200).fill(2_000)]);
  });

  it('goes on into the next files', async () => {
    const { rows } = await engine.query("SELECT id, filename FROM 's3://depot/parts/*.csv' LIMIT 5");
    expect(rows).toEqual([1, 2, 3, 4, 5].map((n) => [((n - 1) % 3) + 1, `s3://depot/parts/${n < 4 ? 1 : 2}.csv`]));
  });
});

it('inspect reads samples alone', async () => {
  await engine.inspect('s3://depot/huge.csv');
  expect(bytesServed()).toBeLessThan(MB);
});

it('count(*) reads every byte once, besides the samples', async () => {
  const { rows, sources } = await engine.query("SELECT count(*) FROM 's3://depot/big.csv'");
  expect(rows).toEqual([[ROWS]]);
  expect(bytesServed()).toBeLessThan((sources[0]?.bytes ?? 0) + MB);
});

describe('a question that cannot end before its deadline', () => {
  it('is refused before anything but samples was read', async () => {
    const asked = engine.query("SELECT sum(amount) FROM 's3://depot/huge.csv'", { timeoutMs: 20_000 });
    await expect(asked).rejects.toMatchObject({ code: 'DEADLINE_UNREACHABLE', message: expect.stringMatching(/MB.* at best/), hint: expect.stringMatching(/--timeout \d+/) });
    expect(bytesServed()).toBeLessThan(MB);
  });

  it('of 20 GB in 25 s is told what would fit, from samples alone', async () => {
    s3.put('depot', 'twenty.csv', csvBody({ rows: 180_000_000 }));
    const asked = engine.query("SELECT category, sum(amount) FROM 's3://depot/twenty.csv' GROUP BY ALL", { timeoutMs: 25_000 });
    await expect(asked).rejects.toMatchObject({ code: 'DEADLINE_UNREACHABLE', message: expect.stringMatching(/^The question reads 2\d,\d+ MB/), hint: expect.stringMatching(/What fits: --timeout \d+, or files of at most [\d,]+ MB together/) });
    expect(bytesServed()).toBeLessThan(MB);
  });

  it('is weighed by a dry run, which tells of the refusal', async () => {
    const answer = await engine.query("SELECT sum(amount) FROM 's3://depot/huge.csv'", { timeoutMs: 20_000, dryRun: true });
    expect(answer).toMatchObject({ dryRun: { bytes: answer.sources[0]?.bytes, objects: 1, road: 'stream' }, rows: [], warnings: expect.arrayContaining([expect.objectContaining({ code: 'DEADLINE_UNREACHABLE' })]) });
    expect(answer.dryRun?.seconds).toBeGreaterThan(20);
  });

  it('is weighed at a few bytes when it is a preview', async () => {
    const { dryRun, warnings } = await engine.query("FROM 's3://depot/huge.csv' LIMIT 5", { timeoutMs: 20_000, dryRun: true });
    expect(dryRun?.bytes).toBeLessThan(MB);
    expect(dryRun?.seconds).toBeLessThan(1);
    expect(warnings).toEqual([]);
  });

  it('would be asked all the same when it may find what it looks for at once', async () => {
    const { dryRun, warnings } = await engine.query("SELECT id FROM 's3://depot/huge.csv' WHERE id = 3 LIMIT 1", { timeoutMs: 20_000, dryRun: true });
    expect(dryRun?.seconds).toBeGreaterThan(20);
    expect(warnings).toEqual([]);
  });
});

describe('types', () => {
  /** With a text for what is missing, it takes SQL to check the column. */
  const sql = "SELECT sum(amount) FROM read_csv('s3://depot/huge.csv', nullstr = 'NA')";
  const ask = (options: Parameters<Engine['query']>[1]) => engine.query(sql, { dryRun: true, ...options });
  /** Checking takes longer than this with one thread, trusting the samples does not. */
  const timeoutMs = 570_000;

  it('are checked where there is time', async () => {
    expect(await ask({ timeoutMs: 3_600_000 })).toMatchObject({ types: { trust: 'verified' }, warnings: [] });
  });

  it('are taken from the samples where there is not, with a warning', async () => {
    expect(await ask({ timeoutMs })).toMatchObject({ types: { trust: 'sampled' }, warnings: [{ code: 'TYPES_SAMPLED', message: expect.stringContaining('--types verified') }] });
  });

  it('are checked where checking is nearly free', async () => {
    const { types, warnings } = await engine.query("SELECT sum(amount) FROM 's3://depot/huge.csv'", { dryRun: true, timeoutMs });
    expect({ types, warnings }).toMatchObject({ types: { trust: 'verified' }, warnings: [] });
  });

  it.each([
    ['verified', 'verified'],
    ['strict', 'verified'],
    ['sampled', 'sampled'],
  ] as const)('are what the caller says: %s', async (types, trust) => {
    expect(await ask({ timeoutMs, types })).toMatchObject({ types: { trust }, warnings: [] });
    expect(await ask({ timeoutMs: 3_600_000, types })).toMatchObject({ types: { trust }, warnings: [] });
  });
});

it('what a question took is expected of the next', async () => {
  const expected = async (): Promise<number> => (await engine.query("SELECT count(*) FROM 's3://depot/semicolons.csv'", { dryRun: true })).dryRun?.seconds ?? 0;
  const before = await expected();
  await engine.query("SELECT count(*) FROM 's3://depot/semicolons.csv'");
  expect(await expected()).not.toBe(before);
});

it('a local file is weighed as well', async () => {
  const { dryRun } = await engine.query(`SELECT sum(v) FROM '${join(folder, 'local.csv')}'`, { dryRun: true });
  expect(dryRun).toMatchObject({ bytes: 13, objects: 1, road: 'direct', seconds: expect.any(Number) });
});
