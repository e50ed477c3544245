import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import { DeleteBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ACCOUNT, REGION, type Ministack } from './ministack.js';
import { runInfra, runNode } from './run-infra.js';

const cdk = join(createRequire(import.meta.url).resolve('aws-cdk/package.json'), '../bin/cdk');

export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** A client of the account's owner. */
export const ownerOf = ({ endpoint }: Ministack) => ({ endpoint, region: REGION, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } });
export const ownersS3 = (cloud: Ministack): S3Client => new S3Client({ ...ownerOf(cloud), forcePathStyle: true });

/** What an owner does once for an account: the CDK's bootstrap, and the role for access logs. */
export async function prepare(cloud: Ministack): Promise<void> {
  for (const { status, output } of [await runNode(cdk, ['bootstrap', `aws://${ACCOUNT}/${REGION}`], cloud.env), await runInfra(['prepare-account'], cloud.env)]) {
    if (status !== 0) throw new Error(output);
  }
  // It refuses plain HTTP, which is all there is here.
  await ownersS3(cloud).send(new DeleteBucketPolicyCommand({ Bucket: `cdk-hnb659fds-assets-${ACCOUNT}-${REGION}` }));
}

/** A user with this policy and no other. */
export async function makeUser(cloud: Ministack, UserName: string, policy?: object): Promise<Keys> {
  const iam = new IAMClient(ownerOf(cloud));
  await iam.send(new CreateUserCommand({ UserName }));
  if (policy !== undefined) await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'data', PolicyDocument: JSON.stringify(policy) }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  return { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' };
}
