import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { InspectOptions } from '../inspect/inspect-source.js';
import { openTestDatabase, type TestDatabase } from './duckdb-parse.fixture.js';
import { planQuery } from './parse-query.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

async function optionsOf(args: string): Promise<InspectOptions | undefined> {
  const { tables } = await planQuery(`FROM read_csv('a.csv', ${args})`, { parse: database.parse, aliases: [] });
  return tables[0]?.options;
}

describe('options of read_csv', () => {
  it.each<[string, InspectOptions]>([
    ["delim=';'", { delimiter: ';' }],
    ["sep='\t'", { delimiter: '\t' }],
    [`quote='''', escape='\\', comment='#'`, { quote: "'", escape: '\\', comment: '#' }],
    ["quote=''", { quote: '' }],
    ['skip=3, header=true', { skip: 3, header: true }],
    ['header=false', { header: false }],
    ['HEADER=1', { header: true }],
    ["new_line='\\r\\n'", { newline: '\r\n' }],
    ["nullstr='NA'", { nullStrings: ['NA'] }],
    ["nullstr=['NA', '-']", { nullStrings: ['NA', '-'] }],
    ["decimal_separator=',', thousands='.'", { decimalSeparator: ',', thousands: '.' }],
    ["dateformat='%d.%m.%Y', timestampformat='%s'", { dateFormat: '%d.%m.%Y', timestampFormat: '%s' }],
    ['all_varchar=true', { allVarchar: true }],
    ["encoding='latin-1'", { encoding: 'latin-1' }],
    ["names=['a', 'b']", { names: ['a', 'b'] }],
    ["column_names=ARRAY['a', 'b']", { names: ['a', 'b'] }],
    ["types={'id': 'BIGINT', 'x': 'DECIMAL(10,2)'}", { types: { id: 'BIGINT', x: 'DECIMAL(10,2)' } }],
    ["dtypes=MAP {'at': 'TIMESTAMP WITH TIME ZONE'}", { types: { at: 'TIMESTAMP WITH TIME ZONE' } }],
    ["names=['a', 'b'], column_types=['INT', 'DATE']", { names: ['a', 'b'], types: { a: 'INT', b: 'DATE' } }],
    ["columns={'a': 'INT', 'b': 'VARCHAR'}", { names: ['a', 'b'], types: { a: 'INT', b: 'VARCHAR' } }],
    ["auto_detect=false, columns={'a': 'INT'}", { delimiter: ',', quote: '"', escape: '"', header: false, skip: 0, names: ['a'], types: { a: 'INT' } }],
    ["auto_detect=false, delim='|', header=true, columns={'a': 'INT'}", { delimiter: '|', quote: '"', escape: '"', header: true, skip: 0, names: ['a'], types: { a: 'INT' } }],
    ["compression='gzip', sample_size=-1, max_line_size=1000, auto_detect=true", {}],
    ['union_by_name=true, null_padding=true, ignore_errors=false, filename=false, hive_partitioning=false, strict_mode=true', {}],
  ])('reads %s', async (args, options) => {
    expect(await optionsOf(args)).toEqual(options);
  });

  it.each([
    ['filename=true', 'filename'],
    ['hive_partitioning=true', 'hive_partitioning'],
    ['hive_types={\'a\': \'INT\'}', 'hive_types'],
    ['buffer_size=1000000', 'buffer_size'],
    ['max_line_size=9000000000000', 'max_line_size'],
    ['maximum_line_size=16000001', 'max_line_size'],
    ['parallel=false', 'parallel'],
    ['ignore_errors=true', 'ignore_errors'],
    ['store_rejects=true', 'store_rejects'],
    ["rejects_table='x'", 'rejects_table'],
    ['allow_quoted_nulls=false', 'allow_quoted_nulls'],
    ['strict_mode=false', 'strict_mode'],
    ['union_by_name=false', 'union_by_name'],
    ["force_not_null=['a']", 'force_not_null'],
    ['normalize_names=true', 'normalize_names'],
    ['nonsense=1', 'nonsense'],
    ['constructor=1', 'constructor'],
    ["__proto__='x'", '__proto__'],
    ["delim=''", 'delim'],
    ["delim='12345'", 'delim'],
    ["quote='ab'", 'quote'],
    ['skip=-1', 'skip'],
    ["skip='1'", 'skip'],
    ['header=2', 'header'],
    ['header=NULL', 'header'],
    ["decimal_separator=';'", 'decimal_separator'],
    ["types={'a': 'INT); DROP TABLE t'}", 'types'],
    ["types=['INT']", 'types'],
    ["types={'a': 1}", 'types'],
    ['names=[]', 'names'],
    ["compression='bz2'", 'compression'],
    ["delim=',', sep=';'", 'sep'],
    ['skip=1+1', 'skip'],
    ['delim=chr(9)', 'delim'],
  ])('refuses %s and names the option', async (args, option) => {
    await expect(optionsOf(args)).rejects.toMatchObject({ code: 'SQL_REFUSED', message: expect.stringContaining(option) });
  });

  it('says what to use instead', async () => {
    await expect(optionsOf('filename=true')).rejects.toMatchObject({ hint: expect.stringContaining('column') });
    await expect(optionsOf('ignore_errors=true')).rejects.toMatchObject({ hint: expect.stringContaining('bad rows') });
    await expect(optionsOf('buffer_sizes=1')).rejects.toMatchObject({ hint: expect.stringContaining('Known options: delim') });
  });

  it.each(["SELECT * FROM read_csv('a.csv', columns={'a': 'INT'}, types={'a': 'INT'})"])('keeps the columns of %s', async (sql) => {
    await expect(planQuery(sql, { parse: database.parse, aliases: [] })).resolves.toMatchObject({ tables: [{ options: { types: { a: 'INT' } } }] });
  });
});
