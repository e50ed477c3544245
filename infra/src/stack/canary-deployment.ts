import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { LambdaApplication, LambdaDeploymentConfig, LambdaDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { CfnAlias } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { CanaryTest } from './canary-test.js';
import { ALIAS, type Handler } from './handler.js';

export interface CanaryDeploymentProps {
  readonly stage: string;
  readonly handler: Handler;
  readonly test: CanaryTest;
  readonly alarms: readonly Alarm[];
  readonly aliasMoved: boolean;
}

/** A tenth of the requests reach a new version for five minutes; its test or any alarm sends them all back to the old one. */
export class CanaryDeployment extends Construct {
  constructor(scope: Construct, id: string, { stage, handler, test, alarms, aliasMoved }: CanaryDeploymentProps) {
    super(scope, id);
    const role = deploymentRole(this, { handler, test });
    new LambdaDeploymentGroup(this, 'Group', {
      application: new LambdaApplication(this, 'Application', { applicationName: `sluice-${stage}` }),
      alias: handler.alias,
      deploymentConfig: LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES,
      alarms: [...alarms],
      preHook: test.function,
      autoRollback: { failedDeployment: true, stoppedDeployment: true, deploymentInAlarm: true },
      // The construct would attach AWS's own policy, which may change the aliases of every function.
      role: role.withoutPolicyUpdates(),
    });
    // CodeDeploy refuses to start from another version than the one that the last deployment left.
    if (aliasMoved) (handler.alias.node.defaultChild as CfnAlias).cfnOptions.updatePolicy = undefined;
  }
}

function deploymentRole(scope: Construct, { handler, test }: Pick<CanaryDeploymentProps, 'handler' | 'test'>): Role {
  const role = new Role(scope, 'Role', { assumedBy: new ServicePrincipal('codedeploy.amazonaws.com') });
  role.addToPolicy(new PolicyStatement({ actions: ['lambda:GetAlias', 'lambda:UpdateAlias', 'lambda:GetProvisionedConcurrencyConfig'], resources: [handler.function.functionArn, `${handler.function.functionArn}:${ALIAS}`] }));
  role.addToPolicy(new PolicyStatement({ actions: ['lambda:InvokeFunction'], resources: [test.function.functionArn] }));
  // Alarms can be described only all together.
  role.addToPolicy(new PolicyStatement({ actions: ['cloudwatch:DescribeAlarms'], resources: ['*'] }));
  return role;
}
