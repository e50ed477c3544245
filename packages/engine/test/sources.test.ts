import { startS3Server } from '@sluice/testing';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createLocalProvider } from '../src/source/local-provider.js';
import { connectS3 } from '../src/source/s3-provider.js';
import { describeSource } from './source-contract.js';

describeSource('a folder', () => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'sluice-source-')));
  const uriOf = (name: string): string => join(root, name);
  return Promise.resolve({
    provider: createLocalProvider({ roots: [root], maxObjects: 100 }),
    uriOf,
    put(name, bytes) {
      mkdirSync(dirname(uriOf(name)), { recursive: true });
      writeFileSync(uriOf(name), bytes);
      return Promise.resolve(uriOf(name));
    },
    [Symbol.asyncDispose]: () => Promise.resolve(rmSync(root, { recursive: true })),
  });
});

describeSource('S3', async () => {
  const s3 = await startS3Server();
  s3.createBucket('bucket');
  const provider = connectS3({ endpoint: s3.endpoint, region: s3.region, credentials: s3.credentials, allow: [], maxObjects: 100, partBytes: 10_000, concurrency: 4 });
  const uriOf = (name: string): string => `s3://bucket/${name}`;
  return {
    provider,
    uriOf,
    put(name, bytes) {
      s3.put('bucket', name, Buffer.from(bytes));
      return Promise.resolve(uriOf(name));
    },
    async [Symbol.asyncDispose]() {
      provider.dispose?.();
      await s3.close();
    },
  };
});
