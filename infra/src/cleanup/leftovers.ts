import { APIGatewayClient, GetRestApiCommand } from '@aws-sdk/client-api-gateway';
import { CloudWatchClient, DescribeAlarmsCommand, GetDashboardCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CodeDeployClient, GetApplicationCommand } from '@aws-sdk/client-codedeploy';
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { GetFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { HeadBucketCommand } from '@aws-sdk/client-s3';
import type { StackResource } from './inventory.js';
import { s3Client } from './s3-client.js';

type Probe = (id: string) => Promise<boolean>;

/** Asks the service itself, for each kind of thing that can stay when its stack goes; the other kinds live inside one of these. */
const PROBES: Readonly<Record<string, Probe>> = {
  'AWS::ApiGateway::RestApi': (restApiId) => exists(new APIGatewayClient().send(new GetRestApiCommand({ restApiId }))),
  'AWS::CloudWatch::Alarm': async (name) => ((await new CloudWatchClient().send(new DescribeAlarmsCommand({ AlarmNames: [name] }))).MetricAlarms ?? []).length > 0,
  'AWS::CloudWatch::Dashboard': (DashboardName) => exists(new CloudWatchClient().send(new GetDashboardCommand({ DashboardName }))),
  'AWS::CodeDeploy::Application': (applicationName) => exists(new CodeDeployClient().send(new GetApplicationCommand({ applicationName }))),
  'AWS::IAM::Role': (RoleName) => exists(new IAMClient().send(new GetRoleCommand({ RoleName }))),
  'AWS::Lambda::Function': (FunctionName) => exists(new LambdaClient().send(new GetFunctionCommand({ FunctionName }))),
  'AWS::Logs::LogGroup': async (name) => ((await new CloudWatchLogsClient().send(new DescribeLogGroupsCommand({ logGroupNamePrefix: name }))).logGroups ?? []).length > 0,
  'AWS::S3::Bucket': (Bucket) => exists(s3Client().send(new HeadBucketCommand({ Bucket }))),
};

/** Of the resources that there were, those that there still are. */
export async function leftovers(resources: readonly StackResource[]): Promise<StackResource[]> {
  const left: StackResource[] = [];
  for (const resource of resources) {
    if ((await PROBES[resource.type]?.(resource.id)) === true) left.push(resource);
  }
  return left;
}

/** Only "there is no such thing" is an answer; whatever else goes wrong is told, lest it pass for one. */
async function exists(asked: Promise<unknown>): Promise<boolean> {
  try {
    await asked;
    return true;
  } catch (error) {
    const { name, $metadata } = error as Error & { readonly $metadata?: { readonly httpStatusCode?: number } };
    if ($metadata?.httpStatusCode === 404 || /NotFound|NoSuch|DoesNotExist/.test(name)) return false;
    throw error;
  }
}
