import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { openTestServer, type Called, type TestServer } from '../../test/test-server.js';

const FIXTURES = join(import.meta.dirname, '../../../../fixtures');

let server: TestServer;

beforeAll(async () => {
  server = await openTestServer({ engine: { roots: [FIXTURES] } });
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

const DAYS = "SELECT weather, count(*) AS days FROM 'seattle-weather.csv' GROUP BY ALL ORDER BY days DESC";
const chart = (args: Record<string, unknown>) => server.call('chart', { sql: DAYS, kind: 'bar', x: 'weather', y: 'days', ...args });

/** Width and height, which stand in a PNG's first chunk. */
function sizeOf({ content }: Called): readonly number[] {
  const image = content.find(({ type }) => type === 'image');
  const bytes = Buffer.from(image?.type === 'image' ? image.data : '', 'base64');
  expect(bytes.subarray(1, 4).toString()).toBe('PNG');
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}

describe('chart', () => {
  it('gives an image, the rows behind it, and its specification without them', async () => {
    const called = await chart({ title: 'Days in Seattle' });
    expect(sizeOf(called)[0]).toBeGreaterThan(1_280);
    expect(called.text).toMatch(/\nA bar chart of 5 rows:\n```csv\nweather,days\nrain,641\n/);
    const spec = JSON.parse(/```json\n(.*)\n```/.exec(called.text)?.[1] ?? '') as object;
    expect(spec).toMatchObject({ title: 'Days in Seattle', data: { name: 'rows' }, encoding: { x: { title: 'weather' } } });
    expect(called.text).toMatch(/\nSources: seattle-weather\.csv/);
  });

  it.each(['line', 'area', 'point'])('draws a %s chart over time', async (kind) => {
    const sql = "SELECT date_trunc('month', date) AS month, avg(temp_max) AS warm, avg(temp_min) AS cold FROM 'seattle-weather.csv' GROUP BY ALL ORDER BY month";
    const called = await chart({ sql, kind, x: 'month', y: ['warm', 'cold'] });
    expect(sizeOf(called)[1]).toBeGreaterThan(700);
    expect(called.text).toContain('chart of 48 rows, of which the first 15 are:');
  });

  it('draws a histogram of all rows, and shows the column alone', async () => {
    const called = await server.call('chart', { sql: "FROM 'seattle-weather.csv'", kind: 'histogram', x: 'temp_max' });
    expect(sizeOf(called)[1]).toBeGreaterThan(700);
    expect(called.text).toMatch(/A histogram chart of 1,461 rows.*\n```csv\ntemp_max\n12\.8\n/);
  });

  it('draws the whole result that a cursor belongs to', async () => {
    const page = await server.call('query', { sql: DAYS, max_rows: 2 });
    const cursor = /cursor (\S+) alone/.exec(page.text)?.[1];
    expect((await server.call('chart', { cursor, kind: 'bar', x: 'weather', y: 'days' })).text).toContain('A bar chart of 5 rows');
  });

  it.each<[Record<string, unknown>, RegExp]>([
    [{ x: 'wether' }, /^UNKNOWN_COLUMN: /],
    [{ sql: "FROM 'birdstrikes.csv'", x: 'Flight Date', y: 'Cost Repair' }, /^RESULT_LIMIT: .*5,000 rows.*\nNext: Let SQL count/],
    [{ y: undefined }, /^INPUT: A bar chart needs y/],
    [{ sql: undefined }, /^INPUT: There is neither sql nor a cursor/],
    [{ kind: 'pie' }, /^INPUT: .*kind/],
  ])('tells the next step for %j', async (args, problem) => {
    const { text, isError } = await chart(args);
    expect(isError).toBe(true);
    expect(text).toMatch(problem);
  });
});
