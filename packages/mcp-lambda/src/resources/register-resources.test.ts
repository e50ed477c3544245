import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startS3Server, type S3Server } from '@sluice/testing';
import { openTestServer, type TestServer } from '../../test/test-server.js';

let s3: S3Server;
let server: TestServer;

beforeAll(async () => {
  s3 = await startS3Server();
  s3.createBucket('data');
  s3.put('data', 'orders/2026/a b.csv', Buffer.from('id,amount\n1,10\n2,20\n'));
  server = await openTestServer({ engine: { allow: ['s3://data/orders/'], s3: { endpoint: s3.endpoint, region: s3.region, credentials: s3.credentials } } });
  server.write('local.csv', 'Shop Name,price\nx,1\ny,2\n');
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await s3.close();
});

async function read(uri: string): Promise<string> {
  const { contents } = await server.client.readResource({ uri });
  const [first] = contents;
  expect(first?.uri).toBe(uri);
  return first !== undefined && 'text' in first ? first.text : '';
}

describe('resources', () => {
  it('are listed with a template', async () => {
    expect((await server.client.listResources()).resources.map(({ uri }) => uri)).toEqual(['csv://catalog', 'csv://limits', 'ui://sluice/result.html']);
    expect((await server.client.listResourceTemplates()).resourceTemplates.map(({ uriTemplate }) => uriTemplate)).toEqual(['csv://preview/{+uri}']);
  });

  it('name every file that may be read', async () => {
    const text = await read('csv://catalog');
    expect(text).toMatch(new RegExp(`\nuri,bytes,modified\n${server.folder}/local\\.csv,24,\\d{4}-`));
    expect(text).toContain('\ns3://data/orders/2026/a b.csv,20,');
  });

  it('say which places cannot be listed', async () => {
    await using other = await openTestServer({ engine: { roots: ['/nowhere/at/all'], allow: ['s3://missing-bucket/x/'], s3: { endpoint: s3.endpoint, region: s3.region, credentials: s3.credentials } } });
    const { contents } = await other.client.readResource({ uri: 'csv://catalog' });
    expect(contents[0]).toMatchObject({ text: expect.stringMatching(/# s3:\/\/missing-bucket\/x cannot be listed here \(SOURCE_NOT_FOUND\)/) });
  });

  it('tell every limit', async () => {
    expect(JSON.parse(await read('csv://limits'))).toMatchObject({ answers: { maxChars: 40_000 }, engine: { timeoutMs: 120_000 }, mayRead: { allow: ['s3://data/orders/'] } });
  });

  it.each([
    ['csv://preview/s3://data/orders/2026/a%20b.csv', 'id,amount\n1,10\n2,20\n'],
    ['csv://preview/s3%3A%2F%2Fdata%2Forders%2F2026%2Fa%20b.csv', 'id,amount\n1,10\n2,20\n'],
    ['csv://preview/local.csv', 'Shop Name,price\nx,1\n'],
  ])('preview the file of %s', async (uri, rows) => {
    expect(await read(uri)).toContain(rows);
  });

  it('say what is wrong with a file, as a tool does', async () => {
    expect(await read('csv://preview/locale.csv')).toMatch(/^SOURCE_NOT_FOUND: .*\nNext: The nearest files: .*local\.csv/);
    expect(await read('csv://preview//etc/passwd')).toMatch(/^SOURCE_NOT_ALLOWED: /);
  });
});

describe('completion', () => {
  const complete = async (value: string): Promise<string[]> =>
    (await server.client.complete({ ref: { type: 'ref/resource', uri: 'csv://preview/{+uri}' }, argument: { name: 'uri', value } })).completion.values;

  it.each([
    ['s3://data/ord', ['s3://data/orders/']],
    ['s3://data/orders/2026/', ['s3://data/orders/2026/a b.csv']],
    ['s3://data/orders/2027', []],
    ['/etc/pas', []],
    ['[x', []],
  ])('of the URI %s gives %j', async (value, values) => {
    expect(await complete(value)).toEqual(values);
  });

  it('of a name looks into the folders, and of nothing names the places', async () => {
    expect(await complete('loc')).toEqual([`${server.folder}/local.csv`]);
    expect(await complete('')).toEqual([`${server.folder}/local.csv`, 's3://data/orders/']);
  });
});

describe('prompts', () => {
  it('are four, each with its arguments described', async () => {
    const { prompts } = await server.client.listPrompts();
    expect(prompts.map(({ name }) => name)).toEqual(['profile_file', 'compare_versions', 'monthly_trend', 'quality_audit']);
    for (const { description, arguments: given = [] } of prompts) {
      expect(description).toBeTruthy();
      for (const argument of given) expect(argument.description).toBeTruthy();
    }
  });

  it.each([
    ['profile_file', { file: 'a.csv' }, /Profile the file a\.csv\. Call inspect/],
    ['compare_versions', { old: 'a.csv', new: 'b.csv', key: 'id' }, /left a\.csv, right b\.csv and key \["id"\]/],
    ['compare_versions', { old: 'a.csv', new: 'b.csv' }, /Find a column, or several, that tell a row/],
    ['monthly_trend', { file: 'a.csv', date: 'day', value: 'amount' }, /trend of "amount" in a\.csv by "day"/],
    ['monthly_trend', { file: 'a.csv', date: 'day' }, /trend of the number of rows/],
    ['quality_audit', { file: 'a.csv' }, /inspect with verify true/],
  ])('%s with %j asks for it', async (name, args, expected) => {
    const { messages } = await server.client.getPrompt({ name, arguments: args });
    expect(messages).toMatchObject([{ role: 'user', content: { type: 'text', text: expect.stringMatching(expected) } }]);
  });

  it('complete files, and columns of the file that another argument names', async () => {
    const complete = async (name: string, value: string, given: Record<string, string> = {}): Promise<string[]> =>
      (await server.client.complete({ ref: { type: 'ref/prompt', name: 'monthly_trend' }, argument: { name, value }, context: { arguments: given } })).completion.values;
    expect(await complete('file', 'lo')).toEqual([`${server.folder}/local.csv`]);
    expect(await complete('value', '', { file: 'local.csv' })).toEqual(['Shop Name', 'price']);
    expect(await complete('date', 'shop', { file: 'local.csv' })).toEqual(['Shop Name']);
    expect(await complete('date', 's')).toEqual([]);
    expect(await complete('date', 's', { file: 'nothing.csv' })).toEqual([]);
  });
});
