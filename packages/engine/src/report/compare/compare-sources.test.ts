import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startS3Server, type S3Server } from '@sluice/testing';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createEngine, type Engine } from '../../engine.js';
import type { Ask, CompareOptions } from './compare-options.js';
import type { CompareReport, RowComparison } from './compare-report.js';
import { compareSources } from './compare-sources.js';

let folder: string;
let s3: S3Server;
let engine: Engine;
let asked: string[] = [];
const ask: Ask = (sql, options) => {
  if (options.dryRun !== true) asked.push(sql);
  return engine.query(sql, options);
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-compare-'));
  s3 = await startS3Server();
  s3.createBucket('data');
  engine = createEngine({ roots: [folder], s3: { endpoint: s3.endpoint, region: s3.region, credentials: s3.credentials } });
});
afterAll(async () => {
  await engine[Symbol.asyncDispose]();
  await s3.close();
  rmSync(folder, { recursive: true });
});

function file(name: string, text: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

async function compare(left: string, right: string, options: Partial<CompareOptions> = {}): Promise<CompareReport> {
  asked = [];
  return await compareSources(ask, { left: file('left.csv', left), right: file('right.csv', right), key: ['id'], ...options });
}

async function compareRows(left: string, right: string, options: Partial<CompareOptions> = {}): Promise<RowComparison> {
  const { rows } = await compare(left, right, options);
  if (rows === undefined) throw new Error('the report has no rows');
  return rows;
}

const LEFT = `id,name,price,qty,day,note
1,ann,1.50,3,2024-01-01,
2,bob,2.25,4,2024-01-02,x
3,cy,3.00,5,2024-01-03,y
4,dee,4.00,6,2024-01-04,z
5,eve,5,7,2024-01-05,w
5,eve,5,7,2024-01-05,w
,nobody,1,1,2024-01-01,q
`;
const RIGHT = `ID,price,name,qty,day,extra
1,1.5,ann,3,2024-01-01,1
2,2.26,bob,x4,2024-01-02,2
3,3,CY,5,2024-01-03,3
6,6,fay,6,2024-01-06,4
5,5,eve,7,2024-01-05,5
`;

describe('two files that differ in everything', () => {
  it('differ in their columns by name, type, spelling and order', async () => {
    const { schema } = await compare(LEFT, RIGHT);
    expect(schema).toEqual({
      equal: false,
      onlyLeft: [{ name: 'note', type: 'VARCHAR' }],
      onlyRight: [{ name: 'extra', type: 'BIGINT' }],
      typeChanges: [{ column: 'qty', left: 'BIGINT', right: 'VARCHAR' }],
      nameChanges: [{ left: 'id', right: 'ID' }],
      sameOrder: false,
    });
  });

  it('differ in their rows by key', async () => {
    const { verdict, rows } = await compare(LEFT, RIGHT);
    expect(verdict).toBe('different');
    expect(rows).toEqual({
      equal: false,
      key: ['id'],
      columns: [
        { name: 'name', comparedAs: 'values', changedRows: 1 },
        { name: 'price', comparedAs: 'numbers', changedRows: 1 },
        { name: 'qty', comparedAs: 'text', changedRows: 1 },
        { name: 'day', comparedAs: 'values', changedRows: 0 },
      ],
      leftRows: 7,
      rightRows: 5,
      same: 1,
      added: 1,
      removed: 1,
      changed: 2,
      nullKeys: { left: 1, right: 0 },
      duplicateKeys: { keys: 1, leftRows: 2, rightRows: 1, uneven: 1, samples: [{ key: [5], leftRows: 2, rightRows: 1 }] },
      samples: {
        added: [{ key: [6], values: ['fay', 6, '6', '2024-01-06'] }],
        removed: [{ key: [4], values: ['dee', 4, '6', '2024-01-04'] }],
        changed: [
          { key: [2], changes: [{ column: 'price', left: 2.25, right: 2.26 }, { column: 'qty', left: '4', right: 'x4' }] },
          { key: [3], changes: [{ column: 'name', left: 'cy', right: 'CY' }] },
        ],
      },
    });
  });

  it('are scanned once, by one statement', async () => {
    await compare(LEFT, RIGHT);
    expect(asked).toHaveLength(1);
  });

  it.each(['gzip on the left, S3 on the right', 'S3 on the left, gzip on the right'])('give the same report with %s', async (places) => {
    const plain = await compare(LEFT, RIGHT);
    const gzip = (text: string): string => file('packed.csv.gz', gzipSync(text));
    const inS3 = (text: string): string => (s3.put('data', 'file.csv', Buffer.from(text)), 's3://data/file.csv');
    const [left, right] = places.startsWith('gzip') ? [gzip(LEFT), inS3(RIGHT)] : [inS3(LEFT), gzip(RIGHT)];
    const report = await compareSources(ask, { left, right, key: ['id'] });
    expect(report).toMatchObject({ schema: plain.schema, rows: plain.rows, verdict: plain.verdict });
    expect(report.sources.map(({ uri }) => uri).sort()).toEqual([left, right].sort());
  });

  it('survive JSON', async () => {
    const report = await compare(LEFT, RIGHT);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });
});

describe('values', () => {
  // A row of each side's own gives its column a type and changes nothing.
  it.each([
    ['NULL is NULL', '', '', 'x', 'x', 0],
    ['NULL is no value', '', 'a', 'x', 'x', 1],
    ['a value is not NULL', 'a', '', 'x', 'x', 1],
    ['text is compared exactly', 'a', 'A', 'x', 'x', 1],
    ['1.50 is 1.5', '1.50', '1.5', '2.5', '2.5', 0],
    ['an integer is the same DOUBLE', '3', '3.0', '4', '4.5', 0],
    ['an integer is the same DECIMAL', '3', '3.00', '4', '0.12345678901234567890', 0],
    ['a DECIMAL is one of another scale', '0.500000000000000001', '0.50000000000000000100', '0.123456789012345678', '0.12345678901234567890', 0],
    ['a DECIMAL differs in its last digit', '0.500000000000000001', '0.500000000000000002', '0.123456789012345678', '0.123456789012345678', 1],
    ['integers beyond 2^53 differ in their last digit', '9007199254740993', '9007199254740992', '4', '4', 1],
    ['an integer beyond 2^53 is not the DOUBLE nearest to it', '9007199254740990001', '9.00719925474099e18', '4', '4.5', 1],
    ['an integer beyond 2^53 is the same DOUBLE', '9007199254740990000', '9.00719925474099e18', '4', '4.5', 0],
    ['a large DOUBLE is its integer', '100000000000000000000000', '1e23', '4', '4.5', 0],
    ['a number against text is its text in the file', '1.50', '1.50', '2.5', 'words', 0],
    ['a number against text is not another text of it', '1.50', '1.5', '2.5', 'words', 1],
    ['a date against text is its text in the file', '2024-01-01', '2024-01-01', '2024-01-02', 'words', 0],
    ['NaN is NaN', 'NaN', 'NaN', '2.5', '2.5', 0],
  ])('%s', async (_, left, right, onlyLeft, onlyRight, changed) => {
    const rows = await compareRows(`id,v\n1,${left}\n8,${onlyLeft}\n`, `id,v\n1,${right}\n9,${onlyRight}\n`);
    expect(rows).toMatchObject({ changed, same: 1 - changed, added: 1, removed: 1 });
  });

  it.each([
    [{ tolerance: 0.01 }, '1.00', '1.01', 0],
    [{ tolerance: 0.01 }, '1.00', '1.02', 1],
    [{ tolerance: 0.5 }, '', '0.1', 1],
    [{ tolerance: 1 }, '10', '11', 0],
    [{ tolerance: 1 }, '9007199254740991', '9007199254740993', 1],
    [{ tolerance: 0.1 }, '0.500000000000000001', '0.600000000000000001', 0],
    [{ tolerance: 1e-18 }, '0.500000000000000001', '0.500000000000000003', 1],
    [{ tolerance: 5 }, 'a', 'b', 1],
    [{ relativeTolerance: 0.01 }, '1000.5', '1010.5', 0],
    [{ relativeTolerance: 0.01 }, '1000.5', '1011.5', 1],
    [{ relativeTolerance: 0.5 }, '1.5', 'Infinity', 1],
    [{ tolerance: 1, relativeTolerance: 0.01 }, '1.5', '2.5', 0],
  ])('within %j, %s against %s gives %i changed rows', async (tolerance, left, right, changed) => {
    expect((await compareRows(`id,v\n1,${left}\n2,${left}\n`, `id,v\n1,${right}\n2,${left}\n`, tolerance)).changed).toBe(changed);
  });
});

describe('keys', () => {
  it('of several columns tell rows together', async () => {
    const rows = await compareRows('a,b,v\n1,1,x\n1,2,y\n2,1,z\n', 'a,b,v\n2,1,z\n1,2,Y\n2,2,n\n', { key: ['b', 'a'] });
    expect(rows).toMatchObject({ key: ['b', 'a'], added: 1, removed: 1, changed: 1, same: 1 });
    expect(rows.samples.changed).toEqual([{ key: [2, 1], changes: [{ column: 'v', left: 'y', right: 'Y' }] }]);
  });

  it.each([
    ['numbers of different types', 'id\n1\n2\n', 'id\n1.0\n2.5\n', { same: 1, added: 1, removed: 1 }],
    ['integers beyond 2^53 and DOUBLEs', 'id\n9007199254740990001\n9007199254740990000\n', 'id\n9.00719925474099e18\n2.5\n', { same: 1, added: 1, removed: 1 }],
    ['text against numbers', 'id\n01\n2\n', 'id\nx\n2\n', { same: 1, added: 1, removed: 1 }],
    ['dates', 'id\n2024-01-01\n2024-01-02\n', 'id\n2024-01-02\n2024-01-03\n', { same: 1, added: 1, removed: 1 }],
  ])('may be %s', async (_, left, right, counts) => {
    expect(await compareRows(left, right)).toMatchObject(counts);
  });

  it('that are NULL in part are counted and not compared', async () => {
    const report = await compare('id,b,v\n1,,x\n1,2,y\n', 'id,b,v\n1,,z\n1,2,y\n', { key: ['id', 'b'] });
    expect(report.rows).toMatchObject({ nullKeys: { left: 1, right: 1 }, same: 1, changed: 0, equal: true });
    expect(report.verdict).toBe('undecided');
  });

  it('that stand twice are left out on the other side too', async () => {
    const rows = await compareRows('id,v\n1,x\n1,y\n2,z\n', 'id,v\n1,q\n2,z\n');
    expect(rows).toMatchObject({ added: 0, removed: 0, changed: 0, same: 1, equal: false });
    expect(rows.duplicateKeys).toMatchObject({ keys: 1, leftRows: 2, rightRows: 1, uneven: 1 });
  });

  it('that stand twice on both sides leave equality undecided', async () => {
    expect((await compare('id,v\n1,x\n1,y\n', 'id,v\n1,x\n1,y\n')).verdict).toBe('undecided');
  });

  it('are suggested when none is given: columns without NULL and unique on both sides', async () => {
    const left = 'id,half,code,same\n1,,a,x\n2,2,b,x\n3,3,c,x\n';
    const right = 'same,code,half,ID\nx,a,1,1\nx,b,2,2\nx,a,3,4\n';
    await expect(compare(left, right, { key: [] })).rejects.toMatchObject({ code: 'USAGE', hint: 'Unique on both sides: "id".' });
  });

  it('are not suggested where no column is unique', async () => {
    await expect(compare('a\n1\n1\n', 'a\n1\n2\n', { key: [] })).rejects.toMatchObject({ code: 'USAGE', hint: expect.stringContaining('No column is unique') });
  });

  it.each([
    [{ key: ['nope'] }, 'UNKNOWN_COLUMN', 'No side has a column "nope"'],
    [{ key: ['l'] }, 'UNKNOWN_COLUMN', 'The right side has no column "l"'],
    [{ key: ['r'] }, 'UNKNOWN_COLUMN', 'The left side has no column "r"'],
    [{ key: ['id', 'ID'] }, 'USAGE', 'names a column twice'],
    [{ key: ['id'], ignore: ['nope'] }, 'UNKNOWN_COLUMN', 'Neither side has the column "nope"'],
    [{ key: ['id'], ignore: ['id'] }, 'UNKNOWN_COLUMN', 'No side has a column "id"'],
    [{ tolerance: -1 }, 'USAGE', 'A tolerance has to be'],
    [{ relativeTolerance: NaN }, 'USAGE', 'A tolerance has to be'],
    [{ samples: 1.5 }, 'USAGE', 'samples has to be'],
  ])('and options %j are refused', async (options, code, message) => {
    await expect(compare('id,l\n1,1\n', 'id,r\n1,1\n', options)).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });
});

describe('sources', () => {
  it.each([
    ['the same file', LEFT.replace('5,eve,5,7,2024-01-05,w\n,nobody,1,1,2024-01-01,q\n', '')],
    ['files with a header and no rows', 'id,v\n'],
    ['files with nothing but a key', 'id\n1\n2\n'],
  ])('%s are equal', async (_, text) => {
    const path = file('same.csv', text);
    const report = await compareSources(ask, { left: path, right: path, key: ['id'] });
    expect(report).toMatchObject({ verdict: 'equal', schema: { equal: true }, rows: { equal: true, added: 0, removed: 0, changed: 0 } });
    expect(report.rows?.same).toBe(text.trim().split('\n').length - 1);
  });

  it.each([
    ['id,v\n', 'id,v\n1,x\n2,y\n', { added: 2, removed: 0, leftRows: 0, rightRows: 2 }],
    ['id,v\n1,x\n2,y\n', 'id,v\n', { added: 0, removed: 2, leftRows: 2, rightRows: 0 }],
  ])('of which one has no rows differ in all of the other: %j, %j', async (left, right, counts) => {
    expect(await compareRows(left, right)).toMatchObject({ ...counts, same: 0, changed: 0, equal: false });
  });

  const csvOf = (...rows: readonly (readonly string[])[]): string =>
    rows.map((row) => `${row.map((value) => `"${value.replaceAll('"', '""')}"`).join(',')}\n`).join('');

  it('may have any column names', async () => {
    const names = ['select', 'a "b"', "it's", 'x0', 'k0', 'left', 'a.b', '__proto__', 'größe', 'two words', 'kind', ','];
    const left = csvOf(names, names.map((_, i) => `v${i}`));
    const right = csvOf(names, names.map((_, i) => (i < 3 ? `v${i}` : 'w')));
    const rows = await compareRows(left, right, { key: ['SELECT', 'a "b"'] });
    expect(rows).toMatchObject({ key: ['select', 'a "b"'], changed: 1, added: 0, removed: 0 });
    expect(rows.samples.changed[0]?.changes).toEqual(names.slice(3).map((column, i) => ({ column, left: `v${i + 3}`, right: 'w' })));
  });

  it('may have any column names where values are compared as text', async () => {
    const names = ['id', 'a "b"', "it's", 'Select'];
    const left = csvOf(names, ['1', '1.50', '1.0', '1'], ['2', '2.5', '2', '2']);
    const rows = await compareRows(left, csvOf(names, ['1', '1.50', '1', '1'], ['2', 'words', 'words', 'words']));
    expect(rows.columns).toEqual([
      { name: 'a "b"', comparedAs: 'text', changedRows: 1 },
      { name: "it's", comparedAs: 'text', changedRows: 2 },
      { name: 'Select', comparedAs: 'text', changedRows: 1 },
    ]);
  });

  it('are compared without the ignored columns', async () => {
    const { verdict, rows } = await compare('id,V,only\n1,x,1\n', 'v,id\ny,1\n', { ignore: ['v', 'ONLY'] });
    expect(verdict).toBe('equal');
    expect(rows?.columns).toEqual([]);
  });

  it('whose values turn out to be text are compared as text', async () => {
    // Neither the head nor the middle nor the end of the file shows these values.
    const lines = (odd: string): string => `id,v\n${Array.from({ length: 150_000 }, (_, i) => `${i},${i === 50_000 ? odd : `${i}.50`}\n`).join('')}`;
    const report = await compare(lines('A-1'), lines('7.5').replaceAll(/,1(\d*)\.50/g, ',1$1.5'), { samples: 1 });
    expect(report.schema?.typeChanges).toEqual([{ column: 'v', left: 'VARCHAR', right: 'DOUBLE' }]);
    expect(report.rows).toMatchObject({ columns: [{ name: 'v', comparedAs: 'text' }], added: 0, removed: 0 });
    expect(report.rows?.changed).toBe(1 + countWhere(150_000, (i) => i !== 50_000 && String(i).startsWith('1')));
  });

  it('that never settle on their types are an error', async () => {
    let flips = 0;
    const fickle: Ask = async (sql, options) => {
      const answer = await ask(sql, options);
      flips += options.dryRun === true ? 0 : 1;
      const type = flips % 2 === 0 ? 'BIGINT' : 'DOUBLE';
      return { ...answer, rows: answer.rows.map((row) => row.map((cell, i) => (answer.columns[i]?.name === 'left_types' ? ['BIGINT', type] : cell))) };
    };
    const path = file('fickle.csv', 'id,v\n1,2\n');
    await expect(compareSources(fickle, { left: path, right: path, key: ['id'] })).rejects.toMatchObject({ code: 'DATA_TYPE' });
  });

  it('that change between the samples and the rows are an error', async () => {
    const path = file('changing.csv', 'id,v\n1,2\n');
    const changing: Ask = async (sql, options) => {
      if (options.dryRun !== true) file('changing.csv', 'id,v\n1,2\n3,4\n');
      return await ask(sql, options);
    };
    await expect(compareSources(changing, { left: path, right: path, key: ['id'] })).rejects.toMatchObject({ code: 'SOURCE_CHANGED' });
  });

  it('give no more samples than asked for, in the order of the key', async () => {
    const lines = (first: number): string => `id\n${Array.from({ length: 20 }, (_, i) => `${first + ((i * 7) % 20)}\n`).join('')}`;
    const rows = await compareRows(lines(0), lines(100), { samples: 2 });
    expect(rows.samples.added.map(({ key }) => key)).toEqual([[100], [101]]);
    expect(rows.samples.removed.map(({ key }) => key)).toEqual([[0], [1]]);
  });

  it('give samples of long values shortened, and huge samples as an error', async () => {
    const rows = await compareRows(`id,v\n1,${'x'.repeat(5_000)}\n`, 'id,v\n');
    expect(rows.samples.removed[0]?.values[0]).toMatch(/^x{1000}…\[\+4000 chars\]$/);
    const huge = `id,v\n1,${'x'.repeat(11_000_000)}\n`;
    await expect(compareRows(huge, 'id,v\n')).rejects.toMatchObject({ code: 'RESULT_LIMIT' });
    expect(await compareRows(huge, 'id,v\n', { samples: 0 })).toMatchObject({ removed: 1 });
  });
});

describe('modes', () => {
  it('schema asks nothing but the samples, needs no key, and still tells the sources', async () => {
    const report = await compare('id,a\n1,2\n', 'id,b\n1,2\n', { key: [], mode: 'schema' });
    expect(report).toMatchObject({ verdict: 'different', schema: { equal: false }, sources: [{}, {}] });
    expect(report).not.toHaveProperty('rows');
    expect(asked).toEqual([]);
  });

  it('rows leaves differences of the columns alone', async () => {
    const report = await compare('id,a\n1,2\n', 'b,ID\n2,1.0\n', { mode: 'rows' });
    expect(report.verdict).toBe('equal');
    expect(report).not.toHaveProperty('schema');
  });
});

const countWhere = (n: number, test: (i: number) => boolean): number => Array.from({ length: n }, (_, i) => i).filter(test).length;
