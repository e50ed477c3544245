import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { gzipSync } from 'node:zlib';
import type { JsonValue } from '../src/result/answer.js';
import { openScratch, type Scratch } from './scratch.js';

let scratch: Scratch;
beforeAll(() => {
  scratch = openScratch();
});
afterAll(async () => {
  await scratch[Symbol.asyncDispose]();
});

type Row = readonly [id: number, note: string, amount: number, day: string];

const HEADER = ['id', 'note', 'amount', 'day'];

/** Letters first, so that no note is a number by chance; then anything that makes a reader stumble. */
const note = (special: readonly string[]): fc.Arbitrary<string> =>
  fc
    .tuple(fc.stringMatching(/^[a-z]{2,8}$/), fc.array(fc.constantFrom('x', ' y', ...special), { maxLength: 4 }))
    .map(([word, tail]) => `${word}${tail.join('')}z`);

const table = fc
  .constantFrom<readonly string[]>(['é', 'ü'], ['é', ',', ';', '"', '|'], ['日本', '🙂', ',', '\n', '"', '\t'])
  .chain((special) =>
    fc.array(
      fc.tuple(
        fc.integer({ min: 1, max: 999_999 }),
        note(special),
        fc.integer({ min: 1, max: 99_999 }).map((cents) => cents / 100),
        fc.date({ min: new Date('2000-01-01'), max: new Date('2030-12-31'), noInvalidDate: true }).map((day) => day.toISOString().slice(0, 10)),
      ),
      { minLength: 5, maxLength: 30 },
    ),
  );

const form = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  newline: fc.constantFrom('\n', '\r\n', '\r'),
  quoting: fc.constantFrom<'all' | 'needed'>('all', 'needed'),
  encoding: fc.constantFrom<'utf8' | 'bom' | 'utf16le'>('utf8', 'bom', 'utf16le'),
  gzip: fc.boolean(),
});

type Form = typeof form extends fc.Arbitrary<infer F> ? F : never;

function write(rows: readonly Row[], { delimiter, newline, quoting, encoding, gzip }: Form): Buffer {
  const field = (value: string): string =>
    quoting === 'all' || /["\r\n]/.test(value) || value.includes(delimiter) ? `"${value.replaceAll('"', '""')}"` : value;
  const lines = [HEADER, ...rows.map((row) => row.map(String))].map((fields) => fields.map(field).join(delimiter) + newline);
  const text = `${encoding === 'utf8' ? '' : '\uFEFF'}${lines.join('')}`;
  const bytes = Buffer.from(text, encoding === 'utf16le' ? 'utf16le' : 'utf8');
  return gzip ? gzipSync(bytes) : bytes;
}

it('random tables in random dialects, encodings and packings come back value for value', async () => {
  await fc.assert(
    fc.asyncProperty(table, form, async (rows, how) => {
      const answer = await scratch.ask(write(rows, how), 'SELECT * FROM t');
      expect(answer.columns.map(({ name }) => name)).toEqual(HEADER);
      const expected: JsonValue[][] = rows.map((row) => [...row]);
      expect(answer.rows).toEqual(expected);
    }),
    { numRuns: 150 },
  );
});
