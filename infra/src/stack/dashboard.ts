import { Duration } from 'aws-cdk-lib';
import { AlarmStatusWidget, Dashboard as CloudWatchDashboard, GraphWidget, type IMetric, type IWidget, MathExpression, Stats, type Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { aliasMetric } from './alarms.js';

export interface DashboardProps {
  readonly stage: string;
  readonly rest: RestApi;
  readonly function: IFunction;
  readonly alarms: readonly Alarm[];
}

const HALF = 12;
const FULL = 24;
const PERIOD = { period: Duration.minutes(1) };

/** One page: is it well, how fast, how much is asked, what was read for it. */
export function addDashboard(scope: Construct, { stage, rest, function: handler, alarms }: DashboardProps): void {
  const p = (percent: number): IMetric => aliasMetric(handler, 'Duration', Stats.p(percent));
  new CloudWatchDashboard(scope, 'Dashboard', {
    dashboardName: `sluice-${stage}`,
    widgets: [
      [new AlarmStatusWidget({ title: 'Alarms', width: FULL, alarms: [...alarms] })],
      [graph('Requests', [rest.metricCount(PERIOD), rest.metricClientError(PERIOD), rest.metricServerError(PERIOD)]), graph('Milliseconds a call', [p(50), p(90), p(99)])],
      [
        graph('Errors and throttles', [aliasMetric(handler, 'Errors', Stats.SUM), aliasMetric(handler, 'Throttles', Stats.SUM)]),
        graph('Calls at once', [aliasMetric(handler, 'ConcurrentExecutions', Stats.MAXIMUM)]),
      ],
      [graph('What the server counts', [everyMetric(handler)], FULL)],
    ],
  });
}

const graph = (title: string, left: IMetric[], width = HALF): IWidget => new GraphWidget({ title, left, width });

/** The server names its metrics itself (bytes scanned, cache hits, truncations, errors by code): whatever there is, is shown. */
function everyMetric({ functionName }: IFunction): IMetric {
  return new MathExpression({ expression: `SEARCH('Namespace="Sluice" "${functionName}"', 'Sum', 60)`, usingMetrics: {}, label: '' });
}
