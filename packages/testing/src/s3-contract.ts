import {
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  type GetObjectCommandInput,
  type ListObjectsV2CommandInput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { connectS3, type S3Endpoint } from './connect-s3.js';

/** A server under test, with the two ways to fill it. */
export interface S3ContractServer extends S3Endpoint, AsyncDisposable {
  createBucket(name: string): void | Promise<void>;
  put(bucket: string, key: string, body: string | Uint8Array): void | Promise<void>;
}

/** The first start of a real server may have to build it. */
const START_WITHIN_MS = 300_000;
const BUCKET = 'contract';
const KEY = 'folder/räksmörgås & co (1)+2.csv';
const BODY = Buffer.from(Array.from({ length: 5_000 }, (_, row) => `${row},value ${row}\n`).join(''));
const MANY = Array.from({ length: 1_005 }, (_, index) => `many/${String(index).padStart(4, '0')}.csv`);
const MD5 = `"${createHash('md5').update(BODY).digest('hex')}"`;

/** What reading from S3 relies upon, checked through the AWS SDK. Every server that stands in for S3 must pass. */
export function describeS3Contract(name: string, start: () => Promise<S3ContractServer>): void {
  describe(`${name}, as an S3 server`, () => {
    let server: S3ContractServer;
    let client: S3Client;

    const get = async (input: Partial<GetObjectCommandInput> = {}) => {
      const output = await client.send(new GetObjectCommand({ Bucket: BUCKET, Key: KEY, ...input }));
      return { ...output, bytes: Buffer.from((await output.Body?.transformToByteArray()) ?? []) };
    };
    const list = (input: Partial<ListObjectsV2CommandInput>) => client.send(new ListObjectsV2Command({ Bucket: BUCKET, ...input }));

    beforeAll(async () => {
      server = await start();
      client = connectS3(server);
      await server.createBucket(BUCKET);
      await server.put(BUCKET, KEY, BODY);
      await server.put(BUCKET, 'empty.csv', '');
      await server.put(BUCKET, 'top.csv', 'a\n1\n');
      for (const key of MANY) await server.put(BUCKET, key, key);
    }, START_WITHIN_MS);

    afterAll(async () => {
      client.destroy();
      await server[Symbol.asyncDispose]();
    });

    it('tells size, ETag and time of an object by HEAD', async () => {
      const head = await client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: KEY }));
      expect(head).toMatchObject({ ContentLength: BODY.length, ETag: MD5, AcceptRanges: 'bytes' });
      expect(Math.abs((head.LastModified?.getTime() ?? 0) - Date.now())).toBeLessThan(120_000);
    });

    it('gives the whole object, with the same ETag as HEAD', async () => {
      const { bytes, ETag, ContentLength, $metadata } = await get();
      expect(bytes.equals(BODY)).toBe(true);
      expect({ ETag, ContentLength, status: $metadata.httpStatusCode }).toEqual({ ETag: MD5, ContentLength: BODY.length, status: 200 });
    });

    const last = BODY.length - 1;
    it.each([
      ['the first byte', 'bytes=0-0', 0, 0],
      ['a range in the middle', 'bytes=1000-1999', 1_000, 1_999],
      ['the last byte', `bytes=${last}-${last}`, last, last],
      ['the rest from an offset', 'bytes=70000-', 70_000, last],
      ['a number of bytes at the end', 'bytes=-10', last - 9, last],
      ['a range that begins inside and ends beyond the object', `bytes=${last - 4}-${last + 500}`, last - 4, last],
      ['a longer tail than there is', `bytes=-${BODY.length + 5}`, 0, last],
    ])('gives %s by a range', async (_, range, first, end) => {
      const { bytes, ContentRange, ContentLength, $metadata } = await get({ Range: range });
      expect(bytes.equals(BODY.subarray(first, end + 1))).toBe(true);
      expect(ContentRange).toBe(`bytes ${first}-${end}/${BODY.length}`);
      expect(ContentLength).toBe(end - first + 1);
      expect($metadata.httpStatusCode).toBe(206);
    });

    it.each([
      ['begins behind the last byte', KEY, `bytes=${BODY.length}-`],
      ['lies beyond the object', KEY, `bytes=${BODY.length + 10}-${BODY.length + 20}`],
      ['asks for a byte of an empty object', 'empty.csv', 'bytes=0-0'],
    ])('refuses a range that %s', async (_, key, range) => {
      await expect(get({ Key: key, Range: range })).rejects.toMatchObject({
        name: 'InvalidRange',
        $metadata: { httpStatusCode: 416 },
      });
    });

    it('gives an empty object', async () => {
      const { bytes, ContentLength } = await get({ Key: 'empty.csv' });
      expect([bytes.length, ContentLength]).toEqual([0, 0]);
    });

    it('gives a range to whoever names the right ETag', async () => {
      const { bytes } = await get({ IfMatch: MD5, Range: 'bytes=5-8' });
      expect(bytes.equals(BODY.subarray(5, 9))).toBe(true);
    });

    it('refuses to give another version than the one named', async () => {
      await expect(get({ IfMatch: '"0123456789abcdef0123456789abcdef"', Range: 'bytes=5-8' })).rejects.toMatchObject({
        name: 'PreconditionFailed',
        $metadata: { httpStatusCode: 412 },
      });
    });

    it('gives an object a new ETag when it is replaced', async () => {
      await server.put(BUCKET, 'replaced.csv', 'a\n1\n');
      const { ETag } = await get({ Key: 'replaced.csv' });
      await server.put(BUCKET, 'replaced.csv', 'a\n2\n');
      await expect(get({ Key: 'replaced.csv', IfMatch: ETag })).rejects.toMatchObject({ name: 'PreconditionFailed' });
      expect((await get({ Key: 'replaced.csv' })).bytes.toString()).toBe('a\n2\n');
    });

    it('lists more than 1,000 keys page by page, in order', async () => {
      const first = await list({ Prefix: 'many/' });
      expect(first).toMatchObject({ KeyCount: 1_000, IsTruncated: true });
      const second = await list({ Prefix: 'many/', ContinuationToken: first.NextContinuationToken });
      expect(second).toMatchObject({ KeyCount: 5, IsTruncated: false });
      expect(second.NextContinuationToken).toBeUndefined();
      expect([...(first.Contents ?? []), ...(second.Contents ?? [])].map(({ Key }) => Key)).toEqual(MANY);
    });

    it('lists size, ETag and time with each key', async () => {
      const { Contents } = await list({ Prefix: 'folder/' });
      expect(Contents).toEqual([expect.objectContaining({ Key: KEY, Size: BODY.length, ETag: MD5 })]);
      expect(Contents?.[0]?.LastModified).toBeInstanceOf(Date);
    });

    it('rolls keys up to common prefixes', async () => {
      const { Contents, CommonPrefixes } = await list({ Delimiter: '/' });
      expect(CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(['folder/', 'many/']);
      expect(Contents?.map(({ Key }) => Key)).toEqual(expect.arrayContaining(['empty.csv', 'top.csv']));
    });

    it('pages through keys and common prefixes together', async () => {
      const names: (string | undefined)[] = [];
      let token: string | undefined;
      do {
        const page = await list({ Delimiter: '/', MaxKeys: 1, ContinuationToken: token });
        expect(page.KeyCount).toBe(1);
        names.push(...(page.Contents ?? []).map(({ Key }) => Key), ...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix));
        token = page.NextContinuationToken;
      } while (token !== undefined);
      expect(names.filter((key) => key !== 'replaced.csv')).toEqual(['empty.csv', 'folder/', 'many/', 'top.csv']);
    });

    it('begins a listing behind a key', async () => {
      const { Contents } = await list({ Prefix: 'many/', StartAfter: 'many/1001.csv' });
      expect(Contents?.map(({ Key }) => Key)).toEqual(['many/1002.csv', 'many/1003.csv', 'many/1004.csv']);
    });

    it('gives an empty listing for a prefix without keys', async () => {
      const { Contents, KeyCount, IsTruncated } = await list({ Prefix: 'nothing/' });
      expect({ Contents, KeyCount, IsTruncated }).toEqual({ Contents: undefined, KeyCount: 0, IsTruncated: false });
    });

    it('tells that a bucket exists and where it lies', async () => {
      await expect(client.send(new HeadBucketCommand({ Bucket: BUCKET }))).resolves.toMatchObject({ $metadata: { httpStatusCode: 200 } });
      const { LocationConstraint } = await client.send(new GetBucketLocationCommand({ Bucket: BUCKET }));
      expect(LocationConstraint ?? 'us-east-1').toBe(server.region);
    });

    it('names a missing object', async () => {
      await expect(get({ Key: 'missing.csv' })).rejects.toMatchObject({ name: 'NoSuchKey', $metadata: { httpStatusCode: 404 } });
      await expect(client.send(new HeadObjectCommand({ Bucket: BUCKET, Key: 'missing.csv' }))).rejects.toMatchObject({
        name: 'NotFound',
        $metadata: { httpStatusCode: 404 },
      });
    });

    it('names a missing bucket', async () => {
      const missing = { name: 'NoSuchBucket', $metadata: { httpStatusCode: 404 } };
      await expect(get({ Bucket: 'no-such-bucket' })).rejects.toMatchObject(missing);
      await expect(list({ Bucket: 'no-such-bucket' })).rejects.toMatchObject(missing);
      await expect(client.send(new HeadBucketCommand({ Bucket: 'no-such-bucket' }))).rejects.toMatchObject({ name: 'NotFound' });
    });

    it('refuses a wrong secret', async () => {
      const stranger = connectS3({ ...server, credentials: { ...server.credentials, secretAccessKey: 'wrong' } });
      await expect(stranger.send(new GetObjectCommand({ Bucket: BUCKET, Key: KEY }))).rejects.toMatchObject({
        name: 'SignatureDoesNotMatch',
        $metadata: { httpStatusCode: 403 },
      });
      stranger.destroy();
    });

    it('refuses a request without a signature', async () => {
      const response = await fetch(`${server.endpoint}/${BUCKET}/top.csv`);
      expect(response.status).toBe(403);
      expect(await response.text()).toContain('<Code>AccessDenied</Code>');
    });
  });
}
