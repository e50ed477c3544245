import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { csvBody, csvChunks, csvRecords, writeCsvFile } from './csv-file.js';
import { CSV_HEADER, CSV_ROW_BYTES, csvRecord, csvRow } from './csv-record.js';

const wholeFile = (options: Parameters<typeof csvChunks>[0]): Buffer => Buffer.concat([...csvChunks(options)]);

describe('csvBody', () => {
  const options = { rows: 3_000, seed: 7 };
  const expected = Buffer.from(CSV_HEADER + Array.from({ length: options.rows }, (_, index) => csvRow(options.seed, index).line).join(''));

  it('is the header and the rows, one after the other', () => {
    expect(wholeFile(options).equals(expected)).toBe(true);
    expect(csvBody(options).size).toBe(expected.length);
  });

  it('gives any range as it stands in the whole file', async () => {
    const { read, size } = csvBody(options);
    const offset = fc.integer({ min: 0, max: size });
    await fc.assert(
      fc.asyncProperty(offset, offset, async (a, b) => {
        const [start, end] = [Math.min(a, b), Math.max(a, b)];
        expect(Buffer.compare(await read(start, end), expected.subarray(start, end))).toBe(0);
      }),
    );
  });

  it('needs nothing that comes before a range, be the file ever so large', async () => {
    const { read, size } = csvBody({ rows: 1_000_000_000 });
    const tail = Buffer.from(await read(size - 300, size)).toString();
    expect(tail).toContain('\n1000000000,');
    expect(tail.endsWith('\n')).toBe(true);
    expect(size / 1e9).toBeCloseTo(CSV_ROW_BYTES, 5);
  });

  it.each([0, 1])('makes a file of %i rows', (rows) => {
    expect(wholeFile({ rows }).toString().split('\n').length).toBeGreaterThanOrEqual(rows + 2);
    expect(csvBody({ rows }).size).toBe(wholeFile({ rows }).length);
  });

  it('depends on the seed and on nothing else', () => {
    expect(wholeFile({ rows: 50, seed: 1 })).toEqual(wholeFile({ rows: 50 }));
    expect(wholeFile({ rows: 50, seed: 1 })).not.toEqual(wholeFile({ rows: 50, seed: 2 }));
  });
});

describe('csvRecord', () => {
  const records = [...csvRecords({ rows: 20_000 })];

  it.each([
    ['a comma', /,/],
    ['a quote', /"/],
    ['a line feed', /[^\r]\n/],
    ['a carriage return and line feed', /\r\n/],
    ['an accent', /é/],
    ['a character beyond 16 bits', /\u{1F69A}/u],
  ])('puts %s into some notes, not into most', (_, pattern) => {
    const share = records.filter(({ note }) => pattern.test(note)).length / records.length;
    expect(share).toBeGreaterThan(0.01);
    expect(share).toBeLessThan(0.2);
  });

  it('always has room for a note', () => {
    const [first, last] = [1, 999_999_999].map((index) => csvRecord(1, index));
    expect(Math.min(...records.map(({ note }) => note.length), first?.note.length ?? 0, last?.note.length ?? 0)).toBeGreaterThan(0);
  });

  it('spreads values over their whole domain', () => {
    expect(new Set(records.map(({ name }) => name)).size).toBe(8);
    expect(new Set(records.map(({ category }) => category)).size).toBe(7);
    expect(new Set(records.map(({ day }) => day)).size).toBe(1_827);
    expect(records.some(({ amountCents }) => amountCents < 0)).toBe(true);
    const mean = records.reduce((sum, { amountCents }) => sum + amountCents, 0) / records.length;
    expect(Math.abs(mean - 450_000)).toBeLessThan(10_000);
  });
});

describe('writeCsvFile', () => {
  it('writes what the body would serve', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sluice-csv-'));
    try {
      const path = join(folder, 'sales.csv');
      await writeCsvFile(path, { rows: 20_000 });
      expect((await readFile(path)).equals(wholeFile({ rows: 20_000 }))).toBe(true);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
