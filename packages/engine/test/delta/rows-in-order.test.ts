import { afterEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine } from '../../src/engine.js';
import { metadata, openHandMade, protocol, type HandMade } from './hand-made.js';
import { readTables, writeTables } from './read-tables.js';

let made: HandMade | undefined;
afterEach(async () => {
  await made?.[Symbol.asyncDispose]();
  made = undefined;
});

const partitioned = (columns: Record<string, string>) => [protocol(), metadata(columns, { partitionColumns: ['p'] })];

describe('rows of a table', () => {
  it('come in the same order each time, though some are deleted', async () => {
    const root = realpathSync(mkdtempSync(join(tmpdir(), 'sluice-order-')));
    const { questions, files } = readTables();
    writeTables({ questions, files: new Map([...files].filter(([name]) => name.startsWith('vectors/'))) }, root);
    await using engine = createEngine({ roots: [root] });
    const read = async (maxRows: number) => (await engine.query(`FROM '${root}/vectors'`, { limits: { maxRows } })).rows.slice(0, 2000);
    const first = await read(10_000);
    for (let i = 0; i < 20; i += 1) expect(await read(i % 2 === 0 ? 2000 : 10_000)).toEqual(first);
    rmSync(root, { recursive: true });
  });

  it('have the partition and the name of their own file, of many', async () => {
    made = await openHandMade();
    const count = 600;
    const files = [];
    for (let i = 0; i < count; i += 1) files.push(await made.file(`${i}.parquet`, `SELECT ${i}::BIGINT AS id`, { partitionValues: { p: i % 3 === 0 ? null : `it's ${i}` } }));
    made.commit([...partitioned({ id: 'long', p: 'string' }), ...files]);
    const { rows } = await made.ask('SELECT id, p, filename FROM t');
    const expected = Array.from({ length: count }, (_, i) => [i, i % 3 === 0 ? null : `it's ${i}`, `${made?.folder}/${i}.parquet`]);
    expect([...rows].sort(([a], [b]) => Number(a) - Number(b))).toEqual(expected);
    expect((await made.ask("SELECT id FROM t WHERE p = 'it''s 517'")).rows).toEqual([[517]]);
  });

  it('have their own columns of the names under which DuckDB tells facts about them', async () => {
    made = await openHandMade();
    const columns = { file_index: 'long', file_row_number: 'long', p: 'integer' };
    const row = (n: number): string => `SELECT ${n}::BIGINT AS file_index, ${n + 1}::BIGINT AS file_row_number`;
    made.commit([...partitioned(columns), await made.file('a.parquet', row(70), { partitionValues: { p: '7' } }), await made.file('b.parquet', row(80), { partitionValues: { p: '8' } })]);
    expect((await made.ask('SELECT * FROM t ORDER BY p')).rows).toEqual([[70, 71, 7], [80, 81, 8]]);
  });
});
