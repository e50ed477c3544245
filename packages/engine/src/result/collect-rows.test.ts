import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { collectRows } from './collect-rows.js';
import type { CollectedRows, RowLimits } from './row-basket.js';

const GENEROUS: RowLimits = { maxRows: 100_000, maxResultBytes: 100_000_000, maxCellChars: 1_000 };

let instance: DuckDBInstance;
let connection: DuckDBConnection;

beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:');
  connection = await instance.connect();
});
afterAll(() => {
  connection.closeSync();
  instance.closeSync();
});

const collect = async (sql: string, limits: Partial<RowLimits> = {}): Promise<CollectedRows> =>
  collectRows(await connection.run(sql), { ...GENEROUS, ...limits });

const jsonBytes = ({ rows }: CollectedRows): number => Buffer.byteLength(JSON.stringify(rows));

describe('columns', () => {
  it('keeps repeated names and spells types as DuckDB does', async () => {
    const { columns } = await collect("SELECT 1 AS a, 2.5::DECIMAL(9,2) AS a, [{'x': 1}] AS b");
    expect(columns).toEqual([
      { name: 'a', type: 'INTEGER' },
      { name: 'a', type: 'DECIMAL(9,2)' },
      { name: 'b', type: 'STRUCT("x" INTEGER)[]' },
    ]);
  });

  it('names the columns of a result without rows', async () => {
    const answer = await collect('SELECT 1 AS a LIMIT 0');
    expect(answer).toEqual({ columns: [{ name: 'a', type: 'INTEGER' }], rows: [], rowCount: 0, truncated: false });
  });

  it.each(["row(1, 'a')", "[row(1, 'a')]", "MAP {'k': row(1, 2)}", "{'__proto__': 1, 'b': 2}", "{'a': [row(1, 2)]}", 'union_value(k := row(1, 2))'])(
    'refuses %s, whose fields would be lost',
    async (expression) => {
      await expect(collect(`SELECT ${expression} AS s`)).rejects.toMatchObject({ code: 'SQL_FAILED' });
    },
  );
});

describe('the row limit', () => {
  it.each([0, 1, 2047, 2048, 2049, 5000])('gives all of %d rows when that is the limit', async (n) => {
    const answer = await collect(`FROM range(${n}) LIMIT ${n + 1}`, { maxRows: n });
    expect(answer.rowCount).toBe(n);
    expect(answer.truncated).toBe(false);
    expect(answer.truncation).toBeUndefined();
  });

  it.each([1, 2047, 2048, 2049])('stops after %d rows and says so when one more exists', async (n) => {
    const answer = await collect(`FROM range(100000) LIMIT ${n + 1}`, { maxRows: n });
    expect(answer.rows.map(([value]) => value)).toEqual(Array.from({ length: n }, (_, i) => i));
    expect(answer.rowCount).toBe(n);
    expect(answer.truncated).toBe(true);
    expect(answer.truncation?.reason).toBe('rows');
    expect(answer.truncation?.message).toContain(`first ${n.toLocaleString('en-US')} row`);
  });
});

describe('the byte limit', () => {
  const SQL = "SELECT 'é' || i AS t, i FROM range(10, 60) r(i)";

  it('counts the UTF-8 bytes of the rows as JSON exactly', async () => {
    const whole = jsonBytes(await collect(SQL));
    const fits = await collect(SQL, { maxResultBytes: whole });
    expect(fits).toMatchObject({ rowCount: 50, truncated: false });
    const short = await collect(SQL, { maxResultBytes: whole - 1 });
    expect(short).toMatchObject({ rowCount: 49, truncated: true, truncation: { reason: 'bytes' } });
  });

  it.each([40, 100, 333])('never passes %d bytes', async (maxResultBytes) => {
    const answer = await collect(SQL, { maxResultBytes });
    expect(jsonBytes(answer)).toBeLessThanOrEqual(maxResultBytes);
    expect(answer.rowCount).toBeGreaterThan(0);
  });

  it('leaves out later short rows once one did not fit, so that rows are never skipped', async () => {
    const answer = await collect("FROM (VALUES ('a'), (repeat('b', 500)), ('c')) t(x)", { maxResultBytes: 100 });
    expect(answer.rows).toEqual([['a']]);
    expect(answer.truncation?.reason).toBe('bytes');
  });

  it('brings one row back even when it alone is too wide, with its cells cut to fit', async () => {
    const columns = Array.from({ length: 50 }, (_, i) => `repeat('x', 900) AS c${i}`).join();
    const answer = await collect(`SELECT ${columns} FROM range(3)`, { maxResultBytes: 5_000 });
    expect(answer.rowCount).toBe(1);
    expect(jsonBytes(answer)).toBeLessThanOrEqual(5_000);
    expect(answer.truncation?.reason).toBe('bytes');
    expect(answer.truncation?.message).toContain('50 values were cut');
  });
});

describe('the cell limit', () => {
  it.each([
    ["repeat('x', 10)", 'xxxxxxxxxx'],
    ["repeat('x', 11)", 'xxxxxxxxxx…[+1 chars]'],
    ["'123456789😀z'", '123456789…[+3 chars]'],
    ["'12345678😀z'", '12345678😀…[+1 chars]'],
    ['[1, 2, 3]', [1, 2, 3]],
    ['[10000, 20000]', '[10000,200…[+3 chars]'],
    ['12345678901234::DOUBLE', 12345678901234],
  ])('shows %s as %j', async (expression, expected) => {
    const answer = await collect(`SELECT ${expression}`, { maxCellChars: 10 });
    expect(answer.rows).toEqual([[expected]]);
    const cut = JSON.stringify(expected).includes('chars]');
    expect(answer.truncation?.reason).toBe(cut ? 'cells' : undefined);
    expect(answer.truncated).toBe(cut);
  });

  it('tells of cut values beside missing rows', async () => {
    const answer = await collect("SELECT repeat('x', 20) FROM range(3)", { maxCellChars: 10, maxRows: 2 });
    expect(answer.truncation?.reason).toBe('rows');
    expect(answer.truncation?.message).toContain('2 values were cut');
  });
});
