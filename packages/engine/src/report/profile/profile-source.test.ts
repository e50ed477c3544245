import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { quoteIdentifier } from '../../database/quote.js';
import { createEngine, type Engine } from '../../engine.js';
import { EngineError } from '../../errors.js';
import type { Answer } from '../../result/answer.js';
import { toJsonValue } from '../../result/json-values.js';
import { profileSource, type Ask, type ProfileRequest } from './profile-source.js';
import type { ColumnProfile, Profile } from './profile.js';

const FIXTURES = join(import.meta.dirname, '../../../../../fixtures');
const FILES = ['seattle-weather', 'airports', 'birdstrikes', 'flights-airport'] as const;

const folder = mkdtempSync(join(tmpdir(), 'sluice-profile-'));
let engine: Engine;
let peer: DuckDBConnection;
const ask: Ask = (sql, tables) => engine.query(sql, { tables });

beforeAll(async () => {
  engine = createEngine({ roots: [FIXTURES, folder], cache: 'off' });
  peer = await (await DuckDBInstance.create(':memory:')).connect();
  for (const file of FILES) await peer.run(`CREATE TABLE ${quoteIdentifier(file)} AS FROM '${join(FIXTURES, file)}.csv'`);
});
afterAll(async () => {
  await engine[Symbol.asyncDispose]();
  peer.closeSync();
  rmSync(folder, { recursive: true });
});

const plain = async (sql: string): Promise<unknown[]> => (await peer.runAndReadAll(sql)).convertRows(toJsonValue)[0] ?? [];
const profileFixture = (file: string, more: Partial<ProfileRequest> = {}): Promise<Profile> =>
  profileSource(ask, { source: join(FIXTURES, `${file}.csv`), ...more });

let files = 0;
/** Profiles a file with these lines. */
async function profileLines(lines: readonly string[], more: Partial<ProfileRequest> = {}): Promise<Profile> {
  const source = join(folder, `t${(files += 1)}.csv`);
  writeFileSync(source, lines.map((line) => `${line}\n`).join(''));
  return await profileSource(ask, { source, ...more });
}
function columnAt({ columns }: Pick<Profile, 'columns'>, index: number): ColumnProfile {
  const column = columns[index];
  if (column === undefined) throw new Error(`no column ${index}`);
  return column;
}
const onlyColumn = (profile: Pick<Profile, 'columns'>): ColumnProfile => columnAt(profile, 0);
const binned = ({ histogram }: ColumnProfile): number => (histogram?.bins ?? []).reduce((sum, { count }) => sum + count, 0);

describe.each(FILES)('the profile of %s', (file) => {
  const table = quoteIdentifier(file);

  it('counts and orders values as plain DuckDB does', async () => {
    const { rows, columns, duplicateRows, accuracy } = await profileFixture(file);
    expect(accuracy).toBe('exact');
    expect([rows, duplicateRows]).toEqual((await plain(`SELECT count(*), {'count': count(*) - (SELECT count(*) FROM (SELECT DISTINCT * FROM ${table})), 'exact': true} FROM ${table}`)));
    for (const { name, count, nulls, distinct, min, max, kind, quantiles, mean, top } of columns) {
      const c = quoteIdentifier(name);
      const sql = `SELECT count(${c}), count(*) - count(${c}), {'count': count(DISTINCT ${c}), 'exact': true}, min(${c}), max(${c}) FROM ${table}`;
      expect([count, nulls, distinct, min, max]).toEqual(await plain(sql));
      if (kind === 'number') expect(mean).toBeCloseTo(Number((await plain(`SELECT avg(${c}) FROM ${table}`))[0]), 9);
      if (quantiles !== undefined) {
        const { exact, ...values } = quantiles;
        expect([exact, Object.values(values)]).toEqual([true, (await plain(`SELECT quantile_disc(${c}, [0.05, 0.25, 0.5, 0.75, 0.95]) FROM ${table}`))[0]]);
      }
      const frequent = `SELECT list({'value': v, 'count': n} ORDER BY n DESC, v) FROM (SELECT ${c} v, count(*) n FROM ${table} WHERE ${c} IS NOT NULL GROUP BY v HAVING n > 1 OR ${distinct.count} <= 10 ORDER BY n DESC, v LIMIT 10)`;
      expect(top).toEqual({ exact: true, values: (await plain(frequent))[0] ?? [] });
    }
  });

  it('puts every value into the bin that its bounds say', async () => {
    for (const column of (await profileFixture(file)).columns.filter(({ histogram }) => histogram !== undefined)) {
      expect(binned(column)).toBe(column.count);
      const bins = column.histogram?.bins ?? [];
      for (const [index, { from, to, count }] of bins.entries()) {
        const c = quoteIdentifier(column.name);
        const [expected] = await plain(`SELECT count(*) FROM ${table} WHERE ${c} >= '${String(from)}' AND ${c} ${index === bins.length - 1 ? '<=' : '<'} '${String(to)}'`);
        expect({ from, count }).toEqual({ from, count: expected });
      }
    }
  });

  it('counts the outliers beyond fences at 1.5 interquartile ranges', async () => {
    for (const { name, outliers, kind } of (await profileFixture(file)).columns) {
      expect(outliers === undefined).toBe(kind !== 'number');
      if (outliers === undefined) continue;
      const c = quoteIdentifier(name);
      const sql = `WITH q AS (SELECT quantile_disc(${c}, 0.25) a, quantile_disc(${c}, 0.75) b FROM ${table})
        SELECT count_if(${c} < a - 1.5 * (b - a)), count_if(${c} > b + 1.5 * (b - a)) FROM ${table}, q`;
      expect([outliers.low.count, outliers.high.count]).toEqual(await plain(sql));
    }
  });
});

describe('candidate keys', () => {
  it('are columns that never repeat, or pairs of them', async () => {
    expect((await profileFixture('airports')).candidateKeys).toEqual([{ columns: ['iata'], exact: true }]);
    expect((await profileFixture('flights-airport')).candidateKeys).toEqual([{ columns: ['origin', 'destination'], exact: true }]);
    expect((await profileFixture('birdstrikes')).candidateKeys).toEqual([]);
  });

  it('have no missing values', async () => {
    expect((await profileLines(['a,b', '1,x', '2,x', ',x'])).candidateKeys).toEqual([]);
  });
});

describe('values stay exact', () => {
  it('in integers of 64 bits and beyond', async () => {
    const [low, high] = [-(9n * 10n ** 18n), 9n * 10n ** 18n + 1n];
    const column = onlyColumn(await profileLines(['n', ...[low, low + 1n, 0n, high - 1n, high].map(String)]));
    expect(column).toMatchObject({ type: 'BIGINT', min: String(low), max: String(high), quantiles: { p25: String(low + 1n), p50: 0 }, distinct: { count: 5, exact: true } });
    expect(binned(column)).toBe(5);
    // Both fences lie beyond what the type holds.
    expect(column.outliers).toMatchObject({ low: { fence: null, count: 0 }, high: { fence: null, count: 0 } });
    const huge = onlyColumn(await profileLines(['n', ...[1n, 10n ** 37n, 10n ** 37n + 1n].map(String)]));
    expect(huge).toMatchObject({ type: 'HUGEINT', max: String(10n ** 37n + 1n), distinct: { count: 3 } });
    expect(binned(huge)).toBe(3);
  });

  it('in decimals, and in the edges of their bins', async () => {
    const column = onlyColumn(await profileLines(['n', '12345678901234567.01', '12345678901234567.02', '12345678901234567.10']));
    expect(column).toMatchObject({ min: '12345678901234567.01', max: '12345678901234567.10', quantiles: { p50: '12345678901234567.02' } });
    expect(column.histogram?.bins.filter(({ count }) => count > 0).map(({ from }) => from)).toEqual(['12345678901234567.01', '12345678901234567.02', '12345678901234567.10']);
    const negative = onlyColumn(await profileLines(['n', '-0.05', '-12345678901234567.01', '0.00', '-0.05'], { accuracy: 'approximate' }));
    expect(negative).toMatchObject({ min: '-12345678901234567.01', top: { exact: true, values: [{ value: '-0.05', count: 2 }, expect.anything(), expect.anything()] } });
    expect(binned(negative)).toBe(4);
  });

  it('in doubles too large for the sum of their squares', async () => {
    const column = onlyColumn(await profileLines(['n', '1e308', '-1.5e308', '0.5']));
    expect(column).toMatchObject({ min: -1.5e308, max: 1e308, stddev: null });
    expect(binned(column)).toBe(3);
  });

  it('in doubles with infinity and NaN, which are counted apart', async () => {
    const column = onlyColumn(await profileLines(['n', '1.5', 'inf', '-inf', 'nan', '2.5']));
    expect(column).toMatchObject({ count: 5, notFinite: 3, min: 1.5, max: 2.5, mean: 2 });
    expect(binned(column)).toBe(2);
  });
});

describe('types', () => {
  it.each([
    ['DATE', ['2020-01-31', '2020-03-01', '2024-02-29'], '2020-03-01'],
    ['TIMESTAMP', ['2020-01-31 10:00:00', '2020-01-31 10:00:01', '2020-01-31 11:00:00'], '2020-01-31 10:00:01'],
    ['TIMESTAMP WITH TIME ZONE', ['2020-01-31T10:00:00Z', '2020-01-31T11:00:00Z', '2021-01-31T11:00:00Z'], '2020-01-31 11:00:00+00'],
    ['TIME', ['00:00:00', '10:30:00', '23:59:59'], '10:30:00'],
  ])('%s has a range, quantiles and a histogram', async (type, values, median) => {
    const column = onlyColumn(await profileLines(['t', ...values]));
    const about = onlyColumn(await profileLines(['t', ...values], { accuracy: 'approximate' }));
    expect(about).toMatchObject({ min: column.min, max: column.max, histogram: column.histogram, top: column.top });
    expect(column).toMatchObject({ type, kind: 'time', quantiles: { exact: true, p50: median }, distinct: { count: 3, exact: true } });
    expect(binned(column)).toBe(3);
    expect(column.histogram?.bins[0]?.from).toBe(column.min);
    expect(column.histogram?.bins.at(-1)?.to).toBe(column.max);
  });

  it('booleans are counted', async () => {
    const column = onlyColumn(await profileLines(['b,x', 'true,1', 'false,1', 'true,1', ',1', 'true,1']));
    expect(column).toMatchObject({ kind: 'boolean', count: 4, nulls: 1, distinct: { count: 2 }, min: false, max: true, quantiles: { p25: false, p50: true } });
    expect(column.top.values).toEqual([{ value: true, count: 3 }, { value: false, count: 1 }]);
    expect(column.histogram?.bins.map(({ count }) => count)).toEqual([1, 3]);
  });

  it('text has lengths, blanks and missing markers', async () => {
    const { text } = onlyColumn(await profileLines(['s,x', 'apple,1', 'N/A,1', 'n/a,1', '"  ",1', '-,1', '\\N,1', 'née,1', 'N/A,1']));
    expect(text).toMatchObject({ minLength: 1, maxLength: 5, blank: 1 });
    expect(text?.missingMarkers).toHaveLength(4);
    expect(text?.missingMarkers).toEqual(expect.arrayContaining([{ value: 'N/A', count: 2 }, { value: 'n/a', count: 1 }, { value: '-', count: 1 }, { value: '\\N', count: 1 }]));
  });

  it('are those of all values, also where the sample showed others', async () => {
    const lines = Array.from({ length: 120_000 }, (_, i) => (i === 35_457 ? 'x7,2020-01-01 12:30:00' : `${i},2020-01-01`));
    const { columns, warnings } = await profileLines(['n,d', ...lines]);
    expect(columns.map(({ type }) => type)).toEqual(['VARCHAR', 'TIMESTAMP']);
    expect(columns[0]).toMatchObject({ kind: 'text', max: 'x7', distinct: { count: 120_000, exact: true } });
    expect(columns[1]).toMatchObject({ max: '2020-01-01 12:30:00', distinct: { count: 2 } });
    expect(warnings.map(({ code }) => code)).toEqual(['COLUMN_RETYPED', 'COLUMN_RETYPED']);
  });
});

describe('odd tables', () => {
  it.each(['exact', 'approximate'] as const)('an empty one has columns without values (%s)', async (accuracy) => {
    const { rows, columns, candidateKeys, duplicateRows } = await profileLines(['a,b'], { accuracy });
    expect([rows, candidateKeys, duplicateRows.count]).toEqual([0, [], 0]);
    expect(columns.map(({ name, count, distinct, min }) => [name, count, distinct.count, min])).toEqual([['a', 0, 0, null], ['b', 0, 0, null]]);
  });

  it.each(['exact', 'approximate'] as const)('a column without values, and one with a single one, are profiled (%s)', async (accuracy) => {
    const { columns, duplicateRows } = await profileLines(['a,b', ',7', ',7', ',7'], { accuracy });
    expect(columns[0]).toMatchObject({ count: 0, nulls: 3, distinct: { count: 0 }, min: null, top: { values: [] } });
    expect(columns[1]).toMatchObject({ min: 7, max: 7, stddev: 0, histogram: { bins: [{ from: 7, to: 7, count: 3 }] } });
    expect(duplicateRows.count).toBe(2);
  });

  it('names may hold quotes, spaces and keywords', async () => {
    const { columns } = await profileLines(['"a ""b""",select,"x\'y;--",c0', '1,2,3,4', '5,6,7,8']);
    expect(columns.map(({ name, min }) => [name, min])).toEqual([['a "b"', 1], ['select', 2], ["x'y;--", 3], ['c0', 4]]);
  });

  it('two hundred columns keep their order', async () => {
    const names = Array.from({ length: 200 }, (_, i) => `col ${i}`);
    const { columns, types } = await profileLines([names.join(','), names.map((_, i) => i).join(','), names.map((_, i) => i + 1).join(',')]);
    expect(columns.map(({ name, min, max }) => [name, min, max])).toEqual(names.map((name, i) => [name, i, i + 1]));
    expect(types.columns).toHaveLength(200);
  });
});

describe('requests', () => {
  it('restrict rows and columns', async () => {
    const { rows, columns } = await profileFixture('seattle-weather', { columns: ['WIND'], where: "weather = 'snow' -- of 1461", topK: 2, bins: 3 });
    expect([rows, columns.map(({ name }) => name)]).toEqual([26, ['wind']]);
    expect(onlyColumn({ columns }).top.values).toHaveLength(2);
    expect(onlyColumn({ columns }).histogram?.bins.length).toBeLessThanOrEqual(3);
  });

  it.each([
    [{ columns: ['wnd'] }, 'UNKNOWN_COLUMN'],
    [{ where: 'nothing > 1' }, 'UNKNOWN_COLUMN'],
    [{ where: "getenv('HOME') = ''" }, 'SQL_REFUSED'],
    [{ where: '1 +' }, 'SQL_SYNTAX'],
    [{ bins: 0 }, 'USAGE'],
    [{ topK: 1.5 }, 'USAGE'],
  ])('%j is refused with %s', async (more, code) => {
    await expect(profileFixture('seattle-weather', more)).rejects.toMatchObject({ code });
  });

  it('are answered in one pass a statement: nothing is staged', async () => {
    const source = join(folder, 'strikes.csv.gz');
    writeFileSync(source, gzipSync(readFileSync(join(FIXTURES, 'birdstrikes.csv'))));
    const roads: string[] = [];
    const { columns } = await profileSource(async (sql, tables) => {
      const answer = await ask(sql, tables);
      roads.push(answer.road);
      return answer;
    }, { source });
    expect(roads).toEqual(['stream', 'stream', 'stream']);
    expect(columns).toEqual((await profileFixture('birdstrikes')).columns);
  });

  it('fail when the source changes between scans', async () => {
    let asked = 0;
    const changing: Ask = async (sql, tables) => {
      const answer = await ask(sql, tables);
      asked += 1;
      return { ...answer, sources: answer.sources.map((source) => ({ ...source, etag: `v${Math.floor(asked / 3)}` })) };
    };
    await expect(profileSource(changing, { source: join(FIXTURES, 'airports.csv') })).rejects.toMatchObject({ code: 'SOURCE_CHANGED' });
  });

  it('fail rather than report from a cut row', async () => {
    const cut: Ask = async (sql, tables): Promise<Answer> => ({ ...(await ask(sql, tables)), truncated: true });
    await expect(profileSource(cut, { source: join(FIXTURES, 'airports.csv') })).rejects.toMatchObject({ code: 'RESULT_LIMIT' });
  });
});

describe('approximate profiles', () => {
  it('say what is approximate, and count the rest exactly', async () => {
    const exact = await profileFixture('birdstrikes');
    const profile = await profileFixture('birdstrikes', { accuracy: 'approximate' });
    expect(profile).toMatchObject({ accuracy: 'approximate', duplicateRows: { count: 24, exact: false, sampledOneIn: 1 } });
    for (const [index, column] of profile.columns.entries()) {
      const { count, nulls, min, max, text, histogram, distinct } = columnAt(exact, index);
      expect(column).toMatchObject({ count, nulls, min, max, ...(text && { text }), ...(histogram && { histogram }) });
      if (column.distinct.exact) expect(column.distinct).toEqual(distinct);
      expect(Math.abs(column.distinct.count / distinct.count - 1)).toBeLessThan(0.3);
      if (column.top.exact) expect(column.top.values.map((entry) => entry.count)).toEqual(exact.columns[index]?.top.values.map((entry) => entry.count));
      for (const { value, count: n } of column.top.values) {
        const [expected] = await plain(`SELECT count(*) FROM birdstrikes WHERE CAST(${quoteIdentifier(column.name)} AS VARCHAR) = '${String(value).replaceAll("'", "''")}'`);
        expect([value, n]).toEqual([value, expected]);
      }
    }
    expect(profile.columns.find(({ name }) => name === 'Wildlife Size')).toMatchObject({ distinct: { count: 3, exact: true }, top: { exact: true } });
    expect(profile.columns.find(({ name }) => name === 'Flight Date')).toMatchObject({ distinct: { exact: false }, quantiles: { exact: false } });
  });

  it('check keys by the hashes of their values', async () => {
    const { candidateKeys } = await profileFixture('airports', { accuracy: 'approximate' });
    expect(candidateKeys).toEqual([{ columns: ['iata'], exact: false }]);
  });

  it('take the place of exact ones that need too much memory, unless those were asked for', async () => {
    const small: Ask = (sql, tables) => (sql.includes('MATERIALIZED') ? Promise.reject(new EngineError('MEMORY_LIMIT', 'too much')) : ask(sql, tables));
    const source = join(FIXTURES, 'airports.csv');
    expect((await profileSource(small, { source })).accuracy).toBe('approximate');
    await expect(profileSource(small, { source, accuracy: 'exact' })).rejects.toMatchObject({ code: 'MEMORY_LIMIT' });
  });
});
