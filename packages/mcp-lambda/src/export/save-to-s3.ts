import { GetObjectCommand } from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { S3Options } from '@sluice/engine';
import { createS3Client } from '@sluice/engine/s3';
import { createReadStream } from 'node:fs';
import { ToolError } from '../tool/tool-error.js';
import type { ExportedFile, SavedFile } from './export-target.js';

export interface S3Place {
  /** `s3://bucket/prefix` */
  readonly to: string;
  readonly s3: S3Options;
  readonly signal: AbortSignal;
}

const PART_BYTES = 8_000_000;
const PARTS_AT_ONCE = 4;
const LINK_SECONDS = 3_600;

/** Uploads a file in parts under the prefix, and gives a link to it that works for an hour. Aborting leaves no parts behind. */
export async function saveToS3({ path, name, mimeType }: ExportedFile, { to, s3, signal }: S3Place): Promise<SavedFile> {
  const [, bucket = '', prefix = ''] = /^s3:\/\/([^/]+)\/?(.*)$/i.exec(to) ?? [];
  const key = prefix === '' || prefix.endsWith('/') ? prefix + name : `${prefix}/${name}`;
  const client = createS3Client(s3);
  try {
    const params = { Bucket: bucket, Key: key, Body: createReadStream(path), ContentType: mimeType };
    const upload = new Upload({ client, params, partSize: PART_BYTES, queueSize: PARTS_AT_ONCE });
    signal.addEventListener('abort', () => void upload.abort(), { once: true });
    await upload.done();
    const linkExpires = new Date(Date.now() + LINK_SECONDS * 1_000);
    const link = await getSignedUrl(client, new GetObjectCommand({ Bucket: bucket, Key: key }), { expiresIn: LINK_SECONDS });
    return { uri: `s3://${bucket}/${key}`, link, linkExpires };
  } catch (error) {
    signal.throwIfAborted();
    throw new ToolError('EXPORT_FAILED', `The result could not be written to ${to}: ${(error as Error).name}`, 'Whoever runs this server has to give it leave to write there: s3:PutObject and s3:AbortMultipartUpload.', error);
  } finally {
    client.destroy();
  }
}
