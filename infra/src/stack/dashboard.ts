import { Duration } from 'aws-cdk-lib';
import { AlarmStatusWidget, Dashboard as CloudWatchDashboard, GraphWidget, type IMetric, type IWidget, MathExpression, Metric, Stats, type Alarm } from 'aws-cdk-lib/aws-cloudwatch';
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
      [graph('Bytes read', [serverMetric(handler, 'BytesScanned')]), graph('Answers', ['Questions', 'CacheHits', 'Truncations', 'ColdStarts'].map((name) => serverMetric(handler, name)))],
      [graph('Errors by code', [errorsByCode(handler)], FULL)],
    ],
  });
}

const graph = (title: string, left: IMetric[], width = HALF): IWidget => new GraphWidget({ title, left, width });

/** What the server counts itself, written to its log in CloudWatch's embedded format. */
const serverMetric = ({ functionName }: IFunction, metricName: string): IMetric => new Metric({ namespace: 'sluice', metricName, statistic: Stats.SUM, ...PERIOD, dimensionsMap: { functionName } });

/** Whatever codes there are, each is a line. */
const errorsByCode = ({ functionName }: IFunction): IMetric =>
  new MathExpression({ expression: `SEARCH('{sluice,code,functionName} functionName="${functionName}" MetricName="Errors"', 'Sum', 60)`, usingMetrics: {}, label: '' });
