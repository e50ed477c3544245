import { GetObjectCommand, HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { EngineError } from '../errors.js';
import type { KeptHeads } from './kept-heads.js';
import { readOrdered } from './read-ordered.js';
import { changedObject, httpStatus, toS3Error } from './s3-errors.js';
import { fillPart, receiveBody, type PinnedObject } from './s3-part.js';
import type { ByteRange, ListedObject, Source, Tail } from './source.js';

export interface S3Location {
  readonly bucket: string;
  readonly key: string;
}

/** Parallel ranged GETs: their product bounds what waits in memory. */
export interface S3ReadOptions {
  readonly partBytes: number;
  readonly concurrency: number;
}

export interface S3OpenOptions extends S3ReadOptions {
  readonly client: S3Client;
  readonly heads: KeptHeads;
}

/** What is read of an object to open it: enough to be a sample, or all of it. */
const HEAD_BYTES = 1 << 18;

/** Pins an object by reading its beginning: its size and ETag hold for every later read, and a small one is read whole. */
export async function openS3Object(uri: string, location: S3Location, options: S3OpenOptions, signal: AbortSignal): Promise<Source> {
  try {
    const { object, part } = await readPart(uri, location, { ...options, range: `0-${HEAD_BYTES - 1}` }, signal);
    options.heads.keep(headKey(object), part);
    return { ...pinnedSource(object, location, options), openedBytes: part.length };
  } catch (error) {
    signal.throwIfAborted();
    throw toS3Error(error, uri);
  }
}

/** An object that a listing has told all about: no request is made until it is read. */
export function pinnedSource({ uri, size, etag, modified }: ListedObject, location: S3Location, options: S3OpenOptions): Source {
  const { client, heads, partBytes, concurrency } = options;
  const object: PinnedObject = { client, uri, etag, ...location };
  const fill = (range: ByteRange, signal: AbortSignal): AsyncIterable<Uint8Array> =>
    readOrdered(range, (part, target, partSignal) => fillPart(object, part, target, partSignal), { partBytes, concurrency, signal });
  return {
    uri,
    size,
    etag,
    modified,
    async *read({ start, end }, signal) {
      const head = heads.get(headKey({ uri, etag }));
      if (start < head.length) yield head.subarray(start, end);
      yield* fill({ start: Math.max(start, Math.min(end, head.length)), end }, signal);
    },
    heldBytes: () => heads.get(headKey({ uri, etag })).length,
    // Every ranged GET carries If-Match, so what has been read is of the pinned version.
    assertUnchanged: async () => {},
  };
}

/** An object as it was when last seen; whether it still is that is asked at once. */
export function assumedSource(version: ListedObject, location: S3Location, options: S3OpenOptions, signal: AbortSignal): Source {
  const unchanged = assertVersion(version, location, options.client, signal);
  // Told to whoever asks; nobody may, when the question fails before.
  unchanged.catch(() => {});
  return { ...pinnedSource(version, location, options), isAsLastSeen: true, assertUnchanged: () => unchanged };
}

/** Asks whether an object still is the one that was seen before. */
async function assertVersion({ uri, etag }: ListedObject, location: S3Location, client: S3Client, signal: AbortSignal): Promise<void> {
  try {
    const now = await headObject(uri, location, client, signal);
    if (now.etag !== etag) throw changedObject(uri);
  } catch (error) {
    signal.throwIfAborted();
    throw toS3Error(error, uri);
  }
}

/** Pins an object by reading its end: all of it, when it is not longer than that. */
export async function openS3Tail(uri: string, location: S3Location, bytes: number, { listed, ...options }: S3OpenOptions & { readonly listed?: ListedObject | undefined }, signal: AbortSignal): Promise<Tail> {
  try {
    const { object, part } = await readPart(uri, location, { ...options, range: `-${bytes}`, ifMatch: listed?.etag }, signal);
    const source = pinnedSource(object, location, options);
    const length = Math.min(bytes, object.size);
    if (part.length === length) return { source, tail: part };
    const tail = Buffer.alloc(length);
    let filled = 0;
    for await (const chunk of source.read({ start: object.size - length, end: object.size }, signal)) {
      tail.set(chunk, filled);
      filled += chunk.length;
    }
    return { source, tail };
  } catch (error) {
    signal.throwIfAborted();
    throw toS3Error(error, uri);
  }
}

const headKey = ({ uri, etag }: { readonly uri: string; readonly etag: string }): string => `${uri} ${etag}`;

interface OpenedObject {
  readonly object: ListedObject;
  /** The bytes that were asked for; fewer where the connection broke off. */
  readonly part: Uint8Array;
}

interface PartRequest extends S3OpenOptions {
  /** As HTTP writes it: `0-99`, `-100`. */
  readonly range: string;
  readonly ifMatch?: string | undefined;
}

async function readPart(uri: string, { bucket, key }: S3Location, { client, range, ifMatch }: PartRequest, signal: AbortSignal): Promise<OpenedObject> {
  const command = new GetObjectCommand({ Bucket: bucket, Key: key, Range: `bytes=${range}`, IfMatch: ifMatch });
  const response = await client.send(command, { abortSignal: signal }).catch((error: unknown) => {
    // What is empty has no byte to give.
    if (httpStatus(error) === 416) return undefined;
    throw error;
  });
  if (response === undefined) return { object: await headObject(uri, { bucket, key }, client, signal), part: new Uint8Array() };
  const [, start = NaN, end = NaN, size = NaN] = (/^bytes (\d+)-(\d+)\/(\d+)$/.exec(response.ContentRange ?? '') ?? []).map(Number);
  const object = describe(uri, response.ETag, size, response.LastModified);
  const part = Buffer.allocUnsafeSlow(end - start + 1);
  let filled = 0;
  // A body that breaks off here is no failure: what is missing will be asked for again.
  await receiveBody(response.Body, { bytes: part, onFilled: (bytes) => (filled = bytes) }, signal).catch(() => {});
  signal.throwIfAborted();
  return { object, part: part.subarray(0, filled) };
}

async function headObject(uri: string, { bucket, key }: S3Location, client: S3Client, signal: AbortSignal): Promise<ListedObject> {
  const { ETag, ContentLength, LastModified } = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }), { abortSignal: signal });
  return describe(uri, ETag, ContentLength ?? NaN, LastModified);
}

function describe(uri: string, etag: string | undefined, size: number, modified = new Date(0)): ListedObject {
  if (etag !== undefined && !Number.isNaN(size)) return { uri, size, etag, modified };
  throw new EngineError('SOURCE_UNAVAILABLE', `The server of ${uri} gives no ETag, or does not answer byte ranges`, {
    hint: 'sluice needs an S3 server that supports both.',
  });
}
