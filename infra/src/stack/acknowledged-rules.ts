import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { SluiceStack } from './sluice-stack.js';

/** Every rule of cdk-nag that the stack breaks on purpose, at the one place where it does, and why. */
export function acknowledgeRules(stack: SluiceStack): void {
  const at = (path: string): IConstruct => path.split('/').reduce<IConstruct>((parent, id) => parent.node.findChild(id), stack);
  const accept = (path: string, id: string, reason: string): void => Validations.of(at(path)).acknowledge({ id: `AwsSolutions::AwsSolutions-${id}`, reason });
  const { data, results, stage, deployment } = stack.parameters;

  for (const prefix of data.prefixes ?? ['']) {
    accept('Handler/Role', `IAM5[Resource::arn:<AWS::Partition>:s3:::${data.bucket}/${prefix}*]`, 'Objects are read by name; the bucket and the prefixes are the ones that the parameters name.');
  }
  if (results !== undefined) {
    const bucket = results.bucket ?? `<${(stack.resolve(stack.results?.bucketName) as { readonly Ref: string }).Ref}>`;
    accept('Handler/Role', `IAM5[Resource::arn:<AWS::Partition>:s3:::${bucket}/${results.prefix}*]`, 'Results are given names as they are written; the prefix is theirs alone.');
  }
  accept('Handler/Role', 'IAM5[Resource::*]', 'X-Ray knows no resources: PutTraceSegments and PutTelemetryRecords can be allowed on * only.');
  if (deployment === 'canary') accept('Canary/Role', 'IAM5[Resource::*]', 'CodeDeploy reads the state of alarms, which DescribeAlarms gives for * only.');

  accept('Api/Rest', 'APIG2', 'The body is JSON-RPC, which the server parses and checks itself; a model in API Gateway would be a second, weaker check.');
  accept(`Api/Rest/DeploymentStage.${stage}`, 'APIG3', 'Nobody gets in unsigned, and only the principals named; a web ACL is the account owner\'s to add.');
  accept(`Api/Rest/DeploymentStage.${stage}`, 'APIG6', 'Execution logs hold headers and bodies, and so data. The access log has a line for each request, the function\'s log the rest.');
  for (const method of ['mcp/POST', 'health/GET']) accept(`Api/Rest/Default/${method}`, 'COG4', 'Callers sign with IAM; there is no user pool.');
  if (stack.results?.isOwn === true) accept('Results', 'S1', 'Results expire in days, and only the function reads them; a log of that would need a bucket that outlives them.');
}
