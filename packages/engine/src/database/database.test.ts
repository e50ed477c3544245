import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EngineError } from '../errors.js';
import { openDatabase, type Database } from './database.js';

const LIMITS = { maxRows: 100, maxResultBytes: 1e6, maxCellChars: 1000 };
const OPTIONS = { readable: [], threads: 2, memoryBytes: 300e6, maxResidentBytes: 600e6, tempBytes: 1e8 };
const never = new AbortController().signal;
let database: Database;

beforeAll(() => {
  database = openDatabase(OPTIONS);
});
afterAll(async () => {
  await database[Symbol.asyncDispose]();
});

const ask = async (sql: string, signal = never) => {
  await using scope = database.openScope(signal);
  return await scope.rows(sql, LIMITS);
};

describe('the database', () => {
  it('answers with exact 64-bit integers', async () => {
    expect((await ask('SELECT 9007199254740993 AS big, 1.10::DECIMAL(4,2) AS d')).rows).toEqual([['9007199254740993', '1.10']]);
  });

  it('gives DuckDB\'s syntax tree', async () => {
    expect(await database.parse('FROM \'s3://b/k.csv\'')).toMatchObject({ error: false });
    expect(await database.parse('DROP TABLE x')).toMatchObject({ error: true });
  });

  it('keeps the temporary views of one scope from another', async () => {
    await using one = database.openScope(never);
    await using two = database.openScope(never);
    await one.execute('CREATE TEMP VIEW v AS SELECT 1 AS a');
    expect((await one.rows('FROM v', LIMITS)).rows).toEqual([[1]]);
    await expect(two.rows('FROM v', LIMITS)).rejects.toMatchObject({ code: 'UNKNOWN_TABLE' });
  });

  it('reads in its own folder and nowhere else', async () => {
    writeFileSync(join(database.folder, 'in.csv'), 'a\n1\n');
    expect((await ask(`FROM read_csv('${database.folder}/in.csv')`)).rows).toEqual([[1]]);
    await expect(ask('FROM read_csv(\'/etc/passwd\')')).rejects.toBeInstanceOf(EngineError);
    await expect(ask('SET memory_limit = \'1TB\'')).rejects.toBeInstanceOf(EngineError);
  });

  it('has no environment to tell of', async () => {
    await expect(ask('SELECT getenv(\'PATH\')')).rejects.toBeInstanceOf(EngineError);
  });

  it('names the nearest columns when one is unknown', async () => {
    await expect(ask('SELECT amuont FROM (SELECT 1 AS amount)')).rejects.toMatchObject({
      code: 'UNKNOWN_COLUMN',
      message: expect.stringContaining('amount'),
    });
  });

  it('ends a question that follows interrupts, and stays', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(new EngineError('DEADLINE_EXCEEDED', 'late')), 200);
    const endless = ask('SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE a.range * b.range % 7 = 3', stop.signal);
    await expect(endless).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    expect((await ask('SELECT 1')).rows).toEqual([[1]]);
  });

  it('kills a question that ignores interrupts, and answers the next from a new process, without what it had spilled', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(new EngineError('DEADLINE_EXCEEDED', 'late')), 200);
    const spilled = join(database.folder, 'spill', 'left-behind.tmp');
    writeFileSync(spilled, 'x');
    const deaf = ask('SELECT damerau_levenshtein(repeat(\'a\', 60000), repeat(\'b\', 60000))', stop.signal);
    await expect(deaf).rejects.toMatchObject({ code: 'DEADLINE_EXCEEDED' });
    expect((await ask('SELECT 2')).rows).toEqual([[2]]);
    expect(existsSync(spilled)).toBe(false);
  });

  it('kills a question that takes more memory than allowed, whatever DuckDB counts', async () => {
    const greedy = ask('SELECT list_reduce(range(200000000), lambda a, b: a + b)');
    await expect(greedy).rejects.toMatchObject({ code: 'MEMORY_LIMIT' });
    expect((await ask('SELECT 3')).rows).toEqual([[3]]);
  });

  it('leaves no folder and no process behind', async () => {
    const other = openDatabase(OPTIONS);
    await using scope = other.openScope(never);
    await scope.rows('SELECT 1', LIMITS);
    await other[Symbol.asyncDispose]();
    expect(existsSync(other.folder)).toBe(false);
  });
});
