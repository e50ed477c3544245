import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Engine } from '../../src/engine.js';
import { startWarehouse, type Warehouse } from './warehouse.js';

const STARTING_MS = 300_000;

let warehouse: Warehouse;
let engine: Engine;
beforeAll(async () => {
  warehouse = await startWarehouse();
  engine = warehouse.engine();
}, STARTING_MS);
afterAll(async () => {
  await warehouse[Symbol.asyncDispose]();
}, STARTING_MS);

const native = (sql: string, options = {}) => engine.query(sql, { ...options, dialect: 'databricks' });

describe('values of the warehouse', () => {
  it.each([
    ['CAST(9223372036854775807 AS BIGINT)', 'BIGINT', '9223372036854775807'],
    ['CAST(9007199254740991 AS BIGINT)', 'BIGINT', 9007199254740991],
    ["CAST('12345678901234567890123456789012345.678' AS DECIMAL(38,3))", 'DECIMAL(38,3)', '12345678901234567890123456789012345.678'],
    ['CAST(1.5 AS DECIMAL(10,4))', 'DECIMAL(10,4)', '1.5000'],
    ['CAST(0 AS DECIMAL(38,18))', 'DECIMAL(38,18)', '0.000000000000000000'],
    ['CAST(0.1 AS DOUBLE)', 'DOUBLE', 0.1],
    ['CAST(1e300 AS DOUBLE)', 'DOUBLE', 1e300],
    ["double('NaN')", 'DOUBLE', 'NaN'],
    ["double('-inf')", 'DOUBLE', '-Infinity'],
    ['CAST(0.1 AS FLOAT)', 'FLOAT', 0.1],
    ["TIMESTAMP_NTZ'2024-02-29 23:59:59.123456'", 'TIMESTAMP', '2024-02-29 23:59:59.123456'],
    ["TIMESTAMP'2024-02-29 23:59:59.5+02:00'", 'TIMESTAMP WITH TIME ZONE', '2024-02-29 21:59:59.5+00'],
    ["DATE'1999-12-31'", 'DATE', '1999-12-31'],
    ["X'00417F22'", 'BLOB', '\\x00A\\x7F\\x22'],
    ["'a\\u0000b\\n\"''é'", 'VARCHAR', 'a\0b\n"\'é'],
    ['true', 'BOOLEAN', true],
    ['CAST(-7 AS TINYINT)', 'TINYINT', -7],
    ['CAST(NULL AS STRING)', 'VARCHAR', null],
    ['NULL', '"NULL"', null],
  ])('%s arrives as %s without loss', async (sql, type, value) => {
    const { columns, rows } = await native(`SELECT ${sql} AS v`);
    expect({ columns, rows }).toEqual({ columns: [{ name: 'v', type }], rows: [[value]] });
  });
});
