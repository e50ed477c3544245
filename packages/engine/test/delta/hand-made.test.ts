import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { metadata, openHandMade, protocol, type HandMade } from './hand-made.js';

let made: HandMade;
beforeEach(async () => {
  made = await openHandMade();
});
afterEach(async () => {
  await made[Symbol.asyncDispose]();
});

const filesRead = async (where: string): Promise<{ rows: number; files: number }> => {
  const { rows, tables } = await made.ask(`SELECT count(*) FROM t WHERE ${where}`);
  // The same question in a form that nothing is left out by.
  const all = await made.ask(`SELECT count(*) FILTER (WHERE ${where}) FROM t`);
  expect(rows).toEqual(all.rows);
  return { rows: Number(rows[0]?.[0]), files: tables?.[0]?.files.length ?? -1 };
};

describe('a table that asks of its readers what is not done here', () => {
  it.each(['variantType', 'catalogManaged', 'someday-preview'])('is refused by the name of %s, with the remote engine as the next step', async (feature) => {
    made.commit([protocol(['deletionVectors', feature]), metadata({ id: 'long' })]);
    await expect(made.ask('FROM t')).rejects.toMatchObject({ code: 'SOURCE_UNSUPPORTED', message: expect.stringMatching(`reader feature ${feature}$`), hint: expect.stringContaining('--engine databricks') });
  });

  it.each([
    ['a reader version of the future', [{ protocol: { minReaderVersion: 4, minWriterVersion: 9 } }, metadata({ id: 'long' })], 'version 4'],
    ['a type that is not known', [protocol(), metadata({ id: 'variant' })], 'type variant'],
    ['a type within another', [protocol(), metadata({ id: { type: 'array', elementType: 'interval', containsNull: true } })], 'type interval'],
    ['files that are not Parquet', [protocol(), metadata({ id: 'long' }, { format: { provider: 'orc' } })], 'orc'],
  ])('is refused for %s', async (_, actions, why) => {
    made.commit(actions);
    await expect(made.ask('FROM t')).rejects.toMatchObject({ code: 'SOURCE_UNSUPPORTED', message: expect.stringContaining(why) });
  });

  it('is read at a version before it asked for that', async () => {
    made.commit([protocol(), metadata({ id: 'long' }), await made.file('a.parquet', 'SELECT 1::BIGINT AS id')]);
    made.commit([protocol(['variantType'])]);
    expect((await made.ask(`FROM delta_scan('${made.folder}', version => 0)`)).rows).toEqual([[1]]);
  });
});

describe('files that no row of can count', () => {
  const stats = (minValues: object, maxValues: object, nullCount: object = {}, numRecords = 2) => ({ stats: JSON.stringify({ numRecords, minValues, maxValues, nullCount }) });

  it('are not read, by numbers, dates, moments and texts alike', async () => {
    const columns = { n: 'long', m: 'decimal(9,2)', day: 'date', at: 'timestamp', t: 'string' };
    const row = (n: number): string => `SELECT ${n}::BIGINT n, ${n}.5::DECIMAL(9,2) m, DATE '2024-01-0${n}' "day", TIMESTAMPTZ '2024-01-0${n} 12:00:00.123456+00' "at", 't${n}' t`;
    const bounds = (n: number) => ({ n, m: n + 0.5, day: `2024-01-0${n}`, at: `2024-01-0${n}T12:00:00.123Z`, t: `t${n}` });
    made.commit([protocol(), metadata(columns), ...(await Promise.all([1, 2, 3].map((n) => made.file(`${n}.parquet`, row(n), stats(bounds(n), bounds(n), { n: 0 }, 1)))))]);
    for (const where of ['n = 2', 'n BETWEEN 2 AND 2', 'n > 1 AND t < \'t3\'', 'm = 2.5', "day = '2024-01-02'", "\"at\" = '2024-01-02 12:00:00.123456+00'", "t = 't2'", 'n IN (2, 9)', "n >= 2 AND t <= 't2'"]) {
      expect([where, await filesRead(where)]).toEqual([where, { rows: 1, files: 1 }]);
    }
    expect(await filesRead('n = 1 OR t = \'t3\'')).toEqual({ rows: 2, files: 2 });
    expect(await filesRead('n = 9')).toEqual({ rows: 0, files: 0 });
    expect(await filesRead('n IS NULL')).toEqual({ rows: 0, files: 0 });
    expect(await filesRead('n % 2 = 0')).toEqual({ rows: 1, files: 3 });
  });

  it('are read where statistics are cut, wide, missing or leave NaN out', async () => {
    made.commit([
      protocol(['deletionVectors']),
      metadata({ d: 'double', t: 'string', at: 'timestamp' }),
      await made.file('nan.parquet', "SELECT unnest(['nan', '1'])::DOUBLE d, 'abcdefz' t, TIMESTAMPTZ '2024-01-01 00:00:00.000999+00' \"at\"", stats({ d: 1, t: 'abcd', at: '2024-01-01T00:00:00.000Z' }, { d: 1, t: 'abcd', at: '2024-01-01T00:00:00.000Z' })),
      await made.file('none.parquet', "SELECT unnest([5, NULL])::DOUBLE d, 'x' t, NULL::TIMESTAMPTZ \"at\""),
    ]);
    expect(await filesRead('d > 3')).toMatchObject({ rows: 2 });
    expect(await filesRead("d = 'nan'::DOUBLE")).toMatchObject({ rows: 1 });
    expect(await filesRead("t = 'abcdefz'")).toMatchObject({ rows: 2 });
    expect(await filesRead("t > 'abcde'")).toMatchObject({ rows: 4 });
    expect(await filesRead("\"at\" > '2024-01-01 00:00:00.000500+00'")).toMatchObject({ rows: 2 });
    expect(await filesRead('d IS NULL')).toMatchObject({ rows: 1 });
  });

  it('are told by columns with odd names', async () => {
    const name = 'a."b\'c\\d e$';
    const quoted = `"${name.replaceAll('"', '""')}"`;
    made.commit([
      protocol(),
      metadata({ [name]: 'long' }),
      await made.file('1.parquet', `SELECT 1::BIGINT AS ${quoted}`, stats({ [name]: 1 }, { [name]: 1 })),
      await made.file('2.parquet', `SELECT 2::BIGINT AS ${quoted}`, stats({ [name]: 2 }, { [name]: 2 })),
    ]);
    expect(await filesRead(`${quoted} = 2`)).toEqual({ rows: 1, files: 1 });
  });

  it('are known by partition values of every type', async () => {
    const columns = { v: 'long', n: 'integer', m: 'decimal(9,2)', f: 'double', flag: 'boolean', day: 'date', at: 'timestamp', bin: 'binary' };
    const values = { n: '7', m: '1.50', f: '0.1', flag: 'true', day: '2024-02-29', at: '2024-02-29T01:02:03.000000Z', bin: 'AB' };
    const none = Object.fromEntries(Object.keys(values).map((key) => [key, null]));
    made.commit([
      protocol(),
      metadata(columns, { partitionColumns: Object.keys(values) }),
      await made.file('a.parquet', 'SELECT 1::BIGINT v', { partitionValues: values }),
      await made.file('b.parquet', 'SELECT 2::BIGINT v', { partitionValues: none }),
      await made.file('c.parquet', 'SELECT 3::BIGINT v', { partitionValues: { ...values, n: '' } }),
    ]);
    expect((await made.ask('FROM t ORDER BY v')).rows).toEqual([
      [1, 7, '1.50', 0.1, true, '2024-02-29', '2024-02-29 01:02:03+00', 'AB'],
      [2, null, null, null, null, null, null, null],
      [3, null, '1.50', 0.1, true, '2024-02-29', '2024-02-29 01:02:03+00', 'AB'],
    ]);
    for (const where of ['n = 7', "day = '2024-02-29' AND n > 0", "bin = 'AB'::BLOB AND n < 8"]) expect(await filesRead(where)).toEqual({ rows: 1, files: 1 });
    expect(await filesRead('n IS NULL')).toEqual({ rows: 2, files: 2 });
    expect(await filesRead('n != 7')).toEqual({ rows: 0, files: 0 });
  });
});

describe('the log', () => {
  it('counts a file with another deletion vector as another file, whatever the order of the lines', async () => {
    const rows = (await made.file('a.parquet', 'SELECT i AS id FROM range(32) t(i)')) as { add: object };
    // Rows 3, 4, 7, 11, 18 and 29.
    const vector = { storageType: 'i', pathOrInlineDv: '^Bg9^0rr910000000000iXQKl0rr91000f55c8Xg0@@D72lkbi5=-{L', sizeInBytes: 44, cardinality: 6 };
    made.commit([protocol(['deletionVectors']), metadata({ id: 'long' }), rows]);
    made.commit([{ add: { ...rows.add, deletionVector: vector } }, { remove: { path: 'a.parquet', dataChange: true } }]);
    expect((await made.ask('SELECT count(*), list(id) FILTER (id < 12) FROM t')).rows).toEqual([[26, [0, 1, 2, 5, 6, 8, 9, 10]]]);
    made.commit([{ remove: { path: 'a.parquet', deletionVector: vector, dataChange: true } }, { add: { ...rows.add, deletionVector: { ...vector, cardinality: 5 } } }]);
    await expect(made.ask('SELECT count(*) FROM t')).rejects.toMatchObject({ code: 'DATA_CORRUPT', message: expect.stringContaining('deletes 6 rows, not 5') });
  });

  it('is read by the moment of its commits, by their files or by what they note', async () => {
    const day = (n: number): number => Date.UTC(2024, 0, n);
    made.commit([protocol(), metadata({ id: 'long' })], day(1));
    made.commit([await made.file('a.parquet', 'SELECT 1::BIGINT id')], day(2));
    // Later files may seem to be older; their versions are not.
    made.commit([await made.file('b.parquet', 'SELECT 2::BIGINT id')], day(1));
    const count = async (moment: string): Promise<unknown> => (await made.ask(`SELECT count(*) FROM delta_scan('${made.folder}', timestamp_as_of => '${moment}')`)).rows[0]?.[0];
    expect(await count('2024-01-01 12:00:00')).toBe(0);
    expect(await count('2024-01-02')).toBe(1);
    expect(await count('2024-01-02 02:00:00+02')).toBe(1);
    expect(await count('2024-01-02T00:00:00.001Z')).toBe(2);
    await expect(count('2023-12-31')).rejects.toMatchObject({ code: 'SOURCE_NOT_FOUND' });
    const noted = { 'delta.enableInCommitTimestamps': 'true', 'delta.inCommitTimestampEnablementVersion': '3' };
    made.commit([{ commitInfo: { inCommitTimestamp: day(10) } }, metadata({ id: 'long' }, { configuration: noted })], day(3));
    made.commit([{ commitInfo: { inCommitTimestamp: day(11) } }, await made.file('c.parquet', 'SELECT 3::BIGINT id')], day(4));
    expect([await count('2024-01-10 12:00'), await count('2024-01-11')]).toEqual([2, 3]);
  });

  it('with a commit missing is no table', async () => {
    made.commit([protocol(), metadata({ id: 'long' })]);
    writeFileSync(join(made.folder, '_delta_log', '00000000000000000002.json'), '');
    await expect(made.ask('FROM t')).rejects.toMatchObject({ code: 'SOURCE_NOT_FOUND', message: expect.stringContaining('commit 1') });
  });

  it.each([['{"add":{"path":', 'DATA_CORRUPT'], ['', 'DATA_CORRUPT'], ['{"protocol":{"minReaderVersion":1}}', 'DATA_CORRUPT']])('that holds %j is corrupt', async (text, code) => {
    made.commit([]);
    writeFileSync(join(made.folder, '_delta_log', '00000000000000000000.json'), text);
    await expect(made.ask('FROM t')).rejects.toMatchObject({ code });
  });

  it('that names a file which is gone, or is no Parquet, gives no rows without it', async () => {
    made.commit([protocol(), metadata({ id: 'long' }), await made.file('a.parquet', 'SELECT 1::BIGINT id'), { add: { path: 'b.parquet', partitionValues: {}, size: 3, modificationTime: 0, dataChange: true } }]);
    await expect(made.ask('FROM t')).rejects.toMatchObject({ code: 'SOURCE_NOT_FOUND' });
    writeFileSync(join(made.folder, 'b.parquet'), 'id\n1\n');
    await expect(made.ask('SELECT sum(id) FROM t')).rejects.toMatchObject({ code: expect.stringMatching(/DATA|SQL_FAILED/) });
  });

  it('leads to no file outside the folders that may be read', async () => {
    made.commit([protocol(), metadata({ id: 'long' }), { add: { path: '../../../etc/hostname', partitionValues: {}, size: 3, modificationTime: 0, dataChange: true } }]);
    await expect(made.ask('FROM t')).rejects.toMatchObject({ code: 'SOURCE_NOT_ALLOWED' });
  });
});
