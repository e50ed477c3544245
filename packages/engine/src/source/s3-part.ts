import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { addAbortSignal, type Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { EngineError } from '../errors.js';
import { changedObject, isTransient, toS3Error } from './s3-errors.js';
import type { ByteRange } from './source.js';

/** How often one part's body may break before the read fails. */
const MAX_BREAKS = 6;
const FIRST_BACKOFF_MS = 50;

/** What pins a read to one version of one object. */
export interface PinnedObject {
  readonly client: S3Client;
  readonly uri: string;
  readonly bucket: string;
  readonly key: string;
  readonly etag: string;
}

/**
 * One part of an object, chunk by chunk. A body that breaks off or falls short is resumed at the byte where it broke,
 * with `If-Match`, so that the bytes are all of one version.
 */
export async function* readPart(object: PinnedObject, range: ByteRange, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  let position = range.start;
  for (let breaks = 0; position < range.end; breaks += 1) {
    if (breaks > 0) await sleep(FIRST_BACKOFF_MS * 2 ** breaks * (0.5 + Math.random() / 2), undefined, { signal });
    try {
      const body: AsyncIterable<Buffer> = await openBody(object, { start: position, end: range.end }, signal);
      for await (const chunk of body) {
        position += chunk.length;
        if (position > range.end) throw tooLong(object.uri);
        yield chunk;
      }
    } catch (error) {
      if (signal.aborted || !isTransient(error) || error instanceof EngineError) throw toS3Error(error, object.uri);
      if (breaks + 1 >= MAX_BREAKS) throw toS3Error(error, object.uri);
      continue;
    }
    if (position < range.end && breaks + 1 >= MAX_BREAKS) throw tooShort(object.uri);
  }
}

async function openBody(object: PinnedObject, { start, end }: ByteRange, signal: AbortSignal): Promise<Readable> {
  const response = await object.client.send(
    new GetObjectCommand({
      Bucket: object.bucket,
      Key: object.key,
      Range: `bytes=${start}-${end - 1}`,
      IfMatch: object.etag,
    }),
    { abortSignal: signal },
  );
  // Some S3 look-alikes ignore If-Match or Range; either would mix versions or repeat bytes.
  if (response.ETag !== object.etag) throw changedObject(object.uri);
  if (!response.ContentRange?.startsWith(`bytes ${start}-`)) {
    throw new EngineError('SOURCE_UNAVAILABLE', `The server of ${object.uri} does not answer byte ranges`, {
      hint: 'sluice needs an S3 server that supports ranged GETs.',
    });
  }
  return addAbortSignal(signal, response.Body as Readable);
}

const tooShort = (uri: string): EngineError =>
  new EngineError('SOURCE_UNAVAILABLE', `The body of ${uri} kept ending early`, { hint: 'Ask again later.' });
const tooLong = (uri: string): EngineError =>
  new EngineError('SOURCE_UNAVAILABLE', `The server of ${uri} sent more bytes than were asked for`, {
    hint: 'sluice needs an S3 server that supports ranged GETs.',
  });
