import { expect, it } from '@jest/globals';
import type { Inspected } from '../../inspect/inspected.js';
import type { Column, Dialect } from '../../inspect/reading.js';
import { refusedReading } from './refused-reading.js';

const DIALECT: Dialect = { delimiter: ',', quote: '"', escape: '"', newline: '\n', comment: '', skipLines: 0, headerRecords: 1 };
const column = (name: string, more: Partial<Column> = {}): Column => ({ name, type: 'BIGINT', nullable: false, examples: [], ...more });

interface Odd {
  readonly uri?: string;
  readonly file?: Partial<Inspected>;
  readonly dialect?: Partial<Dialect>;
  readonly columns?: readonly Column[];
  readonly ragged?: boolean;
  readonly localPath?: string;
}

function file({ uri = 's3://b/a.csv', file: more = {}, dialect = {}, columns = [column('a'), column('b')], ragged = false, localPath }: Odd): Inspected {
  const source = { uri, size: 1, etag: 'e', modified: new Date(0), read: () => (async function* () {})(), assertUnchanged: () => Promise.resolve(), ...(localPath === undefined ? {} : { localPath }) };
  return { source, compression: 'none', encoding: 'utf-8', hasBom: false, replaceInvalid: false, reading: { dialect: { ...DIALECT, ...dialect }, columns, ragged, warnings: [] }, dataStart: 0, skippableLines: 1, parser: 'duckdb', expectedBytes: 1, rowCount: { value: 1, exact: true }, ...more };
}

it.each<Odd>([
  {},
  { uri: 's3://b/a.csv.gz', file: { compression: 'gzip' } },
  { uri: 's3://b/a,{b}[c]*.csv' },
  { dialect: { delimiter: '\t', quote: '', escape: '' } },
  { dialect: { newline: '\r\n' } },
  { dialect: { headerRecords: 0 } },
  { file: { hasBom: true } },
  { columns: [column('a'), column('b', { type: 'DATE', format: '%d/%m/%Y' })] },
  { columns: [column('a'), column('b', { type: 'DOUBLE', decimalSeparator: ',', thousandsSeparator: '.', missing: ['NA'] })] },
])('%j is read there as here', (odd) => {
  expect(refusedReading(file(odd), true)).toBeUndefined();
});

it.each<[Odd, RegExp]>([
  [{ localPath: '/data/a.csv' }, /lies on this machine/],
  [{ uri: 's3://b/_a.csv' }, /begin with _/],
  [{ uri: 's3://b/x/.a.csv' }, /begin with _ or \./],
  [{ file: { compression: 'gzip' } }, /does not end in \.gz/],
  [{ uri: 's3://b/a.csv.gz' }, /is not packed/],
  [{ uri: 's3://b/a.csv.zst', file: { compression: 'zstd' } }, /zstd/],
  [{ file: { encoding: 'windows-1252' } }, /encoding is windows-1252/],
  [{ file: { hasBom: true }, dialect: { headerRecords: 0 } }, /byte-order mark/],
  [{ file: { replaceInvalid: true } }, /cannot be decoded/],
  [{ ragged: true }, /how many fields/],
  [{ columns: [column('a')] }, /single column/],
  [{ dialect: { skipLines: 2 } }, /precede its header/],
  [{ dialect: { headerRecords: 2 } }, /several lines/],
  [{ dialect: { comment: '#' } }, /comment/],
  [{ dialect: { blanks: 'padding' } }, /blanks/],
  [{ dialect: { newline: '\r' } }, /carriage returns/],
  [{ dialect: { newline: 'mixed' } }, /several ways/],
  [{ dialect: { delimiter: '||' } }, /delimiter/],
  [{ dialect: { quote: '“', escape: '“' } }, /quote is not/],
  [{ dialect: { escape: '\\' } }, /written twice/],
  [{ columns: [column('a'), column('b', { type: 'TIME' })] }, /column "b" is a TIME/],
  [{ columns: [column('a'), column('b', { type: 'DATE', format: '%d %b %Y' })] }, /of the form %d %b %Y/],
  [{ columns: [column('a'), column('b', { thousandsSeparator: '_' })] }, /_ between thousands/],
])('%j is refused by name', (odd, why) => {
  expect(refusedReading(file(odd), true)).toMatch(why);
});

it('a name that stands for others is taken alone, but not among several', () => {
  const odd = file({ uri: 's3://b/a{b}.csv' });
  expect([refusedReading(odd, true), refusedReading(odd, false)]).toEqual([undefined, expect.stringMatching(/several files/)]);
});
