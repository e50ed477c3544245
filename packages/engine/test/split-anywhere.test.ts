import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { csvBody } from '@sluice/testing';
import fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import { CopyBook } from '../src/query/copy-book.js';
import { startDeadline } from '../src/query/deadline.js';
import { InspectionMemo } from '../src/query/inspection-memo.js';
import { PriceModel } from '../src/query/price/price-model.js';
import { Slots } from '../src/query/slots.js';
import { ParquetShelf } from '../src/parquet/parquet-shelf.js';
import { openDatabase, type Database } from '../src/database/database.js';
import { DEFAULT_LIMITS } from '../src/limits.js';
import { answerQuestion } from '../src/query/answer-question.js';
import { memorySource, oneSource } from './memory-source.js';

let database: Database;
beforeAll(() => {
  database = openDatabase({ readable: [], threads: 2, memoryBytes: 300e6, maxResidentBytes: 900e6, tempBytes: 1e8 });
});
afterAll(async () => {
  await database[Symbol.asyncDispose]();
});

async function ask(sql: string, bytes: Uint8Array, chunkSizes: readonly number[], segmentBytes: number) {
  using deadline = startDeadline(60_000);
  const { rows } = await answerQuestion(
    { sql, tables: { t: 'memory.csv' } },
    {
      database,
      sources: oneSource(memorySource(bytes, chunkSizes)),
      limits: DEFAULT_LIMITS,
      feed: { kind: 'pipes', segmentBytes },
      types: 'verified',
      badRows: 'error',
      copies: new CopyBook(undefined),
      memo: new InspectionMemo(),
    shelf: new ParquetShelf(database.folder, 0),
      slots: new Slots(2),
      prices: new PriceModel({ threads: 2 }),
      deadline,
      signal: deadline.signal,
    },
  );
  return rows;
}

const SMALL = 'id,note,amount\r\n1,"a ""b"", c",1.5\r\n2,"über\r\nlang",2.25\r\n3,,\r\n4,"",-7\r\n5,日本語,0.5\r\n';
const ROWS = [[1, 'a "b", c', 1.5], [2, 'über\r\nlang', 2.25], [3, null, null], [4, null, -7], [5, '日本語', 0.5]];

describe.each([
  ['plain', Buffer.from(SMALL)],
  ['gzip', gzipSync(SMALL)],
  ['UTF-16', Buffer.from(`\uFEFF${SMALL}`, 'utf16le')],
  ['mixed newlines', Buffer.from(SMALL.replace('1.5\r\n', '1.5\n'))],
])('a small %s file', (_, bytes) => {
  it('gives the same rows whichever two pieces it comes in', async () => {
    for (let at = 1; at < bytes.length; at += 1) expect(await ask('FROM t', bytes, [at, bytes.length], 1000)).toEqual(ROWS);
  });

  it.each([1, 2, 3, 5, 7, 11])('gives the same rows in chunks of %i bytes over many pipes', async (size) => {
    expect(await ask('FROM t', bytes, [size], 10)).toEqual(ROWS);
  });
});

it('a large file gives the same answer in random chunks over random segments', async () => {
  const body = csvBody({ rows: 20_000, seed: 7 });
  const bytes = await body.read(0, body.size);
  const sql = 'SELECT count(*), sum(id), sum(hash(COLUMNS(*)))::VARCHAR FROM t';
  const expected = await ask(sql, bytes, [bytes.length], 1e9);
  const sizes = fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(sizes, fc.integer({ min: 10_000, max: 1_000_000 }), async (chunkSizes, segmentBytes) => {
      // Chunks of a few bytes alone would take all day.
      expect(await ask(sql, bytes, [...chunkSizes, 50_000], segmentBytes)).toEqual(expected);
    }),
    { numRuns: 15 },
  );
});
