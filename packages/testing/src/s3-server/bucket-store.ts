import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { openContent, type ObjectBody, type ObjectContent } from './object-content.js';
import { noSuchBucket, S3Error } from './s3-error.js';

export interface PutOptions {
  /** Without quotes. @default the MD5 of the bytes; for files and generated bodies one that differs at every `put` */
  readonly etag?: string;
  /** With it, earlier versions stay readable by their id. */
  readonly versionId?: string;
  readonly contentEncoding?: string;
}

export interface StoredObject {
  readonly content: ObjectContent;
  readonly etag: string;
  readonly crc32: string | undefined;
  readonly versionId: string | undefined;
  readonly contentEncoding: string | undefined;
  readonly modified: Date;
}

export interface Bucket {
  readonly name: string;
  readonly region: string;
  /** Versions of each key, the current one last. */
  readonly objects: Map<string, StoredObject[]>;
}

/** What the server holds. */
export class BucketStore {
  readonly #buckets = new Map<string, Bucket>();
  #puts = 0;

  create(name: string, region: string): void {
    this.#buckets.set(name, { name, region, objects: new Map() });
  }

  find(name: string): Bucket | undefined {
    return this.#buckets.get(name);
  }

  get(name: string): Bucket {
    const bucket = this.#buckets.get(name);
    if (bucket === undefined) throw noSuchBucket(name);
    return bucket;
  }

  put(bucket: string, key: string, body: ObjectBody, options: PutOptions = {}): void {
    const content = openContent(body);
    const object: StoredObject = {
      content,
      etag: options.etag ?? this.#newEtag(content, `${bucket}/${key}`),
      crc32: content.bytes && crc32Header(content.bytes),
      versionId: options.versionId,
      contentEncoding: options.contentEncoding,
      modified: new Date(),
    };
    const { objects } = this.get(bucket);
    objects.set(key, [...(options.versionId === undefined ? [] : (objects.get(key) ?? [])), object]);
  }

  /** As if the same bytes had been uploaded again, by multipart upload: only the ETag differs. */
  replace(bucket: string, key: string): void {
    const { objects } = this.get(bucket);
    const old = objects.get(key)?.at(-1);
    if (old !== undefined) objects.set(key, [{ ...old, etag: this.#opaqueEtag(`${bucket}/${key}`), modified: new Date() }]);
  }

  remove(bucket: string, key: string): void {
    this.get(bucket).objects.delete(key);
  }

  object(bucket: string, key: string, versionId?: string): StoredObject {
    const versions = this.get(bucket).objects.get(key);
    if (versionId !== undefined) {
      const version = versions?.find((object) => object.versionId === versionId);
      if (version !== undefined) return version;
      throw new S3Error('NoSuchVersion', 'The specified version does not exist.', { details: { Key: key, VersionId: versionId } });
    }
    const current = versions?.at(-1);
    if (current === undefined) throw new S3Error('NoSuchKey', 'The specified key does not exist.', { details: { Key: key } });
    return current;
  }

  #newEtag({ bytes }: ObjectContent, name: string): string {
    return bytes === undefined ? this.#opaqueEtag(name) : md5(bytes);
  }

  /** The form that multipart uploads give: an ETag that is no digest of the bytes. */
  #opaqueEtag(name: string): string {
    this.#puts += 1;
    return `${md5(`${name} ${this.#puts}`)}-2`;
  }
}

const md5 = (data: Uint8Array | string): string => createHash('md5').update(data).digest('hex');

function crc32Header(bytes: Uint8Array): string {
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(bytes));
  return checksum.toString('base64');
}
