import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Parameters } from '../parameters/parameters.js';
import { canaryTestName } from './canary-test.js';
import { ALIAS } from './handler.js';

export interface AlarmsProps {
  readonly parameters: Parameters;
  readonly function: IFunction;
}

interface Watch {
  readonly id: string;
  readonly metric: IMetric;
  readonly threshold: number;
  readonly says: string;
}

const MINUTE = Duration.minutes(1);
const MS = 1_000;

/** What calls a person, and takes a new version back while it is on trial. */
export class Alarms extends Construct {
  readonly all: readonly Alarm[];

  constructor(scope: Construct, id: string, { parameters, function: handler }: AlarmsProps) {
    super(scope, id);
    const { stage, timeoutSeconds, alarms, deployment } = parameters;
    const watches: Watch[] = [
      { id: 'Errors', metric: aliasMetric(handler, 'Errors', Stats.SUM), threshold: alarms.maxErrors, says: 'Calls that ended without an answer of the server: crashes, time-outs' },
      { id: 'Throttles', metric: aliasMetric(handler, 'Throttles', Stats.SUM), threshold: 1, says: 'Calls that Lambda turned away for want of concurrency' },
      { id: 'P99', metric: aliasMetric(handler, 'Duration', Stats.p(99)), threshold: alarms.p99Seconds * MS, says: `One call in a hundred takes over ${alarms.p99Seconds} s of the ${timeoutSeconds} s there are` },
    ];
    if (deployment === 'canary') watches.push({ id: 'CanaryTest', metric: errorsOf(canaryTestName(stage)), threshold: 1, says: 'A new version failed the test before it got any requests' });
    this.all = watches.map((watch) => this.#alarm(stage, watch));
    if (alarms.topicArn !== undefined) {
      const action = new SnsAction(Topic.fromTopicArn(this, 'Topic', alarms.topicArn));
      for (const alarm of this.all) alarm.addAlarmAction(action);
    }
  }

  #alarm(stage: string, { id, metric, threshold, says }: Watch): Alarm {
    return new Alarm(this, id, {
      alarmName: `sluice-${stage}-${id.toLowerCase()}`,
      alarmDescription: says,
      metric,
      threshold,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}

/** Of what callers reach. Named by hand: the alias itself waits for the alarms that guard it. */
export function aliasMetric(handler: IFunction, metricName: string, statistic: string): Metric {
  return new Metric({
    namespace: 'AWS/Lambda',
    metricName,
    statistic,
    period: MINUTE,
    dimensionsMap: { FunctionName: handler.functionName, Resource: `${handler.functionName}:${ALIAS}` },
  });
}

const errorsOf = (FunctionName: string): Metric => new Metric({ namespace: 'AWS/Lambda', metricName: 'Errors', statistic: Stats.SUM, period: MINUTE, dimensionsMap: { FunctionName } });
