import { PutObjectCommand } from '@aws-sdk/client-s3';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { connectS3 } from './connect-s3.js';
import { describeS3Contract, type S3ContractServer } from './s3-contract.js';
import { startVersityGateway } from './versity-gateway/versity-gateway.js';

async function start(): Promise<S3ContractServer> {
  const gateway = await startVersityGateway();
  const { endpoint, region, credentials } = gateway;
  const client = connectS3(gateway);
  return {
    endpoint,
    region,
    credentials,
    createBucket: (name) => mkdir(join(gateway.rootDir, name)),
    put: async (Bucket, Key, body) => {
      await client.send(new PutObjectCommand({ Bucket, Key, Body: Buffer.from(body) }));
    },
    [Symbol.asyncDispose]: async () => {
      client.destroy();
      await gateway.dispose();
    },
  };
}

describeS3Contract('versitygw', start);
