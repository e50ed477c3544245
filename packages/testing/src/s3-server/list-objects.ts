import type { Bucket } from './bucket-store.js';
import { xmlReply, type Reply } from './reply.js';
import { S3Error } from './s3-error.js';
import { answerXml, type XmlFields } from './xml.js';

/** A line of the listing: an object, or the common prefix that stands for all objects below it. */
interface Entry {
  readonly kind: 'object' | 'prefix';
  readonly name: string;
}

const MAX_KEYS = 1_000;

/** Answers ListObjectsV2. */
export function listObjects(bucket: Bucket, query: Readonly<Record<string, string>>): Reply {
  const { prefix = '', delimiter = '', 'start-after': startAfter = '', 'continuation-token': token } = query;
  const maxKeys = parseMaxKeys(query['max-keys']);
  const encode = parseEncoding(query['encoding-type']);
  const after = token === undefined ? '' : decodeToken(token);
  const keys = [...bucket.objects.keys()].filter((key) => key.startsWith(prefix) && follows(key, startAfter)).sort(byBytes);
  const rest = rollUp(keys, prefix, delimiter).filter(({ name }) => follows(name, after));
  const page = rest.slice(0, maxKeys);
  const last = page.at(-1);
  const isTruncated = last !== undefined && rest.length > page.length;
  return xmlReply(200, answerXml('ListBucketResult', {
    Name: bucket.name,
    Prefix: encode(prefix),
    ...(startAfter === '' ? {} : { StartAfter: encode(startAfter) }),
    ...(token === undefined ? {} : { ContinuationToken: token }),
    ...(isTruncated ? { NextContinuationToken: encodeToken(last.name) } : {}),
    KeyCount: page.length,
    MaxKeys: maxKeys,
    ...(delimiter === '' ? {} : { Delimiter: encode(delimiter) }),
    ...(query['encoding-type'] === undefined ? {} : { EncodingType: query['encoding-type'] }),
    IsTruncated: isTruncated,
    Contents: page.filter(({ kind }) => kind === 'object').map(({ name }) => describe(bucket, name, encode)),
    CommonPrefixes: page.filter(({ kind }) => kind === 'prefix').map(({ name }) => ({ Prefix: encode(name) })),
  }));
}

/** S3 sorts keys by their UTF-8 bytes, which differs from JavaScript's order beyond the basic plane. */
const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
const follows = (name: string, after: string): boolean => after === '' || byBytes(name, after) > 0;

function rollUp(keys: readonly string[], prefix: string, delimiter: string): Entry[] {
  const entries: Entry[] = [];
  for (const key of keys) {
    const cut = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
    const entry: Entry = cut < 0 ? { kind: 'object', name: key } : { kind: 'prefix', name: key.slice(0, cut + delimiter.length) };
    if (entries.at(-1)?.name !== entry.name) entries.push(entry);
  }
  return entries;
}

function describe(bucket: Bucket, key: string, encode: (text: string) => string): XmlFields {
  const object = bucket.objects.get(key)?.at(-1);
  if (object === undefined) throw new TypeError(`${key} vanished from the listing`);
  const { etag, modified, content } = object;
  return { Key: encode(key), LastModified: modified.toISOString(), ETag: `"${etag}"`, Size: content.size, StorageClass: 'STANDARD' };
}

function parseMaxKeys(text: string | undefined): number {
  if (text === undefined) return MAX_KEYS;
  if (!/^\d{1,10}$/.test(text)) throw invalidArgument('max-keys', text, 'Provided max-keys not an integer or within integer range');
  return Math.min(Number(text), MAX_KEYS);
}

function parseEncoding(type: string | undefined): (text: string) => string {
  if (type === undefined) return (text) => text;
  if (type !== 'url') throw invalidArgument('encoding-type', type, 'Invalid Encoding Method specified in Request');
  // S3 writes a space as a plus here and leaves slashes alone.
  return (text) => encodeURIComponent(text).replaceAll('%20', '+').replaceAll('%2F', '/');
}

const TOKEN = /^sluice-([\w-]+)$/;
const encodeToken = (name: string): string => `sluice-${Buffer.from(name).toString('base64url')}`;

function decodeToken(token: string): string {
  const encoded = TOKEN.exec(token)?.[1];
  if (encoded === undefined) throw invalidArgument('continuation-token', token, 'The continuation token provided is incorrect');
  return Buffer.from(encoded, 'base64url').toString();
}

const invalidArgument = (name: string, value: string, message: string): S3Error =>
  new S3Error('InvalidArgument', message, { details: { ArgumentName: name, ArgumentValue: value } });
