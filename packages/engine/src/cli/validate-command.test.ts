import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Command } from 'commander';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addValidateCommand } from './validate-command.js';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-validate-'));
  writeFileSync(at('orders.csv'), 'id,customer,amount\n1,7,10\n2,8,\n2,9,-1\n');
  writeFileSync(at('customers.csv'), 'id\n7\n8\n');
  writeFileSync(at('bad.json'), '{"fields": [{"name": 3}]}');
  writeFileSync(at('broken.json'), '{"fields"');
  const schema = {
    fields: [{ name: 'id', type: 'integer' }, { name: 'customer' }, { name: 'amount', type: 'number', bareNumber: true, constraints: { minimum: 0 } }],
    primaryKey: 'id',
    foreignKeys: [{ fields: 'customer', reference: { resource: 'customers', fields: 'id' } }],
  };
  writeFileSync(at('orders.schema.json'), `\uFEFF${JSON.stringify(schema)}`);
});
afterAll(() => rmSync(folder, { recursive: true }));

const at = (name: string): string => join(folder, name);

async function run(...args: string[]): Promise<{ out: string; err: string; code: number }> {
  const [out, err] = [capture(process.stdout), capture(process.stderr)];
  try {
    const program = new Command('sluice').exitOverride();
    addValidateCommand(program);
    await program.parseAsync(['validate', at('orders.csv'), ...args], { from: 'user' });
    return { out: out.text(), err: err.text(), code: Number(process.exitCode ?? 0) };
  } finally {
    out.restore();
    err.restore();
    process.exitCode = 0;
  }
}

function capture(stream: NodeJS.WriteStream): { text: () => string; restore: () => void } {
  let text = '';
  const spy = jest.spyOn(stream, 'write').mockImplementation((chunk, ...rest: unknown[]) => {
    // Node's own warnings, such as that of the VM modules that jest needs, come whenever they like.
    if (!String(chunk).startsWith('(node:')) text += String(chunk);
    const done = rest.at(-1);
    if (typeof done === 'function') (done as () => void)();
    return true;
  });
  return { text: () => text, restore: () => spy.mockRestore() };
}

describe('sluice validate', () => {
  it('exits with 0 when all checks pass', async () => {
    const { out, err, code } = await run('--not-null', 'id', '--rows', '3', '--format', 'csv');
    expect({ out, err, code }).toEqual({ out: 'result,check,bad_rows,details\npass,id is not null,0,""\npass,3 rows,,""\n', err: 'passed: 2 checks, 3 rows\n', code: 0 });
  });

  it('exits with 7 when a check fails, and shows the rows', async () => {
    const { out, err, code } = await run('--unique', 'id', '--range', 'amount=0..', '--not-null', 'amount', '--foreign-key', `customer=${at('customers.csv')}:id`, '--format', 'table');
    expect(code).toBe(7);
    expect(err).toBe('FAILED: 4 of 4 checks, 3 rows\n');
    for (const text of ['row 3 repeats row 2: 2', 'row 3: -1', 'row 2: NULL', 'row 3: 9']) expect(out).toContain(text);
  });

  it('gives the whole report as JSON, and nothing beside it', async () => {
    const { out, err, code } = await run('--in', 'id=1', '--samples', '1', '--format', 'json');
    expect(code).toBe(7);
    expect(err).toBe('');
    expect(JSON.parse(out)).toMatchObject({
      passed: false,
      rowCount: 3,
      failedChecks: 1,
      checks: [{ kind: 'in-set', columns: ['id'], passed: false, badRows: 2, samples: [{ row: 2, values: { id: '2' } }] }],
      sources: [{ uri: at('orders.csv') }],
    });
  });

  it('checks what a Table Schema asks for, and names what it does not', async () => {
    const { out, err, code } = await run('--schema', at('orders.schema.json'), '--resource', `customers=${at('customers.csv')}`, '--format', 'jsonl');
    expect(out.trim().split('\n').map((line) => (JSON.parse(line) as { result: string; check: string })).map(({ result, check }) => `${result} ${check}`)).toEqual([
      'pass columns are id, customer, amount',
      'pass id is integer',
      'pass amount is number',
      'FAIL amount is at least 0',
      'pass id is not null',
      'FAIL id is unique',
      `FAIL customer in ${at('customers.csv')}:id`,
    ]);
    expect(err).toContain("warning NOT_CHECKED: The schema's fields[2].bareNumber is not checked.");
    expect(code).toBe(7);
  });

  it.each([
    [['--missing', '10'], 'row 1: 10'],
    [[], 'row 2: NULL'],
  ])('with %j fails not-null in %s', async (missing, row) => {
    expect((await run('--not-null', 'amount', ...missing, '--format', 'markdown')).out).toContain(row);
  });

  it.each([
    [['--schema', 'bad.json'], 'fields[0].name'],
    [['--schema', 'broken.json'], 'cannot be read'],
    [['--schema', 'absent.json'], 'cannot be read'],
    [['--schema', 'orders.schema.json'], 'which file "customers" is'],
    [['--range', 'amount=x'], 'no range check'],
    [['--not-null', 'idd'], 'no column "idd"'],
    [[], 'nothing to check'],
  ])('exits with 2 for %j, saying %s', async (args, why) => {
    const { out, err, code } = await run(...args.map((arg) => (arg.endsWith('.json') ? at(arg) : arg)), '--format', 'json');
    expect([out, code]).toEqual(['', 2]);
    expect((JSON.parse(err) as { error: { message: string } }).error.message).toContain(why);
  });
});
