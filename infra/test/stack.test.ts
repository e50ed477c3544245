import { describe, expect, it } from '@jest/globals';
import { at, makeStack, Resources } from './make-stack.js';
import { asText } from './security/statements.js';
import { Template } from 'aws-cdk-lib/assertions';

describe('the function', () => {
  const plain = new Resources(makeStack());
  it('has what a small Lambda has, and streams', () => {
    expect(plain.named('HandlerFunction', 'Lambda::Function').Properties).toMatchObject({
      Architectures: ['x86_64'], Runtime: 'nodejs24.x', MemorySize: 1024, Timeout: 120, EphemeralStorage: { Size: 512 }, Handler: 'index.handler', TracingConfig: { Mode: 'Active' },
      Environment: { Variables: { SLUICE_ALLOW: 's3://data-bucket/', SLUICE_LOG_LEVEL: 'info' } },
    });
    for (const method of plain.of('ApiGateway::Method')) {
      expect(at(method, 'Integration')).toMatchObject({ ResponseTransferMode: 'STREAM', TimeoutInMillis: 120_000 });
      expect(asText(at(method, 'Integration.Uri'))).toMatch(/2021-11-15\/functions\/<HandlerAlias\w+>\/response-streaming-invocations$/);
    }
  });

  it('can be another', () => {
    const other = new Resources(makeStack({ architecture: 'arm64', memoryMb: 2048, ephemeralStorageMb: 1024, cacheSizeMb: 256, reservedConcurrency: 3, responseMode: 'buffered', logQueries: true, results: { bucket: 'results-bucket' }, data: { bucket: 'data-bucket', prefixes: ['a/', 'b/'] } }));
    expect(other.named('HandlerFunction', 'Lambda::Function').Properties).toMatchObject({
      Architectures: ['arm64'], MemorySize: 2048, Timeout: 29, EphemeralStorage: { Size: 1024 }, Handler: 'index.bufferedHandler', ReservedConcurrentExecutions: 3,
      Environment: { Variables: { SLUICE_ALLOW: 's3://data-bucket/a/,s3://data-bucket/b/', SLUICE_EXPORT: 's3://results-bucket/results/', SLUICE_CACHE_SIZE: '256MB', SLUICE_LOG_QUERIES: 'on' } },
    });
    expect(other.of('S3::Bucket')).toEqual([]);
  });

  it('gets a version of its own with each change, which the alias then points to', () => {
    const versionOf = (resources: Resources): string => JSON.stringify(at(resources.named('HandlerAlias', 'Lambda::Alias'), 'FunctionVersion'));
    expect(versionOf(new Resources(makeStack()))).toBe(versionOf(plain));
    expect(versionOf(new Resources(makeStack({ logLevel: 'debug' })))).not.toBe(versionOf(plain));
  });
});

describe('a deployment', () => {
  it('sends a tenth of the requests to the new version first, and takes it back by each of the alarms', () => {
    const resources = new Resources(makeStack());
    const group = resources.named('CanaryGroup', 'CodeDeploy::DeploymentGroup');
    expect(group.Properties).toMatchObject({ DeploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent5Minutes', AutoRollbackConfiguration: { Enabled: true, Events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_REQUEST', 'DEPLOYMENT_STOP_ON_ALARM'] } });
    expect((at(group, 'AlarmConfiguration.Alarms') as { Name: unknown }[]).map(({ Name }) => asText(Name).replace(/[0-9A-F]{8}>$/, '>'))).toEqual(['<AlarmsErrors>', '<AlarmsThrottles>', '<AlarmsP99>', '<AlarmsCanaryTest>']);
    expect(JSON.stringify(resources.named('HandlerAlias', 'Lambda::Alias'))).toMatch(/"BeforeAllowTrafficHook":\{"Ref":"CanaryTestFunction/);
  });

  it('moves the alias itself after a rollback by hand, from which CodeDeploy would not start', () => {
    const alias = JSON.stringify(new Resources(makeStack({}, { aliasMoved: true })).named('HandlerAlias', 'Lambda::Alias'));
    expect(alias).toContain('"FunctionVersion"');
    expect(alias).not.toContain('UpdatePolicy');
  });

  it('can reach everybody at once, with no CodeDeploy', () => {
    const resources = new Resources(makeStack({ deployment: 'all-at-once' }));
    expect([...resources.of('CodeDeploy::DeploymentGroup'), ...resources.of('CodeDeploy::Application')]).toEqual([]);
    expect(resources.of('CloudWatch::Alarm').map((alarm) => at(alarm, 'AlarmName'))).toEqual(['sluice-test-errors', 'sluice-test-throttles', 'sluice-test-p99']);
  });
});

it('the outputs are what a client is configured with', () => {
  const outputs = Template.fromStack(makeStack()).toJSON().Outputs as Record<string, { Value: unknown }>;
  const url = /https:\/\/<ApiRest\w+>\.execute-api\.<AWS::Region>\.<AWS::URLSuffix>\/<ApiRestDeploymentStage\w+>\/mcp/;
  expect(asText(outputs.McpUrl?.Value)).toMatch(url);
  expect(asText(outputs.ProxyCommand?.Value)).toMatch(/^sluice-proxy https:/);
  expect(JSON.parse(asText(outputs.ClientConfiguration?.Value))).toEqual({ mcpServers: { 'sluice-test': { command: 'sluice-proxy', args: [expect.stringMatching(url)] } } });
});

it('everything that takes tags is told apart by stage', () => {
  const resources = new Resources(makeStack({ tags: { team: 'data' } }));
  for (const type of ['Lambda::Function', 'Logs::LogGroup', 'IAM::Role', 'ApiGateway::RestApi', 'ApiGateway::Stage', 'CloudWatch::Alarm']) {
    for (const resource of resources.of(type)) expect(at(resource, 'Tags')).toEqual([{ Key: 'application', Value: 'sluice' }, { Key: 'stage', Value: 'test' }, { Key: 'team', Value: 'data' }]);
  }
});
