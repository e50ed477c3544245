import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { csvChunks, residentBytes, startLocalCloud, type LocalCloud } from '@sluice/testing';
import { lstatSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { makeBundle, type Bundle } from './bundle.js';
import { callCloud } from './caller.js';

/** `SLUICE_TEST_LARGE=1` reads 2 GB within what Lambda gives, otherwise a tenth of that. */
const isLarge = process.env.SLUICE_TEST_LARGE === '1';
const COPIES = isLarge ? 10 : 1;
const ROWS_OF_COPY = 2_000_000;
const ROWS = COPIES * ROWS_OF_COPY;
const TEMP_BYTES = 512e6;
const MEMORY_MB = 1024;
const TIME_MS = 600_000;

let bundle: Bundle;
let cloud: LocalCloud;
let temp: string;
beforeAll(async () => {
  bundle = await makeBundle();
  temp = await mkdtemp(join(tmpdir(), 'sluice-lambda-tmp-'));
  cloud = await startLocalCloud({ folder: bundle.folder, mode: 'STREAM', memoryMb: MEMORY_MB, timeoutMs: TIME_MS, env: { TMPDIR: temp, SLUICE_TEMP_SIZE: String(TEMP_BYTES) } });
  const rows = Buffer.concat([...csvChunks({ rows: ROWS_OF_COPY })]);
  const header = rows.subarray(0, rows.indexOf('\n'));
  const body = rows.subarray(header.length + 1);
  const put = (key: string, lineEnd: string): Promise<void> => {
    // The SDK wants large chunks.
    const first = Buffer.concat([header, Buffer.from(lineEnd), body]);
    return cloud.put(key, Readable.from([first, ...Array<Buffer>(COPIES - 1).fill(body)]), first.length + (COPIES - 1) * body.length);
  };
  await put('large.csv', '\n');
  // DuckDB cannot read two kinds of line ends: records become text here, and are written anew.
  await put('mixed.csv', '\r\n');
}, TIME_MS);
afterAll(async () => {
  await cloud[Symbol.asyncDispose]();
  await bundle[Symbol.asyncDispose]();
  await rm(temp, { recursive: true });
});

interface Peak {
  readonly memory: number;
  readonly temp: number;
}

/** The most that the function took while something ran, looked at again and again. */
async function watch(run: () => Promise<unknown>): Promise<Peak> {
  let peak = { memory: 0, temp: 0 };
  const look = (): void => {
    const memory = cloud.lambda.environments.reduce((sum, { process: { pid = 0 } }) => sum + residentBytes(pid), 0);
    peak = { memory: Math.max(peak.memory, memory), temp: Math.max(peak.temp, bytesIn(temp)) };
  };
  const timer = setInterval(look, 20);
  await run().finally(() => clearInterval(timer));
  look();
  if (isLarge) process.stderr.write(`memory ${Math.round(peak.memory / 2 ** 20)} MiB, /tmp ${Math.round(peak.temp / 1e6)} MB\n`);
  return peak;
}

function bytesIn(folder: string): number {
  try {
    // A pipe's size is what waits in it; files may go while they are looked at.
    return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
      const path = join(folder, entry.name);
      return sum + (entry.isDirectory() ? bytesIn(path) : entry.isFile() ? (lstatSync(path, { throwIfNoEntry: false })?.blocks ?? 0) * 512 : 0);
    }, 0);
  } catch {
    return 0;
  }
}

const REFUSED = /^(TEMP_DISK_LIMIT|MEMORY_LIMIT): /;
const TABLE = "'s3://data/large.csv'";

describe("a function's limits", () => {
  it.each<[string, string, string | RegExp]>([
    ['one pass', `SELECT count(*) AS n FROM ${TABLE}`, String(ROWS)],
    ['an aggregate over every column', `SELECT count(DISTINCT COLUMNS(*)) FROM (FROM ${TABLE} LIMIT 200000)`, '200000'],
    // What does not fit is refused, and the function lives on; two gigabytes never fit into what may be spilled.
    ['a sort of all of it', `SELECT count(*) AS n FROM (SELECT * FROM ${TABLE} ORDER BY ALL OFFSET 10)`, isLarge ? REFUSED : new RegExp(`^n\\n${ROWS - 10}\\n|${REFUSED.source}`, 'm')],
    ['a question again', `SELECT count(*) AS n FROM ${TABLE}`, String(ROWS)],
    ['one pass over mixed line ends', "SELECT count(*) AS n, sum(quantity) AS q FROM 's3://data/mixed.csv'", String(ROWS)],
  ])('hold during %s', async (_what, sql, expected) => {
    await using caller = await callCloud(cloud);
    let text = '';
    const peak = await watch(async () => (text = await caller.text('query', { sql, timeout_s: 400 }, TIME_MS)));
    expect(text).toEqual(typeof expected === 'string' ? expect.stringContaining(expected) : expect.stringMatching(expected));
    expect(peak.memory).toBeLessThan(MEMORY_MB * 2 ** 20);
    expect(peak.temp).toBeLessThan(TEMP_BYTES);
    expect([cloud.lambda.started, cloud.lambda.environments.length]).toEqual([1, 1]);
  }, TIME_MS);

  it('leave nothing of a question in /tmp but copies within their budget', () => {
    expect(bytesIn(temp)).toBeLessThan(TEMP_BYTES / 2);
  });
});
