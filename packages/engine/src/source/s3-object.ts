import { GetObjectCommand, HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { EngineError } from '../errors.js';
import { readOrdered } from './read-ordered.js';
import { httpStatus, toS3Error } from './s3-errors.js';
import { fillPart } from './s3-part.js';
import type { Source } from './source.js';

export interface S3Location {
  readonly bucket: string;
  readonly key: string;
}

/** Parallel ranged GETs: their product bounds what waits in memory. */
export interface S3ReadOptions {
  readonly partBytes: number;
  readonly concurrency: number;
}

interface OpenOptions extends S3ReadOptions {
  readonly signal: AbortSignal;
}

/** Pins an object by HEAD: its size and ETag hold for every later read. */
export async function openS3Object(client: S3Client, uri: string, location: S3Location, options: OpenOptions): Promise<Source> {
  const { partBytes, concurrency, signal: openSignal } = options;
  const head = await headObject(client, uri, location, openSignal);
  const { ETag: etag, ContentLength: size } = head;
  if (etag === undefined || size === undefined) {
    throw new EngineError('SOURCE_UNAVAILABLE', `The server of ${uri} gives no ETag or size`, {
      hint: 'sluice needs an S3 server that answers HEAD with both.',
    });
  }
  const object = { client, uri, etag, ...location };
  return {
    uri,
    size,
    etag,
    modified: head.LastModified ?? new Date(0),
    read: (range, signal) =>
      readOrdered(range, (part, target, partSignal) => fillPart(object, part, target, partSignal), { partBytes, concurrency, signal }),
    // Every ranged GET carries If-Match, so what has been read is of the pinned version.
    assertUnchanged: async () => {},
  };
}

async function headObject(client: S3Client, uri: string, { bucket, key }: S3Location, signal: AbortSignal) {
  try {
    return await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }), { abortSignal: signal });
  } catch (error) {
    signal.throwIfAborted();
    throw toS3Error(await explained(error, client, { bucket, key }), uri);
  }
}

/** HEAD has no body, so its failures do not say why: a GET of one byte does. */
async function explained(error: unknown, client: S3Client, { bucket, key }: S3Location): Promise<unknown> {
  const status = httpStatus(error) ?? 0;
  if (status < 400 || status >= 500) return error;
  const asked = client.send(new GetObjectCommand({ Bucket: bucket, Key: key, Range: 'bytes=0-0' }));
  return await asked.then(() => error, (why: unknown) => why);
}
