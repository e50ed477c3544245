import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { S3Error } from './s3-error.js';

export type Operation = 'HeadBucket' | 'GetBucketLocation' | 'ListObjectsV2' | 'HeadObject' | 'GetObject';

/** A path-style request, taken apart. */
export interface S3Request {
  readonly method: string;
  /** Decoded. Whether a slash follows the bucket makes no difference but to the signature. */
  readonly path: string;
  readonly bucket: string;
  readonly key: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  /** The path's percent signs are broken; it is as it came. */
  readonly malformed: boolean;
}

/** Query parameters each operation obeys; `x-id` only names the operation. */
const PARAMETERS: Record<Operation, readonly string[]> = {
  HeadBucket: [],
  GetBucketLocation: ['location'],
  ListObjectsV2: ['list-type', 'prefix', 'delimiter', 'continuation-token', 'max-keys', 'start-after', 'encoding-type'],
  HeadObject: ['versionId'],
  GetObject: ['versionId'],
};

/** Headers that would change the answer and that this server cannot obey: to ignore them would be a wrong answer. */
const UNSUPPORTED_HEADERS = [
  'if-none-match',
  'if-modified-since',
  'if-unmodified-since',
  'x-amz-server-side-encryption-customer-algorithm',
  'x-amz-expected-bucket-owner',
];

export function parseRequest(message: IncomingMessage): S3Request {
  const { method = '', url = '/', headers } = message;
  // Not by `URL`: it would resolve `.` and `..`, which are ordinary characters in a key.
  const mark = url.indexOf('?');
  const rawPath = mark < 0 ? url : url.slice(0, mark);
  const query = Object.fromEntries(new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1)));
  const path = decode(rawPath);
  const [, bucket = '', key = ''] = /^\/([^/]*)\/?(.*)$/s.exec(path ?? rawPath) ?? [];
  return { method, path: path ?? rawPath, bucket, key, query, headers, malformed: path === undefined };
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Which operation the request asks for; whatever this server cannot answer as S3 would, it refuses. */
export function operationOf(request: S3Request): Operation {
  if (request.malformed) throw new S3Error('InvalidURI', "Couldn't parse the specified URI.");
  const operation = nameOperation(request);
  for (const name of Object.keys(request.query)) {
    if (name !== 'x-id' && !PARAMETERS[operation].includes(name)) throw notImplemented(`query parameter ${name} of ${operation}`);
  }
  const header = UNSUPPORTED_HEADERS.find((name) => request.headers[name] !== undefined);
  if (header !== undefined) throw notImplemented(`header ${header}`);
  return operation;
}

function nameOperation({ method, bucket, key, query }: S3Request): Operation {
  if (method !== 'GET' && method !== 'HEAD') {
    throw new S3Error('MethodNotAllowed', 'The specified method is not allowed against this resource.', { details: { Method: method } });
  }
  if (bucket === '') throw notImplemented('operation ListBuckets');
  if (key !== '') return method === 'HEAD' ? 'HeadObject' : 'GetObject';
  if (method === 'HEAD') return 'HeadBucket';
  if (query.location !== undefined) return 'GetBucketLocation';
  if (query['list-type'] === '2') return 'ListObjectsV2';
  throw notImplemented('operation on a bucket');
}

const notImplemented = (what: string): S3Error =>
  new S3Error('NotImplemented', `A header or parameter implies functionality that is not implemented: ${what}`);
