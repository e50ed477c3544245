import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { openTestServer, type TestServer } from '../../test/test-server.js';

const FIXTURES = join(import.meta.dirname, '../../../../fixtures');

let server: TestServer;

beforeAll(async () => {
  server = await openTestServer({ engine: { roots: [FIXTURES] } });
  server.write('big.csv', 'id,v\n1,7043545\n2,9223372036854775807\n3,5\n');
  server.write('wide.csv', `${Array.from({ length: 400 }, (_, i) => `a rather long name of a column ${i}`).join(',')}\n${Array.from({ length: 400 }, (_, i) => `a rather long value ${i}`).join(',')}\n`);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

const profile = (args: Record<string, unknown>) => server.call('profile', args);

describe('profile', () => {
  it('gives figures by column, duplicates, keys, and what was read', async () => {
    const { text } = await profile({ source: 'seattle-weather.csv', top_k: 2 });
    expect(text).toMatch(/\n1,461 rows, 6 columns; no duplicate rows\n- Candidate keys: date\n/);
    expect(text).toContain('column,type,nulls,distinct,min,p25,median,p75,max,mean,most frequent\n');
    expect(text).toMatch(/\nweather,VARCHAR,0,5,drizzle,,,,sun,,rain 44%; sun 44%\n/);
    expect(text).toMatch(/\nTypes: verified.*\nSources: seattle-weather\.csv \(/);
    expect(text).not.toContain('..');
  });

  it('profiles the columns and rows that it is told to', async () => {
    const { text } = await profile({ source: 'seattle-weather.csv', columns: ['wind'], where: "weather = 'snow'" });
    expect(text).toMatch(/\n26 rows, 1 column;/);
    expect(text).not.toContain('temp_max');
  });

  it('gives histograms on request', async () => {
    const { text } = await profile({ source: 'seattle-weather.csv', columns: ['wind'], bins: 4 });
    expect(text).toMatch(/\nwind: \S+\.\.\S+ \d+, /);
  });

  it('rounds no value', async () => {
    const { text } = await profile({ source: 'big.csv', columns: ['v'] });
    expect(text).toMatch(/v,BIGINT,0,3,5,.*,9223372036854775807,/);
    expect(text).toContain('7043545');
  });

  it('stays within its characters for a wide table', async () => {
    const { text } = await profile({ source: 'wide.csv', top_k: 50 });
    expect(text.length).toBeLessThanOrEqual(40_000);
    expect(text).toContain('a rather long name of a column 0,VARCHAR');
  });

  it('names the nearest column for one that is not there', async () => {
    const { text } = await profile({ source: 'seattle-weather.csv', columns: ['winds'] });
    expect(text).toMatch(/^UNKNOWN_COLUMN: .*\n.*\nNext: .*wind/);
  });
});
