import type { BucketStore } from './bucket-store.js';
import { checkRegion } from './check-region.js';
import { getObject } from './get-object.js';
import { listObjects } from './list-objects.js';
import { emptyReply, xmlReply, type Reply } from './reply.js';
import { S3Error } from './s3-error.js';
import { operationOf, type Operation, type S3Request } from './s3-request.js';
import { verifySignature, type S3Credentials } from './verify-signature.js';
import { answerXml } from './xml.js';

export interface AnswerContext {
  readonly store: BucketStore;
  readonly region: string;
  readonly credentials: S3Credentials;
  /** `bucket` or `bucket/key` each. */
  readonly denied: ReadonlySet<string>;
  readonly now: () => Date;
}

/** Checks a request in S3's order (who, where, whether allowed) and answers it. */
export async function answerRequest(request: S3Request, context: AnswerContext): Promise<Reply> {
  const { store, region, credentials, denied, now } = context;
  const { bucket, key } = request;
  const operation = operationOf(request);
  const signed = await verifySignature(request, credentials, now());
  checkRegion({ signed, endpoint: region, bucket: store.find(bucket)?.region }, operation);
  if (denied.has(bucket) || denied.has(`${bucket}/${key}`)) throw new S3Error('AccessDenied', 'Access Denied');
  return runOperation(operation, request, store);
}

function runOperation(operation: Operation, { bucket: name, key, query, headers }: S3Request, store: BucketStore): Reply {
  const bucket = store.get(name);
  switch (operation) {
    case 'HeadBucket':
      return emptyReply(200, { 'x-amz-bucket-region': bucket.region });
    case 'GetBucketLocation':
      // The first region predates regions: S3 leaves its name out.
      return xmlReply(200, answerXml('LocationConstraint', bucket.region === 'us-east-1' ? '' : bucket.region));
    case 'ListObjectsV2':
      return listObjects(bucket, query);
    case 'HeadObject':
    case 'GetObject':
      return getObject(store.object(name, key, query.versionId), headers);
    default:
      return operation satisfies never;
  }
}
