import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, Function as LambdaFunction, LoggingFormat, Runtime, Tracing, type Version } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Parameters } from '../parameters/parameters.js';
import { CANARY_TEST } from '../paths.js';
import { logGroupName } from './logs.js';

const TIMEOUT_SECONDS = 180;

export interface CanaryTestProps {
  readonly parameters: Parameters;
  /** What is tried. */
  readonly version: Version;
}

/** The function that tries a new version before any caller does. */
export class CanaryTest extends Construct {
  readonly function: LambdaFunction;
  readonly role: Role;

  constructor(scope: Construct, id: string, { parameters, version }: CanaryTestProps) {
    super(scope, id);
    const logGroup = new LogGroup(this, 'Log', {
      logGroupName: logGroupName(parameters.stage, 'canary-test'),
      retention: parameters.logRetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    const allow = (actions: string[], resource: string): boolean => this.role.addToPolicy(new PolicyStatement({ actions, resources: [resource] }));
    allow(['logs:CreateLogStream', 'logs:PutLogEvents'], logGroup.logGroupArn);
    allow(['lambda:InvokeFunction'], version.functionArn);
    this.function = new LambdaFunction(this, 'Function', {
      functionName: canaryTestName(parameters.stage),
      code: Code.fromAsset(CANARY_TEST),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      memorySize: 256,
      timeout: Duration.seconds(TIMEOUT_SECONDS),
      environment: { VERSION_ARN: version.functionArn },
      role: this.role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      tracing: Tracing.DISABLED,
    });
  }
}

/** Given by hand, so that the alarm about it need not wait for it: it waits itself, for what the alarm guards. */
export const canaryTestName = (stage: string): string => `sluice-${stage}-canary-test`;
