import { PutObjectCommand } from '@aws-sdk/client-s3';
import { connectS3 as connectClient, startVersityGateway } from '@sluice/testing';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { connectS3 } from '../src/source/s3-provider.js';
import { describeSource } from './source-contract.js';

describeSource('a real S3 gateway', async () => {
  const gateway = await startVersityGateway();
  mkdirSync(join(gateway.rootDir, 'bucket'));
  const client = connectClient(gateway);
  const provider = connectS3({ ...gateway, allow: [], maxObjects: 100, partBytes: 10_000, concurrency: 4 });
  const uriOf = (name: string): string => `s3://bucket/${name}`;
  return {
    provider,
    uriOf,
    async put(name, bytes) {
      await client.send(new PutObjectCommand({ Bucket: 'bucket', Key: name, Body: bytes }));
      return uriOf(name);
    },
    async [Symbol.asyncDispose]() {
      provider.dispose?.();
      client.destroy();
      await gateway[Symbol.asyncDispose]();
    },
  };
});
