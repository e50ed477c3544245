import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectS3 } from '../connect-s3.js';
import { createCertificate } from '../s3-server/self-signed.js';
import { findVersitygw } from './find-versitygw.js';
import { startVersityGateway } from './versity-gateway.js';

/** Go may have to build the gateway first. */
const BUILD_WITHIN_MS = 300_000;

describe('startVersityGateway', () => {
  beforeAll(() => findVersitygw(), BUILD_WITHIN_MS);

  it('leaves neither process nor folder behind', async () => {
    const { pid, rootDir: ownDir, dispose } = await startVersityGateway();
    expect([process.kill(pid, 0), existsSync(ownDir)]).toEqual([true, true]);
    await dispose();
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    expect(existsSync(ownDir)).toBe(false);
  });

  it('may be disposed of twice', async () => {
    const { dispose } = await startVersityGateway();
    await dispose();
    await expect(dispose()).resolves.toBeUndefined();
  });

  let rootDir: string;

  beforeEach(async () => {
    rootDir = await mkdtemp(join(tmpdir(), 'sluice-root-'));
  });

  afterEach(() => rm(rootDir, { recursive: true }));

  it('serves files that lie in the folder it is given, and leaves them there', async () => {
    await mkdir(join(rootDir, 'data'));
    await writeFile(join(rootDir, 'data', 'a.csv'), 'a\n1\n');
    await using gateway = await startVersityGateway({ rootDir });
    const client = connectS3(gateway);
    const ask = { Bucket: 'data', Key: 'a.csv' };
    await expect(client.send(new HeadObjectCommand(ask))).resolves.toMatchObject({ ContentLength: 4 });
    const { Body } = await client.send(new GetObjectCommand({ ...ask, Range: 'bytes=2-2' }));
    await expect(Body?.transformToString()).resolves.toBe('1');
    client.destroy();
    await gateway.dispose();
    expect(existsSync(join(rootDir, 'data', 'a.csv'))).toBe(true);
  });

  it('speaks HTTPS with the certificate it is given', async () => {
    const certificate = await createCertificate();
    await using gateway = await startVersityGateway({ rootDir, certificate });
    await mkdir(join(rootDir, 'data'));
    await writeFile(join(rootDir, 'data', 'a.csv'), 'a\n1\n');
    const client = connectS3(gateway, { requestHandler: { httpsAgent: { ca: certificate.cert } } });
    await expect(client.send(new HeadObjectCommand({ Bucket: 'data', Key: 'a.csv' }))).resolves.toMatchObject({ ContentLength: 4 });
    client.destroy();
    const stranger = connectS3(gateway);
    await expect(stranger.send(new HeadObjectCommand({ Bucket: 'data', Key: 'a.csv' }))).rejects.toThrow(/self-signed/);
    stranger.destroy();
  });

  it('runs twice at once', async () => {
    await using first = await startVersityGateway();
    await using second = await startVersityGateway();
    expect(first.endpoint).not.toBe(second.endpoint);
  });
});
