import { expect, it } from '@jest/globals';
import type { Answer, SourceUsed } from '../result/answer.js';
import { formatSummary } from './summary.js';

const dialect = { delimiter: ',', quote: '"', escape: '"', newline: '\n', comment: '', skipLines: 0, headerRecords: 1 } as const;
const source = (uri: string): SourceUsed => ({ uri, etag: 'e1', bytes: 254_000_000, dialect });

const ANSWER: Answer = {
  columns: [],
  rows: [],
  rowCount: 0,
  truncated: false,
  sources: [source('s3://b/a.csv'), source('s3://b/b.csv')],
  types: { trust: 'sampled', columns: [] },
  warnings: [],
  bytesRead: 508_000_000,
  road: 'stream',
  ms: { parse: 0.4, inspect: 41, run: 2_300, total: 2_340 },
};

it('says what was read, how, and how long each stage took', () => {
  expect(formatSummary(ANSWER)).toBe(
    'read    2 objects, 508 MB, 217 MB/s, streamed\n' +
      '        s3://b/a.csv  254 MB  version e1\n' +
      '        s3://b/b.csv  254 MB  version e1\n' +
      'types   sampled, not checked against every value\n' +
      'time    parse <1 ms, inspect 41 ms, run 2.30 s, total 2.34 s\n',
  );
});

it.each([
  [{ bytesRead: 8_000_000 }, '8.00 MB of 508 MB'],
  [{ types: { trust: 'verified', columns: [] } }, 'types   verified against every value'],
  [{ road: 'direct' }, 'read in place'],
  [{ road: 'staged' }, 'copied in columns first'],
  [{ warnings: [{ code: 'RAGGED_ROWS', message: 'Short \u001b[31mrows.' }] }, 'warning RAGGED_ROWS: Short ␛[31mrows.'],
  [{ sources: Array.from({ length: 9 }, (_, i) => source(`f${i}`)) }, 'f4  254 MB  version e1\n        and 4 objects more'],
  [{ sources: [{ ...source('f'), etag: '"9b2cf535f27731c974343645a3985328"' }] }, 'f  254 MB  version 9b2cf535f27…\n'],
] satisfies [Partial<Answer>, string][])('of %j says %j', (part, expected) => {
  expect(formatSummary({ ...ANSWER, ...part })).toContain(expected);
});

it('is free of escapes without colour', () => {
  expect(formatSummary(ANSWER)).not.toContain('\u001b');
  expect(formatSummary(ANSWER, { color: true })).toContain('\u001b[2mread');
});
