import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { appendFileSync, chmodSync, mkdtempSync, readdirSync, realpathSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, type Engine, type EngineOptions, type QueryOptions } from '../src/engine.js';
import type { Answer } from '../src/result/answer.js';

let folder: string;
let file: string;
const engines: Engine[] = [];
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'sluice-kept-')));
  file = join(folder, 'data.csv');
});
afterEach(async () => {
  for (const engine of engines.splice(0)) await engine[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

function open(options: EngineOptions = {}): (sql: string, query?: QueryOptions) => Promise<Answer> {
  const engine = createEngine({ roots: [folder], ...options });
  engines.push(engine);
  return (sql, query) => engine.query(sql, { tables: { t: file }, ...query });
}

const ROWS = 60_000;
const line = (i: number): string => `${i},name ${i % 100},${i / 4},${String(1 + (i % 28)).padStart(2, '0')}/01/2024,${i === 7 ? 'NA' : i * 3},${'9'.repeat(17)}${String(i).padStart(6, '0')}\n`;
const HEADER = 'id,name,share,day,count,huge\n';

function writeRows(change: (i: number) => string = line): void {
  writeFileSync(file, HEADER + Array.from({ length: ROWS }, (_, i) => change(i)).join(''));
}

const files = (name: string): string[] => readdirSync(join(folder, name)).filter((entry) => entry.endsWith('.parquet'));

describe('columns that were read', () => {
  it('are read from their copy by the next question, which answers the same', async () => {
    writeRows();
    const ask = open();
    const sql = 'SELECT name, sum(id), count(*) FROM t GROUP BY name ORDER BY name';
    const [first, second] = [await ask(sql), await ask(sql)];
    expect([first.road, second.road]).toEqual(['staged', 'cache']);
    expect(second).toMatchObject({ rows: first.rows, columns: first.columns, types: first.types, sources: first.sources, bytesRead: 0 });
  });

  it('come back value for value, whatever their type, computed with or as written', async () => {
    writeRows();
    const [plain, kept] = [open({ cache: 'off' }), open()];
    await kept('SELECT max(id) FROM t');
    await kept('SELECT max(share) FROM t');
    for (const sql of ['FROM t WHERE id BETWEEN 5 AND 9', 'SELECT * FROM (FROM t) WHERE id < 9 ORDER BY day DESC, count, huge', 'SELECT count(count), min(day), max(huge), sum(huge) FROM t']) {
      const answer = await kept(sql);
      expect(answer.road).toBe('cache');
      expect(answer).toMatchObject(await plain(sql).then(({ rows, columns }) => ({ rows, columns })));
    }
  });

  it('count rows and tell the least and the greatest value without a scan', async () => {
    writeRows();
    const ask = open();
    await ask('SELECT sum(id) FROM t');
    expect(await ask('SELECT count(*), max(id) FROM t')).toMatchObject({ road: 'cache', rows: [[ROWS, ROWS - 1]], types: { trust: 'verified' } });
    expect((await ask('SELECT count(*) FROM t')).sources).toMatchObject([{ uri: file }]);
  });

  it('remember what late values taught, with its warning', async () => {
    writeRows((i) => (i === 40_000 ? line(i).replace(/^40000/, '12.75') : line(i)));
    const ask = open();
    const [first, second] = [await ask('SELECT sum(id) FROM t'), await ask('SELECT sum(id) FROM t')];
    expect(second).toMatchObject({ road: 'cache', rows: first.rows, warnings: first.warnings });
    expect(first.warnings.map(({ code }) => code)).toContain('COLUMN_RETYPED');
    await expect(ask('SELECT sum(id) FROM t', { types: 'strict' })).rejects.toMatchObject({ code: 'DATA_TYPE' });
  });

  it('are not answered for by a late value in a column that nobody asked for', async () => {
    writeRows((i) => (i === 40_000 ? line(i).replace(/9{17}/, 'x') : line(i)));
    const ask = open();
    await ask('SELECT sum(id) FROM t');
    const answer = await ask('SELECT sum(share) FROM t');
    expect(answer).toMatchObject({ rows: [[((ROWS - 1) * ROWS) / 8]], warnings: [expect.objectContaining({ code: 'MISSING_MARKERS' })] });
  });

  it('are checked when a question asks for that, though a sampled copy is there', async () => {
    writeRows();
    const ask = open();
    await ask('SELECT sum(id) FROM t', { types: 'sampled' });
    expect(await ask('SELECT sum(id) FROM t', { types: 'sampled' })).toMatchObject({ road: 'cache', types: { trust: 'sampled' } });
    expect(await ask('SELECT sum(id) FROM t')).toMatchObject({ road: 'staged', types: { trust: 'verified' } });
  });

  it('are not used once the file is another', async () => {
    writeRows();
    const ask = open();
    await ask('SELECT count(*) FROM t');
    appendFileSync(file, line(ROWS));
    utimesSync(file, new Date(), new Date(Date.now() + 5_000));
    expect((await ask('SELECT count(*) FROM t')).rows).toEqual([[ROWS + 1]]);
  });

  it('tell which file a row came from', async () => {
    writeRows();
    const ask = open();
    const sql = 'SELECT DISTINCT filename FROM t';
    expect([await ask(sql), await ask(sql)].map(({ rows }) => rows)).toEqual([[[file]], [[file]]]);
  });

  it('are not kept where bad rows were left out', async () => {
    writeRows((i) => (i === 9 ? '1,2,3,4,5,6,7\n' : line(i)));
    const ask = open();
    const answers = [await ask('SELECT count(*) FROM t', { badRows: 'skip' }), await ask('SELECT count(*) FROM t', { badRows: 'skip' })];
    expect(answers.map(({ rows, badRows }) => [rows[0]?.[0], badRows?.count])).toEqual([[ROWS - 1, 1], [ROWS - 1, 1]]);
    await expect(ask('SELECT count(*) FROM t')).rejects.toMatchObject({ code: 'DATA_BAD_ROW' });
  });

  it('are copied once when many ask at once', async () => {
    writeRows();
    const ask = open({ cache: join(folder, 'kept') });
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask('SELECT sum(id) FROM t')));
    expect(new Set(answers.map(({ rows }) => JSON.stringify(rows))).size).toBe(1);
    expect(answers.filter(({ road }) => road === 'staged')).toHaveLength(1);
    expect(files('kept')).toHaveLength(1);
  });
});

describe('a cache folder', () => {
  it('serves another process', async () => {
    writeRows();
    const options = { cache: join(folder, 'kept') };
    await open(options)('SELECT sum(id) FROM t');
    expect(await open(options)('SELECT sum(id) FROM t')).toMatchObject({ road: 'cache', rows: [[(ROWS * (ROWS - 1)) / 2]] });
  });

  it('may be emptied by another process at any time', async () => {
    writeRows();
    const ask = open({ cache: join(folder, 'kept') });
    await ask('SELECT sum(id) FROM t');
    for (const name of files('kept')) rmSync(join(folder, 'kept', name));
    expect((await ask('SELECT sum(id) FROM t')).rows).toEqual([[(ROWS * (ROWS - 1)) / 2]]);
  });

  it('is its owner\'s alone, and is refused where others may write', () => {
    open({ cache: join(folder, 'kept') });
    expect(statSync(join(folder, 'kept')).mode & 0o777).toBe(0o700);
    chmodSync(join(folder, 'kept'), 0o777);
    expect(() => open({ cache: join(folder, 'kept') })).toThrow(/Others may write/);
  });

  it('is no source: its copies cannot be asked for', async () => {
    writeRows();
    const kept = mkdtempSync(join(tmpdir(), 'sluice-kept-elsewhere-'));
    const ask = open({ cache: kept });
    await ask('SELECT sum(id) FROM t');
    const [copy = ''] = readdirSync(kept).filter((name) => name.endsWith('.parquet'));
    await expect(ask(`FROM '${join(kept, copy)}'`)).rejects.toMatchObject({ code: 'SOURCE_NOT_ALLOWED' });
    rmSync(kept, { recursive: true });
  });

  it('off keeps nothing, and still answers what scans a stream twice', async () => {
    writeRows();
    const ask = open({ cache: 'off' });
    expect((await ask('SELECT sum(id) FROM t')).road).toBe('direct');
    expect((await ask('SELECT sum(id) FROM t')).road).toBe('direct');
  });
});
