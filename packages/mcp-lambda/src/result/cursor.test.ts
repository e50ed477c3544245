import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatCursor, parseCursor, prefixId, questionId, versionId, type AskedQuestion } from './cursor.js';

const source = (uri: string, etag: string) => ({ uri, etag, bytes: 1, dialect: {} as never });

describe('a cursor', () => {
  it('is what its text says', () => {
    fc.assert(fc.property(fc.string(), fc.string(), fc.nat(200_000), fc.uint8Array({ minLength: 32, maxLength: 32 }), (sql, etag, offset, hash) => {
      const cursor = { question: questionId({ sql }), version: versionId([source('a.csv', etag)]), offset, prefix: prefixId(Buffer.from(hash)) };
      expect(parseCursor(formatCursor(cursor))).toEqual(cursor);
    }));
  });

  it('is at most 22 characters long for any page that is kept', () => {
    expect(formatCursor({ question: questionId({ sql: 'x' }), version: versionId([]), offset: 200_000, prefix: prefixId(Buffer.alloc(32)) }).length).toBeLessThanOrEqual(22);
  });

  it.each(['', '200', 'abc', '7k3mq9vd2x-200', '7k3mq9vd2x-two-x4f2', '7k3mq9vd2x-200-x4f2-1', 'AAAAAAAAAA-200-AAAA'])('refuses %j and shows what one looks like', (text) => {
    expect(() => parseCursor(text)).toThrow(expect.objectContaining({ code: 'CURSOR_INVALID', next: expect.stringContaining('7k3mq9vd2x-200-x4f2') }));
  });
});

describe('questionId', () => {
  const base: AskedQuestion = { sql: 'FROM t', tables: { t: 'a.csv', u: 'b.csv' }, params: [1] };
  const same: readonly AskedQuestion[] = [{ ...base, sql: ' FROM t\n' }, { ...base, tables: { u: 'b.csv', t: 'a.csv' } }, { ...base, badRows: 'error' }];
  const other: readonly AskedQuestion[] = [{ ...base, sql: 'FROM u' }, { ...base, tables: { t: 'a.csv' } }, { ...base, tables: { t: ['a.csv'], u: 'c.csv' } }, { ...base, params: ['1'] }, { ...base, params: { a: 1 } }, { ...base, badRows: 'skip' }];

  it.each(same)('is the same however the question is written: %j', (question) => {
    expect(questionId(question)).toBe(questionId(base));
  });

  it.each(other)('is another for another question: %j', (question) => {
    expect(questionId(question)).not.toBe(questionId(base));
  });
});

describe('versionId', () => {
  it('changes with any object and any ETag', () => {
    const ids = [[], [source('a', '1')], [source('a', '2')], [source('b', '1')], [source('a', '1'), source('b', '1')]].map(versionId);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
