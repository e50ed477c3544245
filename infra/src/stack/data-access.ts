import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { Parameters } from '../parameters/parameters.js';
import type { ResultsPlace } from './results.js';

/** All that the function may do in S3: read one bucket, or the prefixes named in it, and write results where it is told. */
export function dataAccess(scope: Construct, { data }: Parameters, results?: ResultsPlace): PolicyStatement[] {
  const stack = Stack.of(scope);
  const object = (bucket: string, key: string): string => stack.formatArn({ service: 's3', region: '', account: '', resource: bucket, resourceName: key, arnFormat: ArnFormat.SLASH_RESOURCE_NAME });
  const bucket = stack.formatArn({ service: 's3', region: '', account: '', resource: data.bucket, arnFormat: ArnFormat.NO_RESOURCE_NAME });
  const { prefixes } = data;
  return [
    new PolicyStatement({
      sid: 'ListData',
      actions: ['s3:ListBucket'],
      resources: [bucket],
      // A listing is allowed inside the prefixes only; without one it would show the names of everything.
      ...(prefixes && { conditions: { StringLike: { 's3:prefix': prefixes.map((prefix) => `${prefix}*`) } } }),
    }),
    new PolicyStatement({ sid: 'ReadData', actions: ['s3:GetObject'], resources: (prefixes ?? ['']).map((prefix) => object(data.bucket, `${prefix}*`)) }),
    ...(results === undefined
      ? []
      : // A link to a result works as long as its signer may read it.
        [new PolicyStatement({ sid: 'WriteResults', actions: ['s3:PutObject', 's3:AbortMultipartUpload', 's3:GetObject'], resources: [object(results.bucketName, `${results.prefix}*`)] })]),
    ...(data.kmsKeyArn === undefined ? [] : [decrypt(stack, data.kmsKeyArn, results !== undefined && !results.isOwn)]),
  ];
}

/** The key may be used through S3 only. A bucket for results that is encrypted with it needs new data keys too. */
function decrypt(stack: Stack, kmsKeyArn: string, writes: boolean): PolicyStatement {
  return new PolicyStatement({
    sid: 'UseKey',
    actions: ['kms:Decrypt', ...(writes ? ['kms:GenerateDataKey'] : [])],
    resources: [kmsKeyArn],
    conditions: { StringEquals: { 'kms:ViaService': `s3.${stack.region}.${stack.urlSuffix}` } },
  });
}
