import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { parseInput } from './parse-input.js';

const input = z.strictObject({ sql: z.string(), max_rows: z.number().int().max(100).default(5), tables: z.record(z.string(), z.string()).optional() });

describe('parseInput', () => {
  it('fills in defaults', () => {
    expect(parseInput('query', input, { sql: 'x' })).toEqual({ sql: 'x', max_rows: 5 });
  });

  it.each([
    [{ sql: 'x', maxRows: 1 }, /no argument "maxRows", perhaps max_rows is meant/],
    [{ sql: 'x', max_rows: 1_000 }, /max_rows: .*100/],
    [{ sql: 'x', tables: { t: 1 } }, /tables\.t: /],
    [undefined, /sql: /],
    ['text', /object/],
  ])('says what is wrong with %j', (args, problem) => {
    expect(() => parseInput('query', input, args)).toThrow(problem);
    expect(() => parseInput('query', input, args)).toThrow(expect.objectContaining({ next: expect.stringContaining('sql, max_rows, tables') }));
  });
});
