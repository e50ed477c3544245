import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Parameters } from '../parameters/parameters.js';

/** Where exported results go. */
export interface ResultsPlace {
  readonly bucketName: string;
  readonly prefix: string;
  /** Made by this stack, and gone with it. */
  readonly isOwn: boolean;
}

const UPLOAD_DAYS = 1;

/** The bucket that is named, or one of the stack's own whose objects expire; clean-up empties that one before the stack goes. */
export function resultsPlace(scope: Construct, { results }: Parameters): ResultsPlace | undefined {
  if (results === undefined) return undefined;
  const { bucket: existing, prefix, expireDays } = results;
  if (existing !== undefined) return { bucketName: existing, prefix, isOwn: false };
  const { bucketName } = new Bucket(scope, 'Results', {
    encryption: BucketEncryption.S3_MANAGED,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    enforceSSL: true,
    lifecycleRules: [{ expiration: Duration.days(expireDays), abortIncompleteMultipartUploadAfter: Duration.days(UPLOAD_DAYS) }],
    removalPolicy: RemovalPolicy.DESTROY,
  });
  return { bucketName, prefix, isOwn: true };
}
