import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openTestDatabase, type TestDatabase } from './duckdb-parse.fixture.js';
import { parseTree } from './syntax-tree.js';
import { collectTables } from './table-refs.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const NAMES = ['a', 'b', 'c'];

/** Queries that define and use three names in every scope that SQL has. */
const { query } = fc.letrec<{ query: string; ref: string; cte: string }>((tie) => ({
  cte: fc.tuple(fc.constantFrom(...NAMES, 'A'), tie('query')).map(([name, body]) => `${name} AS (${body})`),
  ref: fc.oneof({ maxDepth: 4 }, fc.constantFrom(...NAMES), tie('query').map((inner) => `(${inner})`)),
  query: fc
    .record({
      ctes: fc.oneof({ maxDepth: 4 }, fc.constant<string[]>([]), fc.uniqueArray(tie('cte'), { minLength: 1, maxLength: 2, selector: (cte) => cte[0]?.toLowerCase() })),
      recursive: fc.constantFrom('', 'RECURSIVE '),
      left: tie('ref'),
      right: fc.option(fc.tuple(fc.constantFrom(' UNION ALL ', ' UNION '), tie('ref')), { nil: undefined }),
      filter: fc.option(tie('ref'), { nil: undefined, freq: 4 }),
    })
    .map(({ ctes: mixed, recursive, left, right, filter }) => {
      const ctes: readonly string[] = mixed;
      const where = filter === undefined ? '' : ` WHERE EXISTS (FROM ${filter} AS f)`;
      // DuckDB binds only expressions that are used.
      const used = ctes.map((cte, i) => `, ${cte.charAt(0)} AS u${i}`).join('');
      const body = `SELECT 1 AS i FROM ${left} AS l${used}${where}${right === undefined ? '' : `${right[0]}SELECT 2 AS i FROM ${right[1]} AS r`}`;
      return ctes.length === 0 ? body : `WITH ${recursive}${ctes.join(', ')} ${body}`;
    }),
}));

/** Whether DuckDB can bind a query when only these tables exist. */
async function binds(sql: string, tables: readonly string[]): Promise<boolean> {
  const { connection } = database;
  for (const name of NAMES) await connection.run(`DROP VIEW IF EXISTS ${name}`);
  for (const name of tables) await connection.run(`CREATE TEMP VIEW ${name} AS SELECT 0 AS i`);
  try {
    (await connection.prepare(sql)).destroySync();
    return true;
  } catch (error) {
    if (/does not exist|Circular reference/.test(String(error))) return false;
    throw error;
  }
}

describe('collectTables', () => {
  it("tells tables from common table expressions as DuckDB's binder does", async () => {
    await fc.assert(
      fc.asyncProperty(query, async (sql) => {
        const refs = collectTables(await parseTree(sql, database.parse), NAMES);
        const tables = [...new Set(refs.flatMap((ref) => (ref.kind === 'alias' ? [ref.name] : [])))];
        expect([sql, await binds(sql, tables)]).toEqual([sql, true]);
        for (const name of tables) {
          expect([sql, name, await binds(sql, tables.filter((other) => other !== name))]).toEqual([sql, name, false]);
        }
      }),
      { numRuns: 100 },
    );
  });
});
