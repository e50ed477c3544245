import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { compress, init } from '@bokuweb/zstd-wasm';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { gzipSync } from 'node:zlib';
import type { QueryOptions } from '../src/engine.js';
import { openScratch, type Scratch } from './scratch.js';

let scratch: Scratch;
beforeAll(async () => {
  await init();
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

const tableOf = (special: readonly string[]): fc.Arbitrary<Row[]> =>
  fc.array(
    fc.tuple(
      fc.integer({ min: 1, max: 999_999 }),
      note(special),
      fc.integer({ min: 1, max: 99_999 }).map((cents) => cents / 100),
      fc.date({ min: new Date('2000-01-01'), max: new Date('2030-12-31'), noInvalidDate: true }).map((day) => day.toISOString().slice(0, 10)),
    ),
    { minLength: 5, maxLength: 30 },
  );

const table = fc
  .constantFrom<readonly string[]>(['é', 'ü'], ['é', ',', ';', '"', '|'], ['日本', '🙂', ',', '\n', '"', '\t'])
  .chain(tableOf);

type Encoding = 'utf8' | 'bom' | 'utf16le' | 'latin1' | 'windows-1252' | 'shift_jis' | 'gb18030';

/** Encodings that short texts do not tell apart, with characters that they have. */
const NAMED: Readonly<Partial<Record<Encoding, readonly string[]>>> = {
  latin1: ['é', 'ü', ','],
  'windows-1252': ['é', '€', '’', '"'],
  shift_jis: ['日本', 'ア', ',', '"'],
  gb18030: ['编号', '🙂', '\n', '"'],
};

const form = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  newline: fc.constantFrom('\n', '\r\n', '\r'),
  quoting: fc.constantFrom<'all' | 'needed'>('all', 'needed'),
  encoding: fc.constantFrom<Encoding>('utf8', 'bom', 'utf16le'),
  packing: fc.constantFrom<'none' | 'gzip' | 'zstd'>('none', 'gzip', 'zstd'),
});

type Form = typeof form extends fc.Arbitrary<infer F> ? F : never;

function write(rows: readonly Row[], { delimiter, newline, quoting, encoding, packing }: Form): Uint8Array {
  const text = `${encoding === 'bom' || encoding === 'utf16le' ? '\uFEFF' : ''}${csvText(rows, { delimiter, newline, quoting })}`;
  const bytes = iconv.encode(text, encoding === 'bom' ? 'utf8' : encoding);
  return packing === 'none' ? bytes : packing === 'gzip' ? gzipSync(bytes) : compress(bytes);
}

function csvText(rows: readonly Row[], { delimiter, newline, quoting }: Pick<Form, 'delimiter' | 'newline' | 'quoting'>): string {
  const field = (value: string): string =>
    quoting === 'all' || /["\r\n]/.test(value) || value.includes(delimiter) ? `"${value.replaceAll('"', '""')}"` : value;
  return [HEADER, ...rows.map((row) => row.map(String))].map((fields) => fields.map(field).join(delimiter) + newline).join('');
}

async function expectBack(rows: readonly Row[], how: Form, options: QueryOptions = {}): Promise<void> {
  const answer = await scratch.ask(write(rows, how), 'SELECT * FROM t', options);
  expect(answer.columns.map(({ name }) => name)).toEqual(HEADER);
  expect(answer.rows).toEqual(rows.map((row) => [...row]));
}

it('random tables in random dialects, encodings and packings come back value for value', async () => {
  await fc.assert(fc.asyncProperty(table, form, (rows, how) => expectBack(rows, how)), { numRuns: 150 });
});

it.each(Object.entries(NAMED))('random tables in %s come back value for value when the encoding is named', async (encoding, special) => {
  const named = fc.record({ rows: tableOf(special), how: form.map((how) => ({ ...how, encoding: encoding as Encoding })) });
  await fc.assert(fc.asyncProperty(named, ({ rows, how }) => expectBack(rows, how, { reading: { encoding } })), { numRuns: 25 });
});
