import { RemovalPolicy } from 'aws-cdk-lib';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Parameters } from '../parameters/parameters.js';

/** Named groups of the stack's own: they end with it, and the function's role can name them. */
export class Logs extends Construct {
  readonly function: LogGroup;
  readonly access: LogGroup;

  constructor(scope: Construct, id: string, { stage, logRetentionDays }: Parameters) {
    super(scope, id);
    const group = (name: string): LogGroup =>
      new LogGroup(this, name, { logGroupName: logGroupName(stage, name), retention: logRetentionDays, removalPolicy: RemovalPolicy.DESTROY });
    this.function = group('function');
    this.access = group('access');
  }
}

export const logGroupName = (stage: string, name: string): string => `/sluice/${stage}/${name}`;
