import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { csvBody, startS3Server, type S3Server } from '@sluice/testing';
import { answerOf, failureOf } from './run-query.js';
import { s3Environment } from './s3-environment.js';
import { runSluice } from './start-sluice.js';
import { openWorkspace, type Workspace } from './workspace.js';

const SUM = "SELECT sum(amount) FROM 's3://depot/huge.csv'";

let workspace: Workspace;
let s3: S3Server;
beforeAll(async () => {
  workspace = openWorkspace();
  s3 = await startS3Server();
  s3.createBucket('depot');
  // About 90 GB, made where they are read.
  s3.put('depot', 'huge.csv', csvBody({ rows: 800_000_000 }));
});
afterAll(async () => {
  await s3.close();
  workspace[Symbol.dispose]();
});

const options = () => ({ env: s3Environment(s3) });
/** Nobody listens there: whatever is sent fails. */
const WAREHOUSE = { DATABRICKS_HOST: '127.0.0.1:1', DATABRICKS_HTTP_PATH: '/sql/1.0/warehouses/abc', DATABRICKS_TOKEN: 'dapi-secret' };

describe('--dry-run', () => {
  it('gives road, objects, bytes and expected seconds in JSON', async () => {
    const { dryRun, rows } = await answerOf(workspace, [SUM, '--dry-run', '--timeout', '3600'], options());
    expect(rows).toEqual([]);
    expect(dryRun).toEqual({ bytes: expect.any(Number), objects: 1, seconds: expect.any(Number), road: 'stream' });
  });

  it.each(['table', 'csv'])('says the same on stderr beside %s, and nothing on stdout', async (format) => {
    const { stdout, stderr } = await runSluice(workspace, ['query', SUM, '--dry-run', '--timeout', '3600', '--format', format], options());
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^read {4}nothing yet: 1 object of 89\.6 GB would be streamed, in about \d+ min \d+ s\n/);
  });

  it.each(['table', 'csv'])('shows what a warehouse would be sent and what it leaves open beside %s', async (format) => {
    const { stdout, stderr } = await runSluice(workspace, ['query', "SELECT id, name FROM 's3://depot/huge.csv' ORDER BY name", '--engine', 'databricks', '--dry-run', '--format', format], { env: { ...s3Environment(s3), ...WAREHOUSE } });
    expect(stdout).toBe('');
    expect(stderr).toMatch(/It would be sent:[^]* ORDER BY `q_1`\.`name` ASC NULLS LAST LIMIT 1001;\n[^]*warning REMOTE_NOTE: Where rows are equal in all that ORDER BY names/);
  });

  it('warns that the question would be refused', async () => {
    const { warnings } = await answerOf(workspace, [SUM, '--dry-run', '--timeout', '10', '--threads', '1'], options());
    expect(warnings.map(({ code }) => code)).toContain('DEADLINE_UNREACHABLE');
  });
});

it('a question that cannot end before its deadline exits with 5 and says what would fit', async () => {
  const failure = await failureOf(workspace, [SUM, '--timeout', '10', '--threads', '1'], options());
  expect(failure).toMatchObject({ exitCode: 5, code: 'DEADLINE_UNREACHABLE', text: expect.stringMatching(/at best[^]*--timeout \d+, or files of at most/) });
});
