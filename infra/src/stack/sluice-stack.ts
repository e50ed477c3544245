import { Stack, type StackProps, Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Parameters } from '../parameters/parameters.js';
import { Alarms } from './alarms.js';
import { Api } from './api.js';
import { CanaryDeployment } from './canary-deployment.js';
import { CanaryTest } from './canary-test.js';
import { addDashboard } from './dashboard.js';
import { dataAccess } from './data-access.js';
import { Handler } from './handler.js';
import { Logs } from './logs.js';
import { addOutputs } from './outputs.js';
import { resultsPlace, type ResultsPlace } from './results.js';

export interface SluiceStackProps extends StackProps {
  readonly parameters: Parameters;
  /** The folder that `npm run bundle:lambda` writes. */
  readonly bundle: string;
  /** The alias was rolled back by hand since the last deployment: this one moves it at once, without a canary. */
  readonly aliasMoved?: boolean;
}

/** One stage of the server: everything in it belongs to it alone, keeps no data, and goes when it goes. */
export class SluiceStack extends Stack {
  readonly parameters: Parameters;
  readonly handler: Handler;
  readonly api: Api;
  readonly results: ResultsPlace | undefined;

  constructor(scope: Construct, id: string, { parameters, bundle, aliasMoved = false, ...props }: SluiceStackProps) {
    super(scope, id, props);
    const { stage } = parameters;
    this.parameters = parameters;
    const logs = new Logs(this, 'Logs', parameters);
    const results = (this.results = resultsPlace(this, parameters));
    this.handler = new Handler(this, 'Handler', { parameters, bundle, logGroup: logs.function, results, data: dataAccess(this, parameters, results) });
    this.api = new Api(this, 'Api', { parameters, handler: this.handler.alias, accessLog: logs.access });
    const test = parameters.deployment === 'canary' ? new CanaryTest(this, 'CanaryTest', { parameters, version: this.handler.version }) : undefined;
    const alarms = new Alarms(this, 'Alarms', { parameters, function: this.handler.function });
    if (test !== undefined) new CanaryDeployment(this, 'Canary', { stage, handler: this.handler, test, alarms: alarms.all, aliasMoved });
    addDashboard(this, { stage, rest: this.api.rest, function: this.handler.function, alarms: alarms.all });
    addOutputs(this, { stage, rest: this.api.rest, handler: this.handler, results });
    for (const [name, value] of Object.entries({ application: 'sluice', stage, ...parameters.tags })) Tags.of(this).add(name, value);
  }
}

export const stackName = (stage: string): string => `sluice-${stage}`;
