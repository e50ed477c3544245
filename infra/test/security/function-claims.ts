import { expect } from '@jest/globals';
import { RemovalPolicy } from 'aws-cdk-lib';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { at, KEY, type Resources } from '../make-stack.js';
import { override, type Claim } from './claim.js';
import { asText, policyStatements, type Statement } from './statements.js';

const handlerStatements = (resources: Resources): Statement[] => policyStatements(resources.named('HandlerRole', 'IAM::Policy'));
const s3Statements = (resources: Resources): Statement[] => handlerStatements(resources).filter(({ Action }) => Action.some((action) => action.startsWith('s3:')));
const DATA = 'arn:<AWS::Partition>:s3:::data-bucket';

export const FUNCTION_CLAIMS: readonly Claim[] = [
  {
    says: 'the function may list and read exactly one bucket',
    holds: (resources) => {
      expect(s3Statements(resources).map(({ Effect, Action, Resource }) => [Effect, ...Action, ...Resource])).toEqual([
        ['Allow', 's3:ListBucket', DATA],
        ['Allow', 's3:GetObject', `${DATA}/*`],
      ]);
    },
    loosen: {
      'another bucket': ({ handler }) => handler.role.addToPolicy(new PolicyStatement({ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::other/*'] })),
      'writing too': ({ handler }) => handler.role.addToPolicy(new PolicyStatement({ actions: ['s3:PutObject'], resources: ['arn:aws:s3:::data-bucket/*'] })),
      'all that S3 can': ({ handler }) => override(handler, 'IAM::Policy', 'PolicyDocument.Statement.2.Action', 's3:*'),
    },
  },
  {
    says: 'prefixes, if given, bound what is listed and what is read',
    given: { data: { bucket: 'data-bucket', prefixes: ['sales/', 'web/logs/'] } },
    holds: (resources) => {
      const [list, read, ...others] = s3Statements(resources);
      expect(others).toEqual([]);
      expect(list?.Condition).toEqual({ StringLike: { 's3:prefix': ['sales/*', 'web/logs/*'] } });
      expect(read?.Resource).toEqual([`${DATA}/sales/*`, `${DATA}/web/logs/*`]);
    },
    loosen: {
      'listings without a prefix': ({ handler }) => override(handler, 'IAM::Policy', 'PolicyDocument.Statement.1.Condition', undefined),
      'objects everywhere': ({ handler }) => override(handler, 'IAM::Policy', 'PolicyDocument.Statement.2.Resource', 'arn:aws:s3:::data-bucket/*'),
    },
  },
  {
    says: 'a key, if given, decrypts through S3 only',
    given: { data: { bucket: 'data-bucket', kmsKeyArn: KEY } },
    holds: (resources) => {
      const keys = handlerStatements(resources).filter(({ Action }) => Action.some((action) => action.startsWith('kms:')));
      expect(keys).toMatchObject([{ Action: ['kms:Decrypt'], Resource: [KEY] }]);
      expect(asText(keys[0]?.Condition?.StringEquals?.['kms:ViaService'])).toBe('s3.<AWS::Region>.<AWS::URLSuffix>');
    },
    loosen: {
      'without S3': ({ handler }) => override(handler, 'IAM::Policy', 'PolicyDocument.Statement.3.Condition', undefined),
      'every key': ({ handler }) => override(handler, 'IAM::Policy', 'PolicyDocument.Statement.3.Resource', '*'),
    },
  },
  {
    says: 'results are written under their own prefix only, by a statement of their own, and expire',
    given: { results: { expireDays: 3 } },
    holds: (resources) => {
      const writes = s3Statements(resources).filter(({ Action }) => Action.includes('s3:PutObject'));
      expect(writes).toMatchObject([{ Action: ['s3:PutObject', 's3:AbortMultipartUpload', 's3:GetObject'], Resource: [expect.stringMatching(/^arn:<AWS::Partition>:s3:::<Results\w+>\/results\/\*$/)] }]);
      const [bucket, ...others] = resources.of('S3::Bucket');
      expect(others).toEqual([]);
      expect(bucket && at(bucket, 'LifecycleConfiguration.Rules')).toMatchObject([{ Status: 'Enabled', ExpirationInDays: 3 }]);
      expect(Object.values((bucket && at(bucket, 'PublicAccessBlockConfiguration')) as object)).toEqual([true, true, true, true]);
      expect(JSON.stringify(resources.of('S3::BucketPolicy'))).toContain('"aws:SecureTransport":"false"');
    },
    loosen: {
      'the whole bucket': ({ handler }) => override(handler, 'IAM::Policy', 'PolicyDocument.Statement.3.Resource', 'arn:aws:s3:::results/*'),
      'no end': (stack) => override(stack, 'S3::Bucket', 'LifecycleConfiguration', undefined),
      'public': (stack) => override(stack, 'S3::Bucket', 'PublicAccessBlockConfiguration.BlockPublicPolicy', false),
      'unencrypted connections': (stack) => override(stack, 'S3::BucketPolicy', 'PolicyDocument.Statement', []),
    },
  },
  {
    says: 'besides S3 the function may write its own log and traces, and nothing else',
    holds: (resources) => {
      const others = handlerStatements(resources).filter(({ Action }) => !Action.some((action) => action.startsWith('s3:')));
      expect(others.map(({ Effect, Action, Resource }) => [Effect, ...Action, ...Resource])).toEqual([
        ['Allow', 'logs:CreateLogStream', 'logs:PutLogEvents', expect.stringMatching(/^<Logsfunction\w+\.Arn>$/)],
        ['Allow', 'xray:PutTraceSegments', 'xray:PutTelemetryRecords', '*'],
      ]);
      for (const { Properties } of resources.of('IAM::Role')) expect([Properties.ManagedPolicyArns, Properties.Policies]).toEqual([undefined, undefined]);
      expect(resources.of('IAM::Policy').filter(({ Properties }) => JSON.stringify(Properties.Roles).includes('HandlerRole'))).toHaveLength(1);
    },
    loosen: {
      'a managed policy': ({ handler }) => handler.role.addManagedPolicy(ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSLambdaBasicExecutionRole')),
      'one more action': ({ handler }) => handler.role.addToPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: ['*'] })),
      'every log group': ({ handler }) => override(handler, 'IAM::Policy', 'PolicyDocument.Statement.0.Resource', '*'),
    },
  },
  {
    says: 'roles are for the one service that uses each',
    holds: (resources) => {
      const trusted = resources.of('IAM::Role').flatMap((role) => (at(role, 'AssumeRolePolicyDocument.Statement') as { Principal: unknown }[]).map(({ Principal }) => Principal));
      expect(trusted).toEqual([{ Service: 'lambda.amazonaws.com' }, { Service: 'lambda.amazonaws.com' }, { Service: 'codedeploy.amazonaws.com' }]);
    },
    loosen: { 'an account': (stack) => override(stack, 'IAM::Role', 'AssumeRolePolicyDocument.Statement.0.Principal', { AWS: '*' }) },
  },
  {
    says: 'CodeDeploy may move the alias of this function alone',
    holds: (resources) => {
      const statements = policyStatements(resources.named('CanaryRole', 'IAM::Policy'));
      expect(statements.map(({ Action }) => Action)).toEqual([['lambda:GetAlias', 'lambda:UpdateAlias', 'lambda:GetProvisionedConcurrencyConfig'], ['lambda:InvokeFunction'], ['cloudwatch:DescribeAlarms']]);
      expect(statements[0]?.Resource).toEqual([expect.stringMatching(/^<HandlerFunction\w+\.Arn>$/), expect.stringMatching(/^<HandlerFunction\w+\.Arn>:live$/)]);
      expect(statements[1]?.Resource).toEqual([expect.stringMatching(/^<CanaryTestFunction\w+\.Arn>$/)]);
    },
    loosen: { 'every function': (stack) => override(stack.node.findChild('Canary'), 'IAM::Policy', 'PolicyDocument.Statement.0.Resource', '*') },
  },
  {
    says: 'nothing stays when the stack is deleted, but the versions that go with their function',
    given: { results: {} },
    holds: (resources) => {
      const kept = resources.all().filter(({ DeletionPolicy = 'Delete' }) => DeletionPolicy !== 'Delete');
      expect(kept.map(({ Type }) => Type)).toEqual(['AWS::Lambda::Version']);
      const groups = resources.of('Logs::LogGroup');
      expect(groups.map((group) => at(group, 'LogGroupName')).sort()).toEqual(['/sluice/test/access', '/sluice/test/canary-test', '/sluice/test/function']);
      for (const { Properties } of groups) expect(Properties.RetentionInDays).toBe(30);
      for (const each of resources.of('Lambda::Function')) expect(at(each, 'LoggingConfig.LogGroup')).toBeDefined();
    },
    loosen: {
      'a bucket that is kept': (stack) => new Bucket(stack, 'Kept', { removalPolicy: RemovalPolicy.RETAIN }),
      'a log without end': (stack) => override(stack, 'Logs::LogGroup', 'RetentionInDays', undefined),
      'a log group that Lambda makes': (stack) => override(stack, 'Lambda::Function', 'LoggingConfig.LogGroup', undefined),
      'one more log group': (stack) => new LogGroup(stack, 'More'),
    },
  },
  {
    says: 'questions, and with them values, are not logged unless asked for',
    holds: (resources) => expect(Object.keys(at(resources.named('HandlerFunction', 'Lambda::Function'), 'Environment.Variables') as object).sort()).toEqual(['SLUICE_ALLOW', 'SLUICE_LOG_LEVEL']),
    loosen: { 'questions': ({ handler }) => handler.function.addEnvironment('SLUICE_LOG_QUERIES', 'on') },
  },
];
