import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { EngineError } from '../errors.js';
import { PartBody } from './http/part-body.js';
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

export interface PartTarget {
  /** As long as the range. */
  readonly bytes: Uint8Array;
  /** Hears how many bytes are there. */
  readonly onFilled: (bytes: number) => void;
}

/**
 * Reads one part of an object into memory. A body that breaks off or falls short is resumed at the byte where it broke,
 * with `If-Match`, so that the bytes are all of one version.
 */
export async function fillPart(object: PinnedObject, range: ByteRange, { bytes, onFilled }: PartTarget, signal: AbortSignal): Promise<void> {
  let filled = 0;
  for (let breaks = 0; filled < bytes.length; breaks += 1) {
    if (breaks > 0) await sleep(FIRST_BACKOFF_MS * 2 ** breaks * (0.5 + Math.random() / 2), undefined, { signal });
    const from = filled;
    const onMore = (more: number): void => onFilled((filled = from + more));
    try {
      await readBody(object, { start: range.start + from, end: range.end }, { bytes: bytes.subarray(from), onFilled: onMore }, signal);
    } catch (error) {
      if (signal.aborted || !isTransient(error) || error instanceof EngineError) throw toS3Error(error, object.uri);
      if (breaks + 1 >= MAX_BREAKS) throw toS3Error(error, object.uri);
      continue;
    }
    if (filled < bytes.length && breaks + 1 >= MAX_BREAKS) throw tooShort(object.uri);
  }
}

async function readBody(object: PinnedObject, { start, end }: ByteRange, { bytes, onFilled }: PartTarget, signal: AbortSignal): Promise<void> {
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
  const fault =
    response.ETag !== object.etag
      ? changedObject(object.uri)
      : !response.ContentRange?.startsWith(`bytes ${start}-`)
        ? noRanges(object.uri)
        : (response.ContentLength ?? 0) > bytes.length
          ? tooLong(object.uri)
          : undefined;
  if (fault !== undefined) {
    (response.Body as Readable).destroy();
    throw fault;
  }
  await receiveBody(response.Body, { bytes, onFilled }, signal);
}

/** Writes the body of a response to where it is wanted. */
export async function receiveBody(stream: unknown, { bytes, onFilled }: PartTarget, signal: AbortSignal): Promise<void> {
  const body = stream as Readable;
  const onAbort = (): void => void body.destroy();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    await (body instanceof PartBody ? body.readInto(bytes, onFilled) : copyInto(bytes, onFilled, body));
  } finally {
    signal.removeEventListener('abort', onAbort);
    body.destroy();
  }
}

/** For what did not come as a plain part. */
async function copyInto(bytes: Uint8Array, onFilled: PartTarget['onFilled'], body: AsyncIterable<Uint8Array>): Promise<void> {
  let filled = 0;
  for await (const chunk of body) {
    bytes.set(chunk, filled);
    onFilled((filled += chunk.length));
  }
}

const noRanges = (uri: string): EngineError =>
  new EngineError('SOURCE_UNAVAILABLE', `The server of ${uri} does not answer byte ranges`, {
    hint: 'sluice needs an S3 server that supports ranged GETs.',
  });
const tooShort = (uri: string): EngineError =>
  new EngineError('SOURCE_UNAVAILABLE', `The body of ${uri} kept ending early`, { hint: 'Ask again later.' });
const tooLong = (uri: string): EngineError =>
  new EngineError('SOURCE_UNAVAILABLE', `The server of ${uri} sent more bytes than were asked for`, {
    hint: 'sluice needs an S3 server that supports ranged GETs.',
  });
