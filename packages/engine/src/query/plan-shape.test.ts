import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { parsePlan, planNodes, textsOf, type PlanNode } from './plan-node.js';
import { isPreview, plannedScans } from './plan-shape.js';

let folder: string;
let connection: DuckDBConnection;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-plan-'));
  connection = await (await DuckDBInstance.create(':memory:')).connect();
  for (const name of ['t', 'u']) {
    writeFileSync(join(folder, `${name}.csv`), '1,2\n3,4\n');
    await connection.run(`CREATE VIEW ${name} AS SELECT TRY_CAST(${name}0 AS BIGINT) AS a, ${name}1 AS b
      FROM read_csv('${join(folder, name)}.csv', columns = {'${name}0': 'VARCHAR', '${name}1': 'BIGINT'}, auto_detect = false, header = false)`);
  }
  await connection.run('CREATE VIEW tu AS FROM t UNION ALL FROM u');
});
afterAll(() => {
  connection.closeSync();
  rmSync(folder, { recursive: true });
});

/** As the engine asks: with its own limit around the statement. */
async function planOf(sql: string): Promise<readonly PlanNode[]> {
  const explained = await connection.runAndReadAll(`EXPLAIN (FORMAT json) SELECT * FROM (${sql}) LIMIT 1001`);
  return parsePlan(z.string().parse(explained.getRows()[0]?.[1]));
}

describe('isPreview', () => {
  it.each(['FROM t', 'FROM t LIMIT 5', 'SELECT b AS x FROM t LIMIT 5 OFFSET 10', 'SELECT a + 1, upper(b::VARCHAR) FROM t LIMIT 5', 'FROM (FROM t LIMIT 9) LIMIT 5'])(
    'holds for %s',
    async (sql) => {
      expect(isPreview(await planOf(sql))).toBe(true);
    },
  );

  it.each([
    ['a filter', 'FROM t WHERE a = 1 LIMIT 5'],
    ['an order', 'FROM t ORDER BY a LIMIT 5'],
    ['an aggregate', 'SELECT count(*) FROM t'],
    ['a group', 'SELECT a, sum(b) FROM t GROUP BY a LIMIT 5'],
    ['DISTINCT', 'SELECT DISTINCT a FROM t LIMIT 5'],
    ['a join', 'FROM t JOIN u USING (a) LIMIT 5'],
    ['two scans', 'FROM tu LIMIT 5'],
    ['a window', 'SELECT a, row_number() OVER () FROM t LIMIT 5'],
    ['rows made of one row', 'SELECT unnest([a, b]) FROM t LIMIT 5'],
    ['a sample', 'FROM t USING SAMPLE 10'],
    ['a share of the rows', 'FROM t LIMIT 10%'],
    ['a subquery', 'SELECT a, (SELECT max(a) FROM u) FROM t LIMIT 5'],
    ['no scan at all', 'FROM t LIMIT 0'],
  ])('does not hold with %s', async (_, sql) => {
    expect(isPreview(await planOf(sql))).toBe(false);
  });

  it('does not hold without a limit, whatever the engine asks', async () => {
    const scan = [...planNodes(await planOf('FROM t'))].filter(({ name }) => name === 'READ_CSV');
    expect(scan).toHaveLength(1);
    expect(isPreview(scan)).toBe(false);
  });
});

describe('a scan', () => {
  /** Tables whose rows a plan cannot do without. */
  async function inFull(sql: string): Promise<string[]> {
    const scans = [...plannedScans(await planOf(sql))].filter((scan) => scan.inFull);
    return scans.map(({ node }) => textsOf(node, 'Projections')[0]?.slice(0, 1) ?? '').sort();
  }

  it.each<[string, string[]]>([
    ['SELECT sum(b) FROM t', ['t']],
    ['SELECT a, sum(b) FROM t WHERE a > 1 GROUP BY a LIMIT 1', ['t']],
    ['FROM t ORDER BY a LIMIT 5', ['t']],
    ['FROM t ORDER BY a', ['t']],
    ['SELECT DISTINCT a FROM t', ['t']],
    ['SELECT a, sum(b) OVER (ORDER BY a) FROM t', ['t']],
    ['SELECT sum(b) FROM tu', ['t', 'u']],
    ['SELECT max(t.b) FROM t LEFT JOIN u ON t.b = u.a', ['u']],
    ['WITH x AS MATERIALIZED (SELECT b FROM t) SELECT (SELECT min(b) FROM x) + (SELECT max(b) FROM x)', ['t']],
  ])('of %s is read in full: %j', async (sql, tables) => {
    expect(await inFull(sql)).toEqual(tables);
  });

  it.each(['FROM t', 'FROM t WHERE a = 5', 'FROM t WHERE a = 5 LIMIT 1', 'SELECT sum(b) FROM (FROM t LIMIT 3)', 'FROM tu LIMIT 5', 'SELECT max(b) FROM t WHERE EXISTS (FROM u)'])(
    'of %s may end early',
    async (sql) => {
      expect(await inFull(sql)).toEqual([]);
    },
  );

  it('that an empty side of a join makes needless is not counted on', async () => {
    expect(await inFull('SELECT sum(t.b) FROM t JOIN u ON t.b = u.b')).toHaveLength(1);
  });
});
