import type { Invocation } from './invocation.js';

const NAMESPACE = 'sluice';

interface Metric {
  readonly name: string;
  readonly unit: 'Bytes' | 'Count' | 'Milliseconds';
  readonly value: number;
}

/**
 * Lines in CloudWatch's embedded metric format: one for an invocation, and one for each code of an error.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function metricLines({ answers, errors, coldStart, requestId }: Invocation, { functionName, ms }: { readonly functionName: string; readonly ms: number }): object[] {
  const count = (name: string, value: number): Metric => ({ name, unit: 'Count', value });
  const metrics: Metric[] = [
    { name: 'BytesScanned', unit: 'Bytes', value: answers.reduce((sum, { bytesRead }) => sum + bytesRead, 0) },
    count('Questions', answers.length),
    count('CacheHits', answers.filter(({ road }) => road === 'cache').length),
    count('Truncations', answers.filter(({ truncated }) => truncated).length),
    count('ColdStarts', Number(coldStart)),
    { name: 'Duration', unit: 'Milliseconds', value: ms },
  ];
  const byCode = new Map<string, number>();
  for (const code of errors) byCode.set(code, (byCode.get(code) ?? 0) + 1);
  return [line(metrics, { functionName }, requestId), ...[...byCode].map(([code, errorCount]) => line([count('Errors', errorCount)], { functionName, code }, requestId))];
}

const line = (metrics: readonly Metric[], dimensions: Readonly<Record<string, string>>, requestId: string): object => ({
  _aws: {
    Timestamp: Date.now(),
    CloudWatchMetrics: [{ Namespace: NAMESPACE, Dimensions: [Object.keys(dimensions)], Metrics: metrics.map(({ name, unit }) => ({ Name: name, Unit: unit })) }],
  },
  ...dimensions,
  ...Object.fromEntries(metrics.map(({ name, value }) => [name, value])),
  requestId,
});
