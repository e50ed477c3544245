import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import fc from 'fast-check';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatCsv } from './csv.js';

let instance: DuckDBInstance;
let connection: DuckDBConnection;
const folder = mkdtempSync(join(tmpdir(), 'csv-round-trip-'));

beforeAll(async () => {
  instance = await DuckDBInstance.create(':memory:');
  connection = await instance.connect();
});
afterAll(() => {
  connection.closeSync();
  instance.closeSync();
  rmSync(folder, { recursive: true });
});

const cells = fc.option(
  fc.array(fc.oneof(fc.constantFrom(',', '"', '\n', '\r', ' ', '\t', '#', "'", '\\', 'é', '😀', 'x'), fc.string()), { maxLength: 6 }).map((parts) => parts.join('')),
  { nil: null },
);

it('is read back by DuckDB value by value, empty text apart from NULL', async () => {
  const path = join(folder, 'answer.csv');
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cells, cells), { minLength: 1, maxLength: 8 }), async (rows) => {
      const columns = [{ name: 'a,1', type: 'VARCHAR' }, { name: '"b"', type: 'VARCHAR' }];
      writeFileSync(path, formatCsv({ columns, rows }));
      const read = await connection.runAndReadAll(
        `SELECT * FROM read_csv('${path}', delim = ',', quote = '"', escape = '"', header = true, auto_detect = false, new_line = '\\n',
           columns = {'a,1': 'VARCHAR', '"b"': 'VARCHAR'}, allow_quoted_nulls = false, parallel = false)`,
      );
      expect(read.getRows()).toEqual(rows);
    }),
    { numRuns: 150 },
  );
});
