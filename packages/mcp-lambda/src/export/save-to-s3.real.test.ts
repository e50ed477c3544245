import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CreateBucketCommand, ListMultipartUploadsCommand, S3Client } from '@aws-sdk/client-s3';
import { startVersityGateway, type VersityGateway } from '@sluice/testing';
import { createHash } from 'node:crypto';
import { openTestServer, type TestServer } from '../../test/test-server.js';

let gateway: VersityGateway;
let client: S3Client;
let server: TestServer;

beforeAll(async () => {
  gateway = await startVersityGateway();
  const { endpoint, region, credentials } = gateway;
  client = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
  await client.send(new CreateBucketCommand({ Bucket: 'results' }));
  server = await openTestServer({ engine: { s3: { endpoint, region, credentials } }, services: { exportTo: 's3://results/exports' } });
  server.write('a.csv', `id,text\n${Array.from({ length: 300_000 }, (_, i) => `${i},${'some text '.repeat(6)}\n`).join('')}`);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  client.destroy();
  await gateway.dispose();
});

describe('export_result to S3', () => {
  it('uploads in parts, under the prefix, and gives a link that opens the very bytes', async () => {
    const { text, content } = await server.call('export_result', { sql: "FROM 'a.csv'", name: 'orders' });
    expect(text).toMatch(/Wrote 300,000 rows, \S+ MB \(\d+ bytes\) as csv to s3:\/\/results\/exports\/orders-[0-9a-f]{8}\.csv\. The link works until \d{4}-/);
    const [, link] = content;
    const response = await fetch(link?.type === 'resource_link' ? link.uri : '');
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(bytes.length).toBeGreaterThan(16_000_000);
    expect(text).toContain(`SHA-256: ${createHash('sha256').update(bytes).digest('hex')}`);
    expect((await client.send(new ListMultipartUploadsCommand({ Bucket: 'results' }))).Uploads ?? []).toEqual([]);
  });

  it('says who can help when it may not write there', async () => {
    const { endpoint, region, credentials } = gateway;
    await using other = await openTestServer({ engine: { s3: { endpoint, region, credentials } }, services: { exportTo: 's3://nowhere/' } });
    const { text } = await other.call('export_result', { sql: 'SELECT 1 AS one' });
    expect(text).toMatch(/^EXPORT_FAILED: The result could not be written to s3:\/\/nowhere\/: NoSuchBucket\nNext: Whoever runs this server/);
  });
});
