import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import type { BadRowsMode } from '../src/query/bad-rows.js';
import type { JsonValue } from '../src/result/answer.js';
import { openScratch, type Scratch } from './scratch.js';

let scratch: Scratch;
beforeAll(() => {
  scratch = openScratch();
});
afterAll(async () => {
  await scratch[Symbol.asyncDispose]();
});

/** Past what the samples see of a file this size. */
const late = (first: (i: number) => string, last: string, rows = 100_000): string => {
  const lines = Array.from({ length: rows }, (_, i) => `${i},${first(i)}`);
  lines.splice(Math.floor(rows * 0.7), 0, last);
  return `id,v\n${lines.join('\n')}\n`;
};

describe('a value that the sample did not show', () => {
  it.each<[string, string, string, string, JsonValue]>([
    ['a late decimal is not rounded', late(() => '1', '7,12.75'), 'SELECT sum(v) FROM t', 'DOUBLE', 100_012.75],
    ['a late leading zero is kept', late(() => '1', '7,007'), 'SELECT max(v) FILTER (v <> \'1\') FROM t', 'VARCHAR', '007'],
    ['a late time of day is kept', late(() => '2024-01-02', '7,2024-01-02 13:14:15'), 'SELECT max(v)::VARCHAR FROM t', 'TIMESTAMP', '2024-01-02 13:14:15'],
    ['a late text does not vanish', late(() => '1', 'Total,100000'), 'SELECT count(*) FROM t WHERE id::VARCHAR = \'Total\'', 'VARCHAR', 1],
    ['digits that no DOUBLE holds are kept', late(() => '1', '7,9007199254740993.75'), 'SELECT max(v) FROM t', 'DECIMAL', '9007199254740993.75'],
    ['an integer that no DOUBLE holds is kept in a column of decimals', late(() => '1.5', '7,9007199254740993'), 'SELECT max(v) FILTER (v::VARCHAR LIKE \'9%\') FROM t', 'VARCHAR', '9007199254740993'],
    ['an integer beyond BIGINT is kept', late(() => '1', '7,123456789012345678901234'), 'SELECT max(v) FROM t', 'HUGEINT', '123456789012345678901234'],
    ['a number too small for a DOUBLE does not become 0', late(() => '1.5', '7,1e-400'), 'SELECT max(v) FROM t', 'VARCHAR', '1e-400'],
    ['a number too large for a DOUBLE does not become infinite', late(() => '1.5', '7,2e400'), 'SELECT max(v) FROM t', 'VARCHAR', '2e400'],
    ['a late underscore is no mark of thousands', late(() => '1.5', '7,1_000.5'), 'SELECT min(v) FROM t', 'VARCHAR', '1.5'],
    ['a late comma that is no mark of thousands', late(() => '"1,234"', '7,"12,34"'), 'SELECT max(v) FROM t', 'VARCHAR', '12,34'],
    ['a late NA is missing', late((i) => String(i % 2), '7,NA'), 'SELECT count(*) - count(v) FROM t', 'BIGINT', 1],
  ])('%s', async (_, content, sql, type, expected) => {
    const answer = await scratch.ask(content, sql);
    expect(answer.rows).toEqual([[expected]]);
    expect(answer.types.trust).toBe('verified');
    expect(answer.types.columns[0]?.type).toContain(type);
    expect(answer.warnings).toContainEqual({ code: 'COLUMN_RETYPED', message: expect.stringMatching(/csv, line 70002/) });
  });

  it.each(['-0.00', '0.0', '-12.5', '0.25', '1e-300', '-2E+10', '1e15', 'inf', '100000000000000', '.5', ' 1.2258501194328304'])('%s fits a DOUBLE', async (value) => {
    const answer = await scratch.ask(late(() => '1.5', `7,${value}`), 'SELECT sum(v) FROM t');
    expect(answer.types.columns[0]?.type).toBe('DOUBLE');
    expect(answer.warnings).toEqual([]);
  });

  it('is an error with types strict, which names file, line and value', async () => {
    const asked = scratch.ask(late(() => '1', '7,12.75'), 'SELECT sum(v) FROM t', { types: 'strict' });
    await expect(asked).rejects.toMatchObject({ code: 'DATA_TYPE', message: expect.stringMatching(/"12\.75".*line 70002/) });
  });

  it('in a column that the question does not use changes nothing', async () => {
    const answer = await scratch.ask(late(() => '1', '7,oops'), 'SELECT count(*), max(id) FROM t');
    expect(answer.rows).toEqual([[100_001, 99_999]]);
    expect(answer.warnings).toEqual([]);
  });

  it('is not looked for with types sampled, and the answer says so', async () => {
    const { types } = await scratch.ask(late(() => '1', '8,1'), 'SELECT sum(v) FROM t', { types: 'sampled' });
    expect(types.trust).toBe('sampled');
  });
});

it('64-bit ids stay exact in JSON', async () => {
  expect((await scratch.ask('id\n9007199254740993\n', 'FROM t')).rows).toEqual([['9007199254740993']]);
});

describe('bad rows', () => {
  const content = late(() => '1', '7,1,surplus');
  it.each<[BadRowsMode, string, readonly JsonValue[]]>([
    ['skip', 'SELECT count(*) FROM t', [100_000]],
    ['skip', 'SELECT count(*), sum(v) FROM t', [100_000, 100_000]],
    ['skip', 'SELECT count(*) FROM t WHERE id = 7', [1]],
    ['only', 'SELECT line, text FROM t', [70_002, '7,1,surplus']],
  ])('are the same to every question: %s, %s', async (badRows, sql, row) => {
    const answer = await scratch.ask(content, sql, { badRows });
    expect(answer.rows).toEqual([row]);
    expect(answer.badRows).toMatchObject({ count: 1, rows: [{ line: 70_002, reason: '3 fields where there are 2 columns' }] });
  });

  it('end the question by default, named by file, line, reason and text', async () => {
    await expect(scratch.ask(content, 'SELECT count(*) FROM t')).rejects.toMatchObject({
      code: 'DATA_BAD_ROW',
      message: expect.stringMatching(/csv, line 70002: 3 fields where there are 2 columns: 7,1,surplus/),
    });
  });

  it('are not asked for columns that are not there', async () => {
    scratch.write('typed.csv', 'a,constructor\n1,2\n');
    await expect(scratch.engine.query('FROM read_csv(\'typed.csv\', types = {\'b\': \'BIGINT\'})')).rejects.toMatchObject({ code: 'UNKNOWN_COLUMN' });
    expect((await scratch.engine.query('DESCRIBE FROM read_csv(\'typed.csv\', types = {\'A\': \'VARCHAR\'})')).rows[0]?.[1]).toBe('VARCHAR');
  });

  it('are those that do not fit a declared type', async () => {
    const sql = (fields: string): string => `SELECT ${fields} FROM read_csv('declared.csv', types = {'v': 'BIGINT'})`;
    scratch.write('declared.csv', 'id,v\n1,2\n2,x\n3,4\n');
    await expect(scratch.engine.query(sql('sum(v)'))).rejects.toMatchObject({ code: 'DATA_TYPE' });
    for (const fields of ['count(*)', 'count(*) + 0 * sum(v)']) {
      expect((await scratch.engine.query(sql(fields), { badRows: 'skip' })).rows).toEqual([[2]]);
    }
  });
});

describe('many files', () => {
  it('are joined by name in the order of their names, and what differs is told', async () => {
    const folder = scratch.folder;
    scratch.write('m-1.csv', 'id,v\n1,2\n');
    scratch.write('m-2.csv', 'v,id,note\n3.5,2,new\n');
    scratch.write('m-3.csv', '');
    scratch.write('m-4.csv.gz', gzipSync('id,v\n3,4\n'));
    const answer = await scratch.engine.query('SELECT * FROM t', { tables: { t: `${folder}/m-*` } });
    expect(answer.rows).toEqual([[1, 2, null], [2, 3.5, 'new'], [3, 4, null]]);
    expect(answer.warnings.map(({ code }) => code).sort()).toEqual(['EMPTY_FILE', 'SCHEMA_DRIFT']);
    const reversed = await scratch.engine.query('SELECT id, v, note FROM t', { tables: { t: [`${folder}/m-4.csv.gz`, `${folder}/m-2.csv`, `${folder}/m-1.csv`] } });
    expect(reversed.rows).toEqual([[3, 4, null], [2, 3.5, 'new'], [1, 2, null]]);
  });

  it('tell where a row came from', async () => {
    const answer = await scratch.engine.query('SELECT filename, v FROM t ORDER BY v', { tables: { t: [`${scratch.folder}/m-2.csv`, `${scratch.folder}/m-4.csv.gz`] } });
    expect(answer.rows).toEqual([[`${scratch.folder}/m-2.csv`, 3.5], [`${scratch.folder}/m-4.csv.gz`, 4]]);
  });
});

describe('a messy file', () => {
  const rows = [[1, 'Ada', 1.5], [2, 'Bob', 2.25]];
  const latin1 = Buffer.from('id,name,v\n1,Zoé,1.5\n2,Bob,2.25\n', 'latin1');
  it.each<[string, string | Uint8Array, JsonValue[][]]>([
    ['tabs', 'id\tname\tv\n1\tAda\t1.5\n2\tBob\t2.25\n', rows],
    ['pipes', 'id|name|v\n1|Ada|1.5\n2|Bob|2.25\n', rows],
    ['a separator of two characters', 'id||name||v\n1||Ada||1.5\n2||Bob||2.25\n', rows],
    ['CR alone', 'id,name,v\r1,Ada,1.5\r2,Bob,2.25\r', rows],
    ['mixed newlines', 'id,name,v\r\n1,Ada,1.5\n2,Bob,2.25\r\n', rows],
    ['a title and a blank line above', 'Report of May\n\nid,name,v\n1,Ada,1.5\n2,Bob,2.25\n', rows],
    ['comments', '# made by hand\nid,name,v\n1,Ada,1.5\n# half way\n2,Bob,2.25\n', rows],
    ['a sep= line', 'sep=;\nid;name;v\n1;Ada;1.5\n2;Bob;2.25\n', rows],
    ['trailing separators', 'id,name,v,\n1,Ada,1.5,\n2,Bob,2.25,\n', rows.map((row) => [...row, null])],
    ['a byte-order mark', '\uFEFFid,name,v\n1,Ada,1.5\n2,Bob,2.25\n', rows],
    ['UTF-16', Buffer.from('\uFEFFid,name,v\n1,Ada,1.5\n2,Bob,2.25\n', 'utf16le'), rows],
    ['Latin-1', latin1, [[1, 'Zoé', 1.5], [2, 'Bob', 2.25]]],
    ['backslash escapes', 'id,name,v\n1,"A \\"d\\" a",1.5\n2,"Bob, jr",2.25\n', [[1, 'A "d" a', 1.5], [2, 'Bob, jr', 2.25]]],
    ['newlines in quotes', 'id,name,v\n1,"A\nda",1.5\n2,Bob,2.25\n', [[1, 'A\nda', 1.5], [2, 'Bob', 2.25]]],
  ])('with %s is read as it is meant', async (_, content, expected) => {
    expect((await scratch.ask(content, 'SELECT * FROM t')).rows).toEqual(expected);
  });

  it.each<[string, string, JsonValue[], JsonValue[]]>([
    ['decimal commas', 'id;v\n1;1,5\n2;2,25\n', ['1,5', '2,25'], [1.5, 2.25]],
    ['thousands marks', 'id,v\n1,"1,234.5"\n2,"12,345.25"\n', ['1,234.5', '12,345.25'], [1234.5, 12345.25]],
    ['missing markers', 'id,v\n1,1.5\n2,NA\n', ['1.5', 'NA'], [1.5, null]],
    ['German dates', 'id,v\n1,31.12.2024\n2,01.02.2025\n', ['31.12.2024', '01.02.2025'], ['2024-12-31', '2025-02-01']],
    ['zoned timestamps', 'id,v\n1,2024-12-31T10:00:00Z\n', ['2024-12-31T10:00:00Z'], ['2024-12-31 10:00:00+00']],
  ])('with %s shows them as written, and computes with what they mean', async (_, content, shown, computed) => {
    const only = await scratch.ask(content, 'SELECT v FROM t WHERE id > 0');
    expect(only.rows.flat()).toEqual(shown);
    expect(only.types.columns.at(-1)).toMatchObject({ column: 'v', type: 'VARCHAR', typeWhenComputed: expect.stringMatching(/DOUBLE|DATE|TIMESTAMP/), trust: 'verified' });
    expect((await scratch.ask(content, 'SELECT v FROM t WHERE v IS NULL OR v IS NOT NULL')).rows.flat()).toEqual(computed);
  });

  it('with a late missing marker in a column that is only shown keeps it as written', async () => {
    const answer = await scratch.ask(`id,v\n${'1,5\n'.repeat(200_000)}2,NA\n${'1,5\n'.repeat(200_000)}`, 'SELECT v FROM t OFFSET 199999 LIMIT 2');
    expect(answer.rows.flat()).toEqual(['5', 'NA']);
  });

  it('keeps the text of a file whose neighbour made the column one of another spelling', async () => {
    scratch.write('spelled-a.csv', 'd\n2024-12-31\n');
    scratch.write('spelled-b.csv', 'd\n31.12.2024\n');
    expect((await scratch.engine.query("FROM 'spelled-*.csv'")).rows.flat()).toEqual(['2024-12-31', '31.12.2024']);
  });

  it.each<[string, string, JsonValue[][]]>([
    ['a quote left open in the header', 'id,v"\n1,2\n3,4\n', [[1, 2], [3, 4]]],
    ['a NUL in the header', 'id,v\0\n1,2\n3,4\n', [[1, 2], [3, 4]]],
    ['a newline in the header', 'id,"v\nw"\n1,2\n3,4\n', [[1, 2], [3, 4]]],
    ['a blank line above the header', '\nid,v\n1,2\n3,4\n', [[1, 2], [3, 4]]],
    ['a quote that is never closed', 'id,v\n1,"a\n2,b\n3,c\n', [[1, '"a'], [2, 'b'], [3, 'c']]],
  ])('with %s loses no row', async (_, content, expected) => {
    expect((await scratch.ask(content, 'SELECT * FROM t')).rows).toEqual(expected);
  });

  it('with 16,000 columns is read', async () => {
    const names = Array.from({ length: 16_000 }, (_, i) => `c${i}`);
    const answer = await scratch.ask(`${names.join(',')}\n${names.map((_, i) => i).join(',')}\n`, 'SELECT c0, c15999 FROM t');
    expect(answer.rows).toEqual([[0, 15_999]]);
  });

  it('with a field of several MB is read', async () => {
    const answer = await scratch.ask(`id,text\n1,${'x'.repeat(5_000_000)}\n2,y\n`, 'SELECT id, length(text) FROM t');
    expect(answer.rows).toEqual([[1, 5_000_000], [2, 1]]);
  });

  it('with bytes that are no characters is an error with their place, or is read with them replaced and counted', async () => {
    const bytes = Buffer.concat([Buffer.from(`id,v\n${'1,plain\n'.repeat(50_000)}2,`), Buffer.from([0xff, 0xfe]), Buffer.from('\n')]);
    await expect(scratch.ask(bytes, 'SELECT max(v) FROM t', { reading: { encoding: 'utf-8' } })).rejects.toMatchObject({ code: 'DATA_ENCODING', message: expect.stringMatching(/byte 400007/) });
    const { warnings } = await scratch.ask(bytes, 'SELECT max(v) FROM t', { reading: { encoding: 'utf-8', replaceInvalid: true } });
    expect(warnings).toContainEqual({ code: 'CHARACTERS_REPLACED', message: expect.stringMatching(/^2 characters/) });
  });

  it('with dates that could be two things says so, and guesses nothing', async () => {
    const answer = await scratch.ask('id,d\n1,03/04/2005\n2,05/06/2007\n', 'SELECT * FROM t');
    expect(answer.warnings.map(({ code }) => code)).toContain('AMBIGUOUS_DATE');
    expect(answer.rows).toEqual([[1, '03/04/2005'], [2, '05/06/2007']]);
  });

  it.each([
    ['HTML', '<!DOCTYPE html><html><body>no</body></html>'],
    ['S3\'s XML', '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>'],
    ['JSON', '{"a": [1, 2, 3]}\n'],
    ['a Git LFS pointer', 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n'],
    ['Parquet', Buffer.from('PAR1\0\0\0\0PAR1')],
  ])('that is %s is an error that says so', async (_, content) => {
    await expect(scratch.ask(content, 'FROM t')).rejects.toMatchObject({ code: 'DATA_NOT_CSV', hint: expect.any(String) });
  });

  it('can be read in two ways by one question', async () => {
    scratch.write('two-ways.csv', 'a,b\n"1",2\n"3",4\n');
    const sql = 'SELECT (SELECT count(*) FROM read_csv(\'two-ways.csv\', header = false)), (SELECT count(*) FROM \'two-ways.csv\')';
    expect((await scratch.engine.query(sql)).rows).toEqual([[3, 2]]);
  });

  it('can be read as the caller says, from SQL and by option', async () => {
    scratch.write('by-hand.csv', 'a;b\n1,5;x\n');
    const sql = 'FROM read_csv(\'by-hand.csv\', delim = \',\', header = false, skip = 0)';
    expect((await scratch.engine.query(sql)).rows).toEqual([['a;b', null], ['1', '5;x']]);
    expect((await scratch.engine.query('FROM \'by-hand.csv\'', { reading: { header: false, delimiter: ';' } })).rows).toEqual([['a', 'b'], ['1,5', 'x']]);
  });
});
