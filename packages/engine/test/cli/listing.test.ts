import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startS3Server, type S3Server } from '@sluice/testing';
import { s3Environment } from './s3-environment.js';
import { runSluice } from './start-sluice.js';
import { openWorkspace, type Workspace } from './workspace.js';

const FORMATS = ['table', 'csv', 'json', 'jsonl', 'markdown'] as const;

let workspace: Workspace;
let s3: S3Server;
beforeAll(async () => {
  workspace = openWorkspace();
  workspace.write('a.csv', 'id,name\n1,Ada\n');
  workspace.write('b.csv', 'id,day\n2,2026-01-02\n');
  s3 = await startS3Server();
  s3.createBucket('depot');
  s3.put('depot', 'data/a.csv', 'id,name\n1,Ada\n');
  s3.put('depot', 'data/b.csv', 'id,day\n2,2026-01-02\n');
});
afterAll(async () => {
  await s3.close();
  workspace[Symbol.dispose]();
});

async function outputOf(...args: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await runSluice(workspace, args, { env: s3Environment(s3) });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  return stdout;
}

describe('ls', () => {
  it.each([
    ['a local pattern', 'data/*.csv', ['data/a.csv', 'data/b.csv']],
    ['a local folder', 'data', ['data/a.csv', 'data/b.csv']],
    ['a local file', 'data/a.csv', ['data/a.csv']],
    ['a pattern in S3', 's3://depot/**/*.csv', ['s3://depot/data/a.csv', 's3://depot/data/b.csv']],
    ['a folder in S3', 's3://depot/data/', ['s3://depot/data/a.csv', 's3://depot/data/b.csv']],
    ['an object', 's3://depot/data/b.csv', ['s3://depot/data/b.csv']],
  ])('lists what %s stands for, with the same properties everywhere', async (_, uri, names) => {
    const listed = JSON.parse(await outputOf('ls', uri, '--format', 'json')) as { uri: string }[];
    expect(listed.map((object) => object.uri)).toEqual(names);
    for (const object of listed) {
      expect(object).toEqual({ uri: expect.any(String), size: expect.any(Number), etag: expect.stringMatching(/./), modified: expect.stringMatching(/^\d{4}-.*Z$/) });
    }
  });

  it.each(FORMATS)('names every file in %s', async (format) => {
    const text = await outputOf('ls', 'data', '--format', format);
    expect(text).toContain('data/a.csv');
    expect(text).toContain('data/b.csv');
    expect(text).toMatch(format === 'table' ? /14 B/ : /\b14\b/);
    expect(text).not.toMatch(/undefined|\[object/);
  });

  it.each(['data/*.parquet', 's3://depot/nothing/*', 's3://depot/nothing/'])('says that nothing matches %s', async (uri) => {
    const { exitCode, stdout, stderr } = await runSluice(workspace, ['ls', uri], { env: s3Environment(s3) });
    expect({ exitCode, stdout }).toEqual({ exitCode: 4, stdout: '' });
    expect(stderr).toContain(`Nothing matches ${uri.replace(/\/$/, '/*')}`);
  });

  it.each([
    ['gs://depot/x.csv', 4, 'gs://'],
    ['s3://nowhere/*', 4, 'bucket of s3://nowhere/* does not exist'],
  ])('of %s exits with %d', async (uri, exitCode, message) => {
    const ran = await runSluice(workspace, ['ls', uri], { env: s3Environment(s3) });
    expect(ran.exitCode).toBe(exitCode);
    expect(ran.stderr).toContain(message);
  });
});

describe('inspect', () => {
  it.each(['data/b.csv', 's3://depot/data/b.csv'])('says in JSON how %s would be read', async (uri) => {
    expect(JSON.parse(await outputOf('inspect', uri, '--format', 'json'))).toMatchObject({
      uri,
      size: 20,
      compression: 'none',
      encoding: 'utf-8',
      dialect: { delimiter: ',', headerRecords: 1 },
      columns: [{ name: 'id', type: 'BIGINT', examples: ['2'] }, { name: 'day', type: 'DATE', examples: ['2026-01-02'] }],
      rowCount: { value: 1, exact: true },
      from: `FROM '${uri}'`,
    });
  });

  it.each(['data/*.csv', 's3://depot/data/*.csv'])('describes each file of %s in JSON', async (uri) => {
    const { files } = JSON.parse(await outputOf('inspect', uri, '--format', 'json')) as { files: { uri: string }[] };
    expect(files.map((file) => file.uri.replace(/^.*data\//, ''))).toEqual(['a.csv', 'b.csv']);
  });

  it.each([
    ['csv', 'file,column,type,nullable,examples\ndata/a.csv,id,BIGINT,no,1\ndata/a.csv,name,VARCHAR,no,Ada\ndata/b.csv,id,BIGINT,no,2\ndata/b.csv,day,DATE,no,2026-01-02\n'],
    ['jsonl', /^\{"file":"data\/a\.csv","column":"id".*\}\n(\{.*\}\n){3}$/],
    ['markdown', /^\| file \| column \|.*\n\| --- \|.*\n(\| data\/[ab]\.csv \|.*\n){4}$/],
  ])('gives one list of all columns in %s, each with its file', async (format, expected) => {
    const text = await outputOf('inspect', 'data/*.csv', '--format', format);
    expect(text).toMatch(expected);
  });

  it('shows a terminal each file with what can be asked of it', async () => {
    const text = await outputOf('inspect', 'fixtures/airports.csv.zst', '--format', 'table');
    expect(text).toMatch(/^file {4}fixtures\/airports\.csv\.zst\n/);
    expect(text).toContain('utf-8, packed with zstd');
    expect(text).toContain("FROM 'fixtures/airports.csv.zst'");
    expect(text).toMatch(/│ latitude +│ DOUBLE +│/);
  });

  it('ends well however soon after the start, and leaves nothing', async () => {
    // DuckDB's process, of which nothing was asked, reports that it is ready while it is being ended.
    for (let run = 0; run < 6; run += 1) await outputOf('inspect', 'fixtures/airports.csv.zst');
    expect(workspace.leftovers()).toEqual([]);
  });

  it.each([
    ['data/none.csv', 4, 'There is no file data/none.csv'],
    ['data', 4, 'data is a directory'],
    ['s3://depot/data/none.csv', 4, 'There is no object s3://depot/data/none.csv'],
  ])('of %s exits with %d', async (uri, exitCode, message) => {
    const { stdout, stderr, ...ran } = await runSluice(workspace, ['inspect', uri], { env: s3Environment(s3) });
    expect({ stdout, exitCode: ran.exitCode }).toEqual({ stdout: '', exitCode });
    expect(stderr).toContain(message);
  });
});
