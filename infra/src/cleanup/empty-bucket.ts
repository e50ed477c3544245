import { DeleteObjectsCommand, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { s3Client } from './s3-client.js';

/** CloudFormation deletes no bucket that holds something. @returns how many objects there were */
export async function emptyBucket(Bucket: string): Promise<number> {
  const client = s3Client();
  let count = 0;
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket })) {
    const Objects = Contents.flatMap(({ Key }) => (Key === undefined ? [] : [{ Key }]));
    if (Objects.length === 0) continue;
    const { Errors = [] } = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
    if (Errors[0] !== undefined) throw new Error(`${Bucket} could not be emptied: ${Errors[0].Message ?? Errors[0].Code ?? ''}`);
    count += Objects.length;
  }
  return count;
}
