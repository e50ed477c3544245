import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestServer, type TestServer } from '../../test/test-server.js';

let server: TestServer;

beforeAll(async () => {
  server = await openTestServer();
  server.write('orders.csv', 'id,customer,amount,day,mail\n1,a,10,13/02/2026,x@y.org\n1,b,-5,14/02/2026,nobody\n3,z,70,2026,\n');
  server.write('customers.csv', 'name\na\nb\n');
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

const validate = (args: Record<string, unknown>) => server.call('validate', { source: 'orders.csv', ...args });

describe('validate', () => {
  it.each<[Record<string, unknown>, string, string]>([
    [{ check: 'not_null', column: 'mail' }, '1', 'row 3: NULL'],
    [{ check: 'unique', columns: ['id'] }, '1', 'row 2 repeats row 1: 1'],
    [{ check: 'type', column: 'day', type: 'date', format: '%d/%m/%Y' }, '1', 'row 3: 2026'],
    [{ check: 'type', column: 'mail', type: 'email' }, '1', 'row 2: nobody'],
    [{ check: 'range', column: 'amount', min: 0 }, '1', 'row 2: -5'],
    [{ check: 'range', column: 'amount', min: 0, max: '50' }, '2', 'row 2: -5; row 3: 70'],
    [{ check: 'length', column: 'customer', min: 1, max: 1 }, '0', ''],
    [{ check: 'regex', column: 'customer', pattern: '[a-y]' }, '1', 'row 3: z'],
    [{ check: 'in_set', column: 'customer', values: ['a', 'b'] }, '1', 'row 3: z'],
    [{ check: 'foreign_key', columns: ['customer'], source: 'customers.csv', reference_columns: ['name'] }, '1', 'row 3: z'],
    [{ check: 'row_count', min: 1, max: 2 }, 'NULL', 'there are 3'],
    [{ check: 'columns', columns: ['id', 'amount'], match: 'subset' }, 'NULL', ''],
  ])('holds %j', async (check, badRows, details) => {
    const { text } = await validate({ checks: [check] });
    expect(text).toContain(`| ${badRows} | ${details === '' && badRows === 'NULL' ? 'NULL' : details} |`.replace('| NULL | NULL |', '| NULL |'));
    expect(text).toMatch(badRows === '0' || details === '' ? /\nPassed: 1 check, over 3 rows\./ : /\nFAILED: 1 of 1 check, over 3 rows\./);
  });

  it('takes a Table Schema, and says what of it is not checked', async () => {
    const schema = { fields: [{ name: 'id', type: 'integer' }, { name: 'customer' }, { name: 'amount', type: 'integer', constraints: { minimum: 0 } }, { name: 'day' }, { name: 'mail' }], primaryKey: 'id', foreignKeys: [] };
    const { text } = await validate({ schema });
    expect(text).toMatch(/\nFAILED: 2 of \d+ checks/);
  });

  it.each<[Record<string, unknown>, RegExp]>([
    [{}, /^USAGE: There is nothing to check/],
    [{ checks: [{ check: 'not_null' }] }, /^INPUT: A not_null check lacks column\nNext: Give column/],
    [{ checks: [{ check: 'range', column: 'amount', min: 'low' }] }, /^INPUT: A range check cannot be made.*\nNext: Give min/],
    [{ checks: [{ check: 'row_count' }] }, /^INPUT: A row_count check needs min/],
    [{ checks: [{ check: 'length', column: 'id', min: 1.5 }] }, /^INPUT: A length check needs min/],
    [{ checks: [{ check: 'even', column: 'id' }] }, /^INPUT: .*checks\.0\.check/],
    [{ checks: [{ check: 'not_null', column: 'amout' }] }, /^UNKNOWN_COLUMN: .*\n.*\nNext: The nearest names there: "amount"/],
  ])('tells what is wrong with %j', async (args, problem) => {
    expect((await validate(args)).text).toMatch(problem);
  });
});
