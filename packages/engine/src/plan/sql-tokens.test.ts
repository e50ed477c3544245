import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openTestDatabase, type TestDatabase } from './duckdb-parse.fixture.js';
import { isSignificant, tokenize } from './sql-tokens.js';

const significant = (sql: string): string[] => tokenize(sql).filter(isSignificant).map(({ text }) => text);

describe('tokenize', () => {
  it.each([
    ['SELECT a,b', ['SELECT', 'a', ',', 'b']],
    ["'it''s' 'x'", ["'it''s'", "'x'"]],
    ["'a''' b", ["'a'''", 'b']],
    ["E'a\\'b' c", ["E'a\\'b'", 'c']],
    ["E'a''b' c", ["E'a''b'", 'c']],
    ["e'\\\\' c", ["e'\\\\'", 'c']],
    ["'\\' c", ["'\\'", 'c']],
    ["x'41' c", ["x'41'", 'c']],
    ['"a""b" c', ['"a""b"', 'c']],
    ["$$it's$$ c", ["$$it's$$", 'c']],
    ['$q$ $$ $Q$ $q$ c', ['$q$ $$ $Q$ $q$', 'c']],
    ['$1 $name ? ?2', ['$1', '$name', '?', '?2']],
    ['1 1.5 .5 1e-3 1_000 0x1F 1.', ['1', '1.5', '.5', '1e-3', '1_000', '0x1F', '1.']],
    ['a1$ é größe 表', ['a1$', 'é', 'größe', '表']],
    ["a->>'b'", ['a', '-', '>', '>', "'b'"]],
    ['a--b\nc', ['a', 'c']],
    ['a--b\rc', ['a', 'c']],
    ['a-- */ \' "\nc', ['a', 'c']],
    ['a/* b /* c */ d */e', ['a', 'e']],
    ["a/*'*/c'*/'", ['a', 'c', "'*/'"]],
    ['2*/*x*/3', ['2', '*', '3']],
    ["a'b'", ['a', "'b'"]],
    ["max'1'", ['max', "'1'"]],
    ['a\u00a0b\u3000c\ufeffd', ['a', 'b', 'c', 'd']],
    ['/* open', []],
    ["'open", ["'open"]],
    ['"open', ['"open']],
    ['$x$open', ['$x$open']],
    ["E'open\\", ["E'open\\"]],
  ])('splits %j', (sql, expected) => {
    expect(significant(sql)).toEqual(expected);
  });

  it('leaves out nothing and counts in both units', () => {
    const piece = fc.constantFrom("'", '"', '$', 'a', 'é', '😀', '-', '/', '*', '\n', ' ', '1', '.', '\\', 'E', '\u00a0', '(', ';');
    fc.assert(
      fc.property(fc.array(piece).map((pieces) => pieces.join('')), (sql) => {
        const tokens = tokenize(sql);
        expect(tokens.map(({ text }) => text).join('')).toBe(sql);
        for (const { start, end, text, byteStart } of tokens) {
          expect(sql.slice(start, end)).toBe(text);
          expect(byteStart).toBe(Buffer.byteLength(sql.slice(0, start)));
        }
      }),
    );
  });

  it('reads a megabyte of one string', () => {
    expect(tokenize(`'${"x''".repeat(400_000)}'`)).toHaveLength(1);
    expect(tokenize(`E'${"\\'".repeat(400_000)}'`)).toHaveLength(1);
    expect(tokenize('/*'.repeat(400_000))).toHaveLength(1);
  });
});

describe("DuckDB's scanner", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  /** Where DuckDB sees the table of `… FROM t`. */
  async function tableOffset(sql: string): Promise<number | undefined> {
    const text = JSON.stringify(await database.parse(sql));
    const match = /"type":"BASE_TABLE","alias":"","sample":null,"query_location":(\d+)/.exec(text);
    return match === null ? undefined : Number(match[1]);
  }

  it.each([
    "SELECT 'it''s', 'x' FROM t",
    "SELECT E'a\\'b', e'''' FROM t",
    'SELECT "a""b", "é" FROM t',
    "SELECT $$it's$$, $q$ $$ $q$ FROM t",
    'SELECT a /* b /* FROM c */ d */ FROM t',
    "SELECT 'é😀', größe -- FROM x\n FROM t",
    "SELECT 1_000, 0x1F, 1e5, .5, 1. FROM t",
    "SELECT a->>'b', a@>b, a<=>b FROM t",
    "SELECT 2*/* FROM x */3 FROM t",
    "SELECT '\\' FROM t --'",
    'SELECT $name FROM t',
    'SELECT $1, $2 FROM t',
  ])('finds the same places: %s', async (sql) => {
    const from = tokenize(sql).filter(isSignificant).findLast(({ text }) => text === 't');
    expect(await tableOffset(sql)).toBe(from?.byteStart);
  });
});
