import { CloudWatchClient, PutDashboardCommand, PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { APIGatewayClient, CreateRestApiCommand } from '@aws-sdk/client-api-gateway';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { leftovers } from '../../src/cleanup/leftovers.js';
import { ownerOf, ownersS3 } from './account.js';
import { startMinistack, type Ministack } from './ministack.js';

const PREPARE_MS = 500_000;
const TRUST = JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }] });

let cloud: Ministack;
const before = { ...process.env };
beforeAll(async () => {
  cloud = await startMinistack();
  // What asks for them takes its endpoint and keys from the environment, as the command does.
  Object.assign(process.env, cloud.env);
}, PREPARE_MS);
afterAll(async () => {
  process.env = before;
  await cloud[Symbol.asyncDispose]();
});

describe('what is left of a stack', () => {
  it.each<[string, () => Promise<string>]>([
    ['AWS::S3::Bucket', async () => (await ownersS3(cloud).send(new CreateBucketCommand({ Bucket: 'left' })), 'left')],
    ['AWS::Logs::LogGroup', async () => (await new CloudWatchLogsClient(ownerOf(cloud)).send(new CreateLogGroupCommand({ logGroupName: '/left' })), '/left')],
    ['AWS::IAM::Role', async () => (await new IAMClient(ownerOf(cloud)).send(new CreateRoleCommand({ RoleName: 'left', AssumeRolePolicyDocument: TRUST })), 'left')],
    ['AWS::CloudWatch::Dashboard', async () => (await new CloudWatchClient(ownerOf(cloud)).send(new PutDashboardCommand({ DashboardName: 'left', DashboardBody: '{"widgets":[]}' })), 'left')],
    ['AWS::CloudWatch::Alarm', async () => (await new CloudWatchClient(ownerOf(cloud)).send(new PutMetricAlarmCommand({ AlarmName: 'left', Namespace: 'n', MetricName: 'm', Statistic: 'Sum', Period: 60, EvaluationPeriods: 1, Threshold: 1, ComparisonOperator: 'GreaterThanThreshold' })), 'left')],
    ['AWS::ApiGateway::RestApi', async () => (await new APIGatewayClient(ownerOf(cloud)).send(new CreateRestApiCommand({ name: 'left' }))).id ?? ''],
  ])('is a thing of the kind %s that is there, and none that is not', async (type, make) => {
    const there = { type, id: await make() };
    expect(await leftovers([there, { type, id: 'gone' }])).toEqual([there]);
  });

  // ministack has no CodeDeploy to ask.
  it('is no function where there is none', async () => {
    expect(await leftovers([{ type: 'AWS::Lambda::Function', id: 'gone' }])).toEqual([]);
  });

  it('is not known where the service does not answer: that is an error', async () => {
    process.env.AWS_ENDPOINT_URL = 'http://127.0.0.1:9';
    await expect(leftovers([{ type: 'AWS::S3::Bucket', id: 'gone' }])).rejects.toThrow(/ECONNREFUSED/);
    process.env.AWS_ENDPOINT_URL = cloud.endpoint;
  });
});
