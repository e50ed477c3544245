import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startS3Server, type S3Server } from '@sluice/testing';
import { join } from 'node:path';
import { openTestServer, type TestServer } from '../../test/test-server.js';

const FIXTURES = join(import.meta.dirname, '../../../../fixtures');

let server: TestServer;

beforeAll(async () => {
  server = await openTestServer({ engine: { roots: [FIXTURES] } });
  server.write('exact.csv', 'id,price,note\n9223372036854775807,0.10,"a ``` b"\n2,12.30,"\u001b[31mred\u001b[0m"\n');
  server.write('bad.csv', `a,b\n${'1,2\n'.repeat(40_000)}3,4,5,6\n${'1,2\n'.repeat(40_000)}`);
  server.write('two files 1.csv', 'k,v\n1,10\n');
  server.write('two files 2.csv', 'k,v\n2,20\n');
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

const query = (args: Record<string, unknown>) => server.call('query', args);

describe('query', () => {
  it('answers with rows, count, types, versions and cost in one text', async () => {
    const { text, content } = await query({ sql: "SELECT weather, count(*) AS days FROM 'seattle-weather.csv' GROUP BY ALL ORDER BY days DESC" });
    expect(content).toHaveLength(1);
    expect(text).toMatch(/\n5 rows, all of them\.\nColumns: weather VARCHAR, days BIGINT\n/);
    expect(text).toContain('```csv\nweather,days\nrain,641\nsun,640\nfog,101\ndrizzle,53\nsnow,26\n```');
    expect(text).toMatch(/\nTypes: verified.*\nSources: seattle-weather\.csv \(48\.2 kB, ETag [0-9a-f-]+\)\nCost: .* read in place/);
  });

  it('names files by alias, several as one table, and binds parameters', async () => {
    const tables = { t: [join(server.folder, 'two files 1.csv'), join(server.folder, 'two files 2.csv')] };
    expect((await query({ sql: 'SELECT sum(v) AS total FROM t WHERE k >= ?', tables, params: [1] })).text).toContain('total\n30\n');
    expect((await query({ sql: 'SELECT v FROM t WHERE k = $k', tables, params: { k: 2 } })).text).toContain('v\n20\n');
  });

  it.each([
    ['csv', 'weather,days\nsnow,26'],
    ['markdown', '| weather | days |\n| --- | --- |\n| snow | 26 |'],
    ['json', '{"columns":[{"name":"weather","type":"VARCHAR"},{"name":"days","type":"BIGINT"}],"rows":[["snow",26]]}'],
  ])('writes rows as %s', async (format, rows) => {
    const sql = "SELECT weather, count(*) AS days FROM 'seattle-weather.csv' WHERE weather = 'snow' GROUP BY ALL";
    expect((await query({ sql, format })).text).toContain(`\`\`\`${format}\n${rows}\n\`\`\``);
  });

  it('keeps every digit, and lets no cell close its block or act on a terminal', async () => {
    const { text } = await query({ sql: "SELECT id, price::DECIMAL(9, 2) AS price, note FROM 'exact.csv'" });
    expect(text).toContain('9223372036854775807,0.10');
    expect(text).toContain('\n````csv\n');
    expect(text).toContain('␛[31mred');
    expect(text).not.toContain('\u001b');
  });

  it('says what a dry run would read, and reads nothing', async () => {
    const { text } = await query({ sql: "SELECT max(wind) FROM 'seattle-weather.csv'", dry_run: true });
    expect(text).toMatch(/\nNothing was read but samples\. The question would take about .*: 1 file, 48\.2 kB, read in place\./);
  });

  it('leaves out bad rows when asked to, and counts them', async () => {
    const tables = { t: join(server.folder, 'bad.csv') };
    const failed = await query({ sql: 'SELECT sum(a) FROM t', tables });
    expect(failed.isError).toBe(true);
    expect(failed.text).toMatch(/^DATA_BAD_ROW: .*line 40002.*\nNext: .*bad_rows: "skip"/s);
    expect((await query({ sql: 'SELECT sum(a) FROM t', tables, bad_rows: 'skip' })).text).toMatch(/Warning BAD_ROWS: 1 rows? did not fit/s);
  });

  it.each([
    ["SELECT wether FROM 'seattle-weather.csv'", /^UNKNOWN_COLUMN: .*"weather"/s],
    ["FROM 'seattle-wether.csv'", /^SOURCE_NOT_FOUND: .*\nNext: The nearest files: .*seattle-weather\.csv/],
    ["FROM '/etc/passwd'", /^SOURCE_NOT_ALLOWED: .*\nNext: May be read: files under /],
    ['DROP TABLE t', /^SQL_REFUSED: /],
    ['SELEC 1', /^SQL_SYNTAX: /],
    ['SELECT 1; SELECT 2', /^SQL_REFUSED: /],
  ])('refuses %s and tells the next step', async (sql, expected) => {
    const { text, isError } = await query({ sql });
    expect(isError).toBe(true);
    expect(text).toMatch(expected);
    expect(text).toMatch(/\nNext: ./);
    expect(text).not.toMatch(/--(table|timeout)/);
  });

  it.each([[{}], [{ dry_run: true }]])('asks for SQL when called with %j', async (args) => {
    expect((await query(args)).text).toMatch(/^INPUT: .*\nNext: Give sql/);
  });

  it('stays within its characters, however much there is', async () => {
    const { text } = await query({ sql: "FROM 'birdstrikes.csv'", max_rows: 10_000 });
    expect(text.length).toBeLessThanOrEqual(40_000);
    expect(text.length).toBeGreaterThan(35_000);
    expect(text).toMatch(/\nRows 1 to \d+ of 10,000\. For the next page call query with cursor \S+ alone\./);
  });

  it('gives up in time, and says how to ask for less', async () => {
    const { text } = await query({ sql: 'SELECT count(*) FROM range(100000) a, range(100000) b WHERE a.range % 7 = b.range % 11', timeout_s: 0.5 });
    expect(text).toMatch(/^DEADLINE_EXCEEDED: .*0\.5 s.*\nNext: .*timeout_s/);
  });
});

describe('a question for a warehouse', () => {
  let s3: S3Server;
  let far: TestServer;
  beforeAll(async () => {
    s3 = await startS3Server();
    s3.createBucket('demo');
    for (const key of ['a.csv', 'b c.csv']) s3.put('demo', key, 'id,category\n1,a\n2,b\n');
    const { endpoint, region, credentials } = s3;
    // Nobody listens there: whatever is sent fails.
    far = await openTestServer({ engine: { s3: { endpoint, region, credentials }, databricks: { host: '127.0.0.1', port: 1, path: '/sql/1.0/warehouses/abc', credentials: { kind: 'token', token: 'dapi-secret' } } } });
  });
  afterAll(async () => {
    await far[Symbol.asyncDispose]();
    await s3.close();
  });
  const ask = (sql: string) => far.call('query', { sql, engine: 'databricks', dry_run: true });

  it('says what would be sent, and what it leaves open', async () => {
    const { text } = await ask("SELECT id, category FROM 's3://demo/a.csv'");
    expect(text).toMatch(/\nWarning REMOTE_NOTE: Without ORDER BY the rows come in any order\.\n[^]*\nWould be sent to Databricks, https:\/\/127\.0\.0\.1\/sql\/1\.0\/warehouses\/abc, and nothing was yet: .* LIMIT 1001;/);
  });

  it('tells a draft whole, or that it is cut', async () => {
    const { text, isError } = await ask("SELECT mode(a.category) FROM 's3://demo/a.csv' a JOIN 's3://demo/b c.csv' b USING (id)");
    expect({ isError, text }).toEqual({ isError: true, text: expect.stringMatching(/^REMOTE_UNSUPPORTED: [^]*\nNext: Confirm or edit this draft, and ask it with dialect: "databricks", tables: \{"sluice_1":"s3:\/\/demo\/a\.csv","sluice_2":"s3:\/\/demo\/b c\.csv"\}: SELECT mode\([^]*`sluice_1` AS `q` INNER JOIN `sluice_2` AS [^]*$/) });
    const long = await ask(`SELECT ${Array.from({ length: 40 }, (_, i) => `mode(category || '${i}') AS mode_${i}`).join(', ')} FROM 's3://demo/a.csv'`);
    expect(long.text).toMatch(/: SELECT mode\([^]*… \[[\d,]+ more characters do not fit here\]$/);
    expect(long.text.length).toBeLessThanOrEqual(2_000);
  });
});
