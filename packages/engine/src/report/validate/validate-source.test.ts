import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startS3Server, type S3Server } from '@sluice/testing';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createEngine, type Engine } from '../../engine.js';
import type { Check } from './check.js';
import type { CheckResult, ValidationReport } from './report.js';
import { validateSource, type ValidationRequest } from './validate-source.js';

const ORDERS = `id,customer,amount,day,status,email,zip,note
1,7,10.5,2024-01-05,open,a@x.org,00123,
2,8,1e1,2024-02-30,paid,b@x,12345,
3,,abc,2024-03-01,lost,,1234,
3,9,-4,01/02/2024,open,c@x.org,,
5,7,,2024-05-01T00:00:00,NA,"d@x.org
e@x.org",99999,
`;
const CUSTOMERS = 'id,region\n7,north\n8,south\n';
const HARD = '"a ""b"", c",select,Größe\n1,x,1\n1,y,2\n2,x,\n';

let folder: string;
let s3: S3Server;
let engine: Engine;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-validate-'));
  s3 = await startS3Server();
  s3.createBucket('data');
  write('orders.csv', ORDERS);
  write('customers.csv', CUSTOMERS);
  write('hard.csv', HARD);
  write('none.csv', 'id,amount\n');
  write('empty-column.csv', 'id,amount\n1,\n2,\n');
  write('numbers.csv', 'n,m\n9007199254740993,"1.234,50"\n9007199254740992,"1.5"\n0.1,"7"\n007,"1,5"\n1.0,""\n');
  writeFileSync(join(folder, 'orders.csv.gz'), gzipSync(ORDERS));
  s3.put('data', 'customers.csv.gz', gzipSync(CUSTOMERS));
  engine = createEngine({ roots: [folder], s3: { endpoint: s3.endpoint, region: s3.region, credentials: s3.credentials } });
});
afterAll(async () => {
  await engine[Symbol.asyncDispose]();
  await s3.close();
  rmSync(folder, { recursive: true });
});

const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
const path = (name: string): string => join(folder, name);
const validate = (request: ValidationRequest): Promise<ValidationReport> => validateSource((sql) => engine.query(sql), request);

async function only(file: string, check: Check, more: Partial<ValidationRequest> = {}): Promise<CheckResult> {
  const { checks: [result] } = await validate({ source: path(file), checks: [check], ...more });
  if (result === undefined) throw new Error('no result');
  return result;
}

const customers = (): string => path('customers.csv');
const number = { name: 'number' } as const;

const ROW_CASES: readonly (readonly [Check, readonly number[]])[] = [
  [{ kind: 'not-null', column: 'id' }, []],
  [{ kind: 'not-null', column: 'customer' }, [3]],
  [{ kind: 'range', column: 'amount', type: number, min: '-4', max: '10.5' }, [3]],
  [{ kind: 'range', column: 'amount', type: number, min: '0' }, [3, 4]],
  [{ kind: 'range', column: 'amount', type: number, max: '10' }, [1, 3]],
  [{ kind: 'range', column: 'day', type: { name: 'date' }, max: '2024-02-01' }, [2, 3, 4, 5]],
  [{ kind: 'regex', column: 'email', pattern: '[a-z]@x[.]org' }, [2, 5]],
  [{ kind: 'regex', column: 'email', pattern: '(?s).+@x([.]org)?' }, []],
  [{ kind: 'in-set', column: 'status', values: ['open', 'paid', 'lost'] }, [5]],
  [{ kind: 'in-set', column: 'amount', values: ['10', '-4.00', '10.50'], type: number }, [3]],
  [{ kind: 'in-set', column: 'status', values: [] }, [1, 2, 3, 4, 5]],
  [{ kind: 'length', column: 'zip', min: 5, max: 5 }, [3]],
  [{ kind: 'length', column: 'status', max: 3 }, [1, 2, 3, 4]],
  [{ kind: 'type', column: 'amount', type: number }, [3]],
  [{ kind: 'type', column: 'amount', type: { name: 'integer' } }, [1, 2, 3]],
  [{ kind: 'type', column: 'day', type: { name: 'date' } }, [2, 4, 5]],
  [{ kind: 'type', column: 'day', type: { name: 'date', format: '%d/%m/%Y' } }, [1, 2, 3, 5]],
  [{ kind: 'type', column: 'day', type: { name: 'datetime' } }, [1, 2, 3, 4]],
  [{ kind: 'type', column: 'id', type: { name: 'boolean' } }, [2, 3, 4, 5]],
  [{ kind: 'type', column: 'id', type: { name: 'boolean', trueValues: ['1', '2'], falseValues: ['3', '5'] } }, []],
  [{ kind: 'type', column: 'zip', type: { name: 'year' } }, []],
  [{ kind: 'type', column: 'status', type: { name: 'year' } }, [1, 2, 3, 4, 5]],
  [{ kind: 'type', column: 'day', type: { name: 'time' } }, [1, 2, 3, 4, 5]],
  [{ kind: 'type', column: 'email', type: { name: 'string', format: 'email' } }, [2, 5]],
  [{ kind: 'unique', columns: ['id', 'customer'] }, []],
  [{ kind: 'unique', columns: ['id'] }, [4]],
];

describe.each(['orders.csv', 'orders.csv.gz'])('of %s', (file) => {
  it.each(ROW_CASES)('%j fails rows %j', async (check, rows) => {
    const { passed, badRows, samples } = await only(file, check);
    expect({ passed, badRows, rows: samples.map(({ row }) => row) }).toEqual({ passed: rows.length === 0, badRows: rows.length, rows });
  });

  it('one question answers all checks at once, in their order', async () => {
    const statements: string[] = [];
    const report = await validateSource((sql) => (statements.push(sql), engine.query(sql)), { source: path(file), checks: ROW_CASES.map(([check]) => check) });
    expect(report.checks.map(({ badRows }) => badRows)).toEqual(ROW_CASES.map(([, rows]) => rows.length));
    expect(report).toMatchObject({ passed: false, rowCount: 5, failedChecks: ROW_CASES.filter(([, rows]) => rows.length > 0).length });
    expect(statements.filter((sql) => sql.includes('read_csv') && !sql.includes('DESCRIBE'))).toHaveLength(1);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });
});

describe('samples', () => {
  it('show the values as they stand in the file', async () => {
    const { samples } = await only('orders.csv', { kind: 'range', column: 'amount', type: number, max: '5' });
    expect(samples).toEqual([{ row: 1, values: { amount: '10.5' } }, { row: 2, values: { amount: '1e1' } }, { row: 3, values: { amount: 'abc' } }]);
  });

  it('name the first row that a repeated key has', async () => {
    const { samples } = await only('hard.csv', { kind: 'unique', columns: ['a "b", c'] });
    expect(samples).toEqual([{ row: 2, values: { 'a "b", c': '1' }, firstRow: 1 }]);
  });

  it.each([[0, 0], [2, 2]])('are no more than %d when so many are asked for', async (samples, expected) => {
    const result = await only('orders.csv', { kind: 'in-set', column: 'status', values: [] }, { samples });
    expect([result.samples.length, result.badRows]).toEqual([expected, 5]);
  });

  it('cut long values and say so', async () => {
    write('long.csv', `t\n${'ä'.repeat(300)}\n`);
    const { samples } = await only('long.csv', { kind: 'length', column: 't', max: 3 });
    expect(samples[0]?.values).toEqual({ t: `${'ä'.repeat(200)}…` });
  });
});

describe('missing values', () => {
  it('are the given texts beside the empty field', async () => {
    const missing = ['', 'NA'];
    expect(await only('orders.csv', { kind: 'not-null', column: 'status' }, { missing })).toMatchObject({ samples: [{ row: 5, values: { status: 'NA' } }] });
    expect(await only('orders.csv', { kind: 'in-set', column: 'status', values: ['open', 'paid', 'lost'] }, { missing })).toMatchObject({ passed: true });
  });

  it('leave an empty field a text when it is not among them', async () => {
    expect(await only('orders.csv', { kind: 'not-null', column: 'note' }, { missing: [] })).toMatchObject({ passed: true });
    expect(await only('orders.csv', { kind: 'type', column: 'note', type: number }, { missing: ['NA'] })).toMatchObject({ badRows: 5 });
  });

  it('fail nothing but not-null when a whole column is empty', async () => {
    const checks: Check[] = [
      { kind: 'not-null', column: 'amount' },
      { kind: 'type', column: 'amount', type: number },
      { kind: 'unique', columns: ['amount'] },
      { kind: 'foreign-key', columns: ['amount'], reference: { source: customers(), columns: ['id'] } },
    ];
    const report = await validate({ source: path('empty-column.csv'), checks });
    expect(report.checks.map(({ badRows }) => badRows)).toEqual([2, 0, 0, 0]);
  });
});

describe('numbers', () => {
  it.each([
    ['9007199254740992', [1]],
    ['9007199254740993', []],
    ['0.1', [1, 2, 4, 5]],
    ['1', [1, 2, 4]],
  ])('are no greater than %s but in rows %j, to the last digit', async (max, rows) => {
    const { samples } = await only('numbers.csv', { kind: 'range', column: 'n', type: number, max });
    expect(samples.map(({ row }) => row)).toEqual(rows);
  });

  it.each([
    [['9007199254740992', '0.10', '1', '7'], [1]],
    [['9007199254740993', '9007199254740992', '1e-1', '1', '7'], []],
  ])('are among %j but in rows %j', async (values, rows) => {
    const { samples } = await only('numbers.csv', { kind: 'in-set', column: 'n', type: number, values });
    expect(samples.map(({ row }) => row)).toEqual(rows);
  });

  it.each([
    [{ decimalChar: ',' }, [1, 2]],
    [{ decimalChar: ',', groupChar: '.' }, []],
    [{ groupChar: ',' }, []],
    [{}, [1, 4]],
  ])('written with %j do not fit in rows %j', async (marks, rows) => {
    const { samples } = await only('numbers.csv', { kind: 'type', column: 'm', type: { ...number, ...marks } });
    expect(samples.map(({ row }) => row)).toEqual(rows);
  });
});

describe('foreign keys', () => {
  it.each([
    ['a local file', () => customers()],
    ['a packed file in S3', () => 's3://data/customers.csv.gz'],
  ])('are looked up in %s', async (_, source) => {
    const result = await only('orders.csv.gz', { kind: 'foreign-key', columns: ['customer'], reference: { source: source(), columns: ['ID'] } });
    expect(result).toMatchObject({ passed: false, badRows: 1, samples: [{ row: 4, values: { customer: '9' } }] });
  });

  it('of several columns match row by row', async () => {
    const check = { kind: 'foreign-key', columns: ['customer', 'status'], reference: { columns: ['customer', 'status'] } } as const;
    expect(await only('orders.csv', check)).toMatchObject({ passed: true, badRows: 0 });
    expect(await only('orders.csv', { ...check, reference: { columns: ['id', 'status'] } })).toMatchObject({ badRows: 4 });
  });
});

describe('row counts', () => {
  it.each([
    [{ min: 5, max: 5 }, undefined],
    [{ min: 6 }, 'there are 5'],
    [{ max: 4 }, 'there are 5'],
    [{ max: 5 }, undefined],
  ])('%j of five rows: %s', async (bounds, message) => {
    const result = await only('orders.csv', { kind: 'row-count', ...bounds });
    expect([result.passed, result.message, result.badRows]).toEqual([message === undefined, message, undefined]);
  });
});

describe('a file without rows', () => {
  it('passes all checks but a minimum of rows', async () => {
    const checks: Check[] = [
      { kind: 'not-null', column: 'id' },
      { kind: 'unique', columns: ['id', 'amount'] },
      { kind: 'range', column: 'amount', type: number, min: '1' },
      { kind: 'row-count', min: 1 },
    ];
    const report = await validate({ source: path('none.csv'), checks });
    expect(report.checks.map(({ passed }) => passed)).toEqual([true, true, true, false]);
    expect(report.rowCount).toBe(0);
  });
});

describe('columns', () => {
  it('are found whatever their names', async () => {
    const checks: Check[] = [
      { kind: 'unique', columns: ['a "b", c', 'SELECT'] },
      { kind: 'in-set', column: 'select', values: ['x'] },
      { kind: 'not-null', column: 'Größe' },
    ];
    const report = await validate({ source: path('hard.csv'), checks });
    expect(report.checks.map(({ samples }) => samples.map(({ values }) => values))).toEqual([[], [{ select: 'y' }], [{ Größe: null }]]);
  });

  it.each([
    [['id', 'amount'], 'exact', undefined],
    [['amount', 'id'], 'exact', 'the order is id, amount'],
    [['amount', 'id'], 'equal', undefined],
    [['id'], 'equal', 'not expected: amount'],
    [['id'], 'subset', undefined],
    [['id', 'total', 'amount'], 'subset', 'missing: total'],
    [['id', 'total'], 'exact', 'missing: total; not expected: amount'],
  ] as const)('%j (%s) of id and amount: %s', async (names, match, message) => {
    const result = await only('none.csv', { kind: 'columns', names, match });
    expect([result.passed, result.message]).toEqual([message === undefined, message]);
  });

  it('that are absent fail their checks where the columns are checked too', async () => {
    const checks: Check[] = [{ kind: 'columns', names: ['id', 'total'], match: 'subset' }, { kind: 'not-null', column: 'total' }, { kind: 'not-null', column: 'id' }];
    const report = await validate({ source: path('none.csv'), checks });
    expect(report.checks).toMatchObject([{ passed: false }, { passed: false, message: 'there is no column "total"', samples: [] }, { passed: true }]);
  });

  it('can be 200, each with several checks', async () => {
    const names = Array.from({ length: 200 }, (_, i) => `c${i}`);
    write('wide.csv', `${names.join()}\n${names.map((_, i) => i).join()}\n${names.map(() => '').join()}\n`);
    const checks = names.flatMap((column): Check[] => [{ kind: 'not-null', column }, { kind: 'type', column, type: number }, { kind: 'length', column, max: 2 }]);
    const report = await validate({ source: path('wide.csv'), checks });
    expect(report.failedChecks).toBe(200 + 100);
  });
});

describe('refuses', () => {
  it.each([
    [{ kind: 'not-null', column: 'Custmer' }, { code: 'UNKNOWN_COLUMN', hint: expect.stringContaining('"customer"') }],
    [{ kind: 'foreign-key', columns: ['id'], reference: { columns: ['ident'] } }, { code: 'UNKNOWN_COLUMN', message: expect.stringContaining('"ident"') }],
    [{ kind: 'regex', column: 'id', pattern: '[a' }, { code: 'USAGE', message: expect.stringContaining('missing ]') }],
    [{ kind: 'range', column: 'day', type: { name: 'date' }, min: '2024-02-30' }, { code: 'USAGE', message: expect.stringContaining('"2024-02-30" is no date') }],
    [{ kind: 'in-set', column: 'id', type: number, values: ['1', 'x'] }, { code: 'USAGE', message: expect.stringContaining('"x" is no number') }],
    [{ kind: 'type', column: 'day', type: { name: 'date', format: '%Q' } }, { code: 'USAGE', message: expect.stringContaining('%Q') }],
    [{ kind: 'row-count', min: 2, max: 1 }, { code: 'USAGE', message: expect.stringContaining('greater') }],
    [{ kind: 'foreign-key', columns: ['id', 'day'], reference: { columns: ['id'] } }, { code: 'USAGE', message: expect.stringContaining('2 columns') }],
  ] satisfies [Check, object][])('%j', async (check, error) => {
    await expect(only('orders.csv', check)).rejects.toMatchObject(error);
  });

  it('a request without checks', async () => {
    await expect(validate({ source: path('orders.csv'), checks: [] })).rejects.toMatchObject({ code: 'USAGE' });
  });
});

it('numbers rows through all files and segments, in order', async () => {
  const lines = (from: number): string => Array.from({ length: 200_000 }, (_, i) => `${from + i},some text that makes the file longer\n`).join('');
  write('part1.csv', `n,text\n${lines(1)}`);
  writeFileSync(join(folder, 'part2.csv.gz'), gzipSync(`n,text\n${lines(200_001)}`));
  const checks: Check[] = [{ kind: 'in-set', column: 'text', values: [] }, { kind: 'range', column: 'n', type: number, max: '350000' }, { kind: 'unique', columns: ['n'] }];
  const { rowCount, checks: [all, high, unique] } = await validate({ source: [path('part1.csv'), path('part2.csv.gz')], checks });
  expect([rowCount, all?.badRows, unique?.passed]).toEqual([400_000, 400_000, true]);
  expect(high?.samples.map(({ row, values }) => [row, values])).toEqual([350_001, 350_002, 350_003, 350_004, 350_005].map((n) => [n, { n: String(n) }]));
});
