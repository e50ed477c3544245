import { ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import picomatch from 'picomatch';
import { EngineError } from '../errors.js';
import { createS3Client, type S3Options } from './s3-client.js';
import { RecentMap } from '../recent-map.js';
import { KeptHeads } from './kept-heads.js';
import { toS3Error } from './s3-errors.js';
import { assumedSource, openS3Object, openS3Tail, pinnedSource, type S3ReadOptions } from './s3-object.js';
import type { ListedObject, PlaceCheck, SourceProvider } from './source.js';
import { globPrefix, parseUri } from './uri.js';

interface S3ProviderOptions extends S3ReadOptions {
  readonly client: S3Client;
  /** `s3://bucket/prefix` each; without any, whatever the credentials can read. */
  readonly allow: readonly string[];
  readonly maxObjects: number;
}

/** A provider with a client of its own. */
export function connectS3(options: S3Options & Omit<S3ProviderOptions, 'client'>): SourceProvider {
  return createS3Provider({ ...options, client: createS3Client(options) });
}

/** Versions of objects that are remembered. */
const MAX_SEEN = 1_000;

/** Objects in S3, limited to the allowed prefixes. */
function createS3Provider({ client, allow, maxObjects, ...reading }: S3ProviderOptions): SourceProvider {
  const options = { client, ...reading, heads: new KeptHeads(2 * reading.partBytes) };
  const seen = new RecentMap<ListedObject>(MAX_SEEN);
  return {
    dispose: () => client.destroy(),
    check: (signal) => Promise.all(allow.map((place) => checkPlace(client, place, signal))),
    async open(uri, signal, listed) {
      const location = s3Location(uri);
      assertAllowed(uri, `s3://${location.bucket}/${location.key}`, allow);
      if (location.key === '' || location.key.endsWith('/')) throw notAnObject(uri);
      // Without an ETag nothing would pin it.
      if (listed !== undefined && listed.etag !== '') return pinnedSource(listed, location, options);
      const { etag, size, modified, ...source } = await openS3Object(uri, location, options, signal);
      seen.set(uri, { uri, etag, size, modified });
      return { etag, size, modified, ...source };
    },
    reopen(uri, signal) {
      const version = seen.get(uri);
      return version === undefined ? undefined : assumedSource(version, s3Location(uri), options, signal);
    },
    async openTail(uri, bytes, signal, listed) {
      const location = s3Location(uri);
      assertAllowed(uri, `s3://${location.bucket}/${location.key}`, allow);
      return await openS3Tail(uri, location, bytes, { ...options, listed }, signal);
    },
    async listFolder(folder, signal) {
      const { bucket, key } = s3Location(folder);
      const prefix = key === '' ? '' : key.replace(/\/*$/, '/');
      assertAllowed(folder, `s3://${bucket}/${prefix}`, allow);
      const found: ListedObject[] = [];
      for await (const object of listPrefix(client, { uri: folder, bucket, prefix }, signal)) found.push({ ...object, uri: `s3://${bucket}/${object.key}` });
      return found;
    },
    async list(glob, signal) {
      const { bucket, key } = s3Location(glob);
      const prefix = globPrefix(key);
      assertAllowed(glob, `s3://${bucket}/${prefix}`, allow);
      const matches = picomatch(key);
      const found: ListedObject[] = [];
      for await (const object of listPrefix(client, { uri: glob, bucket, prefix }, signal)) {
        if (!matches(object.key)) continue;
        found.push({ ...object, uri: `s3://${bucket}/${object.key}` });
        if (found.length > maxObjects) throw tooMany(glob, maxObjects);
      }
      return found;
    },
  };
}

/** A listing of one name needs no more than reading there does. */
async function checkPlace(client: S3Client, uri: string, signal: AbortSignal): Promise<PlaceCheck> {
  const { bucket, key } = s3Location(uri);
  try {
    await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: key, MaxKeys: 1 }), { abortSignal: signal });
    return { uri };
  } catch (error) {
    return { uri, failure: toS3Error(error, uri) };
  }
}

function s3Location(uri: string): { bucket: string; key: string } {
  const location = parseUri(uri);
  if (location.kind !== 's3') throw new TypeError(`not an S3 URI: ${uri}`);
  return location;
}

/** An allowed prefix that does not end in a slash still ends at a path border: `s3://b/a` does not allow `s3://b/ab`. */
function assertAllowed(uri: string, plain: string, allow: readonly string[]): void {
  const allowed = allow.some((entry) => plain === entry || plain.startsWith(entry.endsWith('/') ? entry : `${entry}/`));
  if (allow.length === 0 || allowed) return;
  throw new EngineError('SOURCE_NOT_ALLOWED', `${uri} lies outside what may be read in S3`, {
    hint: `Allowed: ${allow.join(', ')}`,
  });
}

interface Listing {
  readonly uri: string;
  readonly bucket: string;
  readonly prefix: string;
}

async function* listPrefix(client: S3Client, { uri, bucket, prefix }: Listing, signal: AbortSignal) {
  let token: string | undefined;
  do {
    const page = await client
      .send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, ContinuationToken: token }), { abortSignal: signal })
      .catch((error: unknown) => {
        throw toS3Error(error, uri);
      });
    for (const { Key, Size, ETag, LastModified } of page.Contents ?? []) {
      // A key that ends in a slash is a folder's marker, made by consoles; it holds no data.
      if (Key !== undefined && !Key.endsWith('/')) {
        yield { key: Key, size: Size ?? 0, etag: ETag ?? '', modified: LastModified ?? new Date(0) };
      }
    }
    token = page.NextContinuationToken;
  } while (token !== undefined);
}

const notAnObject = (uri: string): EngineError =>
  new EngineError('SOURCE_UNSUPPORTED', `${uri} names a folder, not an object`, {
    hint: `Read its files with a pattern: ${uri.replace(/\/?$/, '/*.csv')}`,
  });

const tooMany = (glob: string, maxObjects: number): EngineError =>
  new EngineError('SCAN_LIMIT', `${glob} matches more than ${maxObjects} objects`, {
    hint: 'Use a narrower pattern, or raise --max-objects.',
  });
