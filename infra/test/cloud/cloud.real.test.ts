import { GetAliasCommand, GetFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, HeadBucketCommand, ListBucketsCommand, PutObjectCommand, DeleteObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createEngine, type Engine } from '@sluice/engine';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeStack, Resources } from '../make-stack.js';
import { policyStatements } from '../security/statements.js';
import { makeUser, ownerOf, ownersS3, prepare, type Keys } from './account.js';
import { ACCOUNT, REGION, startMinistack, type Ministack } from './ministack.js';
import { runInfra, runNode, type Ran } from './run-infra.js';

/** Python packages and the bundle are made on first use. */
const PREPARE_MS = 500_000;
const DEPLOY_MS = 300_000;

let cloud: Ministack;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-cloud-'));
  cloud = await startMinistack();
  const s3 = ownersS3(cloud);
  for (const Bucket of ['data-bucket', 'other-bucket']) await s3.send(new CreateBucketCommand({ Bucket }));
  const put = (Bucket: string, Key: string) => s3.send(new PutObjectCommand({ Bucket, Key, Body: 'item,price\na,1\nb,2\n' }));
  await Promise.all([put('data-bucket', 'sales/a.csv'), put('data-bucket', 'secret/a.csv'), put('other-bucket', 'sales/a.csv')]);
}, PREPARE_MS);
afterAll(async () => {
  await cloud[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

describe('the S3 policy of the function, given to a user of an S3 that enforces it', () => {
  let keys: Keys;
  let engine: Engine;
  let s3: S3Client;
  beforeAll(async () => {
    const stack = makeStack({ data: { bucket: 'data-bucket', prefixes: ['sales/'] } });
    const statements = policyStatements(new Resources(stack).named('HandlerRole', 'IAM::Policy')).filter(({ Action }) => Action.some((action) => action.startsWith('s3:')));
    const document = JSON.parse(JSON.stringify({ Version: '2012-10-17', Statement: statements }).replaceAll('<AWS::Partition>', 'aws')) as object;
    keys = await makeUser(cloud, 'function', document);
    s3 = new S3Client({ endpoint: cloud.endpoint, region: REGION, credentials: keys, forcePathStyle: true });
    // The engine itself would allow more: what is refused is refused by S3.
    engine = createEngine({ allow: ['s3://data-bucket/', 's3://other-bucket/'], s3: { endpoint: cloud.endpoint, region: REGION, credentials: keys } });
  });
  afterAll(async () => {
    await engine[Symbol.asyncDispose]();
  });

  const total = async (from: string): Promise<unknown> => (await engine.query(`SELECT sum(price)::INT AS total FROM '${from}'`)).rows;

  it('reads a file, and the files of a pattern, under the prefix', async () => {
    expect(await total('s3://data-bucket/sales/a.csv')).toEqual([[3]]);
    expect(await total('s3://data-bucket/sales/*.csv')).toEqual([[3]]);
    expect((await engine.listFiles('s3://data-bucket/sales/*.csv')).map(({ uri }) => uri)).toEqual(['s3://data-bucket/sales/a.csv']);
  });

  it.each(['s3://data-bucket/secret/a.csv', 's3://data-bucket/secret/*.csv', 's3://data-bucket/*/a.csv', 's3://other-bucket/sales/a.csv', 's3://other-bucket/sales/*.csv'])('does not read %s, and says that it may not', async (uri) => {
    await expect(total(uri)).rejects.toMatchObject({ code: 'SOURCE_DENIED', message: expect.stringContaining('s3://') });
  });

  it('lists nothing outside the prefix', async () => {
    await expect(engine.listFiles('s3://data-bucket/**/*.csv')).rejects.toMatchObject({ code: 'SOURCE_DENIED', message: expect.stringContaining('s3://') });
  });

  it('writes nothing, deletes nothing, and does not learn what other buckets there are', async () => {
    const place = { Bucket: 'data-bucket', Key: 'sales/a.csv' };
    await expect(s3.send(new PutObjectCommand({ ...place, Body: 'x' }))).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(s3.send(new DeleteObjectCommand(place))).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(s3.send(new ListBucketsCommand({}))).rejects.toMatchObject({ name: 'AccessDenied' });
  });
});

describe('a stage, by the commands of the workflows', () => {
  const caller = { arn: `arn:aws:iam::${ACCOUNT}:user/caller`, env: {} as Readonly<Record<string, string>> };
  let stranger: Readonly<Record<string, string>>;
  beforeAll(async () => {
    await prepare(cloud);
    const asUser = ({ accessKeyId, secretAccessKey }: Keys) => ({ ...cloud.env, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey });
    caller.env = asUser(await makeUser(cloud, 'caller'));
    // Its own policy allows everything: what keeps it out is the API's.
    stranger = asUser(await makeUser(cloud, 'stranger', { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'execute-api:*', Resource: '*' }] }));
    expect(await runNode('scripts/bundle-lambda.mjs', ['--out', join(folder, 'bundle')], {})).toMatchObject({ status: 0 });
  }, PREPARE_MS);

  const deploy = async (changes: object = {}): Promise<Ran> => {
    const parameters = { callers: [caller.arn], data: { bucket: 'data-bucket', prefixes: ['sales/'] }, results: { bucket: 'other-bucket' }, responseMode: 'buffered', deployment: 'all-at-once', localS3Endpoint: cloud.endpoint, ...changes };
    return await runInfra(['deploy', '--stage', 'try', '--bundle', join(folder, 'bundle'), '--out', join(folder, 'cdk.out')], { ...cloud.env, SLUICE_PARAMETERS: JSON.stringify(parameters), GITHUB_OUTPUT: join(folder, 'outputs') });
  };
  const outputs = async (): Promise<Record<string, string>> => {
    const { Stacks } = await new CloudFormationClient(ownerOf(cloud)).send(new DescribeStacksCommand({ StackName: 'sluice-try' }));
    return Object.fromEntries((Stacks?.[0]?.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]));
  };
  const live = async (): Promise<string | undefined> => {
    const { FunctionName } = await outputs();
    return (await new LambdaClient(ownerOf(cloud)).send(new GetAliasCommand({ FunctionName, Name: 'live' }))).FunctionVersion;
  };
  /** At the address that stands here for `https://ID.execute-api.REGION.amazonaws.com`. */
  const url = async (): Promise<string> => {
    const [, id = ''] = /^https:\/\/(\w+)\./.exec((await outputs()).McpUrl ?? '') ?? [];
    return `${cloud.endpoint}/_aws/execute-api/${id}/try/mcp`;
  };
  const smoke = async (env: Readonly<Record<string, string>>, file = 'sales/a.csv'): Promise<Ran> =>
    await runInfra(['smoke', '--stage', 'try', '--url', await url(), '--sql', `SELECT sum(price)::INT AS total FROM 's3://data-bucket/${file}'`], env);

  it('is deployed, and answers a caller through the signing proxy', async () => {
    const { status, output } = await deploy();
    expect(output).toContain('Version 1 is live at https://');
    expect(status).toBe(0);
    const asked = await smoke(caller.env);
    expect(asked.output).toMatch(/^health: ok, sluice 0\.1\.0, DuckDB v1\.[^]*s3:\/\/data-bucket\/sales\/ can be read/m);
    expect(asked.output).toContain('total\n3');
    expect(asked.status).toBe(0);
  }, DEPLOY_MS);

  it('keeps out whoever is not a caller, whatever their own policy allows', async () => {
    const { status, output } = await smoke(stranger);
    expect(output).toMatch(/user\/stranger may not call this server \(403\)/);
    expect(status).toBe(1);
    expect((await fetch(await url(), { method: 'POST', body: '{}' })).status).toBe(403);
  }, DEPLOY_MS);

  it('reads nothing that its parameters do not name', async () => {
    const { status, output } = await smoke(caller.env, 'secret/a.csv');
    expect([status, output]).toEqual([1, expect.stringContaining('SOURCE_NOT_ALLOWED')]);
  }, DEPLOY_MS);

  it('is updated to a second version, and rolled back to the first by its alias', async () => {
    const updated = await deploy({ logLevel: 'debug' });
    expect(updated).toMatchObject({ status: 0, output: expect.stringContaining('Version 2 is live (before: 1)') });
    expect(await runInfra(['rollback', '--stage', 'try'], cloud.env)).toMatchObject({ status: 0, output: expect.stringContaining('Version 1 is live (before: 2)') });
    expect(await live()).toBe('1');
    expect(await smoke(caller.env)).toMatchObject({ status: 0 });
    expect(await runInfra(['rollback', '--stage', 'try'], cloud.env)).toMatchObject({ status: 1, output: expect.stringContaining('Published are: 1, 2. Live is 1.') });
  }, DEPLOY_MS);

  it('is deployed again after a rollback, and says that there is no canary this time', async () => {
    const { status, output } = await deploy({ logLevel: 'warn', results: {} });
    expect(output).toMatch(/Version 2 was rolled back to 1: [^]*Version 3 is live \(before: 1\)/);
    expect(status).toBe(0);
  }, DEPLOY_MS);

  it('is deleted only when its name is typed again, and then leaves nothing behind', async () => {
    const { FunctionName, ResultsBucket: Bucket } = await outputs();
    await ownersS3(cloud).send(new PutObjectCommand({ Bucket, Key: 'results/a.csv', Body: 'a' }));
    const cleanUp = (...args: string[]): Promise<Ran> => runInfra(['cleanup', '--stage', 'try', ...args], cloud.env);
    expect(await cleanUp('--dry-run', '--confirm', 'try')).toMatchObject({ status: 0, output: expect.stringContaining('A dry run: nothing was deleted.') });
    expect(await cleanUp('--confirm', 'prod')).toMatchObject({ status: 1, output: expect.stringContaining('Nothing was deleted') });
    expect(await live()).toBe('3');
    const done = await cleanUp('--confirm', 'try');
    expect(done.output).toContain(`Emptied ${Bucket}: 1 objects.`);
    await expect(ownersS3(cloud).send(new HeadBucketCommand({ Bucket }))).rejects.toMatchObject({ name: 'NotFound' });
    expect(done.output).toMatch(/AWS::Lambda::Function {2}sluice-try-[^]*Deleted, and nothing is left of \d+ resources\./);
    expect(done.status).toBe(0);
    await expect(new LambdaClient(ownerOf(cloud)).send(new GetFunctionCommand({ FunctionName }))).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    expect(await cleanUp('--confirm', 'try')).toMatchObject({ status: 0, output: expect.stringContaining('There is no stack sluice-try') });
  }, DEPLOY_MS);
});
