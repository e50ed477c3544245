import { GetBucketLocationCommand, GetObjectCommand, HeadBucketCommand, HeadObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { csvBody } from '../csv/csv-file.js';
import { connectS3 } from '../connect-s3.js';
import { startS3Server, type S3Server } from './s3-server.js';

let server: S3Server;
let client: S3Client;

beforeEach(async () => {
  server = await startS3Server();
  server.createBucket('data');
  client = connectS3(server);
});

afterEach(async () => {
  client.destroy();
  await server.close();
});

const get = async (Key: string, input: { readonly Range?: string; readonly VersionId?: string } = {}) => {
  const output = await client.send(new GetObjectCommand({ Bucket: 'data', Key, ...input }));
  return { ...output, bytes: Buffer.from((await output.Body?.transformToByteArray()) ?? []) };
};
const list = (input: object) => client.send(new ListObjectsV2Command({ Bucket: 'data', ...input }));

describe('objects', () => {
  describe('in files', () => {
    let folder: string;
    const file = async (name: string, text: string): Promise<string> => {
      await writeFile(join(folder, name), text);
      return join(folder, name);
    };

    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'sluice-s3-'));
    });

    afterEach(() => rm(folder, { recursive: true }));

    it('are served as they lie', async () => {
      server.put('data', 'a.csv', { path: await file('a.csv', 'a,b\n1,2\n') });
      server.put('data', 'empty.csv', { path: await file('empty.csv', '') });
      expect((await get('a.csv')).bytes.toString()).toBe('a,b\n1,2\n');
      expect((await get('a.csv', { Range: 'bytes=4-6' })).bytes.toString()).toBe('1,2');
      expect((await get('empty.csv')).bytes.length).toBe(0);
    });

    it('break off where the file has become shorter', async () => {
      server.put('data', 'a.csv', { path: await file('a.csv', 'a,b\n1,2\n') });
      await file('a.csv', 'a,b\n');
      await expect(get('a.csv')).rejects.toMatchObject({ code: 'ECONNRESET' });
    });
  });

  it('can be generated when they are read, larger than any memory', async () => {
    const body = csvBody({ rows: 1_000_000_000 });
    server.put('data', 'huge.csv', body);
    const { bytes, ContentRange } = await get('huge.csv', { Range: 'bytes=60000000000-60000999999' });
    expect(bytes.equals(Buffer.from(await body.read(60_000_000_000, 60_001_000_000)))).toBe(true);
    expect(ContentRange).toBe(`bytes 60000000000-60000999999/${body.size}`);
  });

  it('break off where a generator gives the wrong number of bytes', async () => {
    server.put('data', 'liar.csv', { size: 100, read: () => Buffer.alloc(7) });
    await expect(get('liar.csv')).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('have the ETag, version and encoding they were given', async () => {
    server.put('data', 'a.csv.gz', 'zipped', { etag: 'abc-3', versionId: 'v1', contentEncoding: 'gzip' });
    expect(await get('a.csv.gz')).toMatchObject({ ETag: '"abc-3"', VersionId: 'v1', ContentEncoding: 'gzip' });
  });

  it('keep earlier versions under their ids', async () => {
    server.put('data', 'a.csv', 'old', { versionId: 'v1' });
    server.put('data', 'a.csv', 'new', { versionId: 'v2' });
    expect((await get('a.csv')).bytes.toString()).toBe('new');
    expect((await get('a.csv', { VersionId: 'v1' })).bytes.toString()).toBe('old');
    await expect(get('a.csv', { VersionId: 'v3' })).rejects.toMatchObject({ name: 'NoSuchVersion', $metadata: { httpStatusCode: 404 } });
  });

  it('are gone once they are removed', async () => {
    server.put('data', 'a.csv', 'a');
    server.remove('data', 'a.csv');
    await expect(get('a.csv')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('need a bucket', () => {
    expect(() => server.put('nowhere', 'a.csv', 'a')).toThrow('bucket does not exist');
  });

  it.each(['a/../b.csv', './a.csv', '/leading.csv', 'a//b.csv', 'a%2Fb.csv', 'q?x=1&y#z.csv', 'ünï/日本 "語".csv', "it's (1)*!.csv"])(
    'may be called %s',
    async (key) => {
      server.put('data', key, key);
      expect((await get(key)).bytes.toString()).toBe(key);
      expect(server.requests.at(-1)).toMatchObject({ bucket: 'data', key });
    },
  );
});

describe('checksums', () => {
  it('come with whole objects and satisfy the SDK', async () => {
    server.put('data', 'a.csv', 'a\n1\n');
    expect(await get('a.csv')).toMatchObject({ ChecksumCRC32: 'icEkAA==', ChecksumType: 'FULL_OBJECT' });
  });

  it('do not come with ranges or generated bodies', async () => {
    server.put('data', 'a.csv', 'a\n1\n');
    server.put('data', 'b.csv', csvBody({ rows: 1 }));
    expect((await get('a.csv', { Range: 'bytes=0-1' })).ChecksumCRC32).toBeUndefined();
    expect((await get('b.csv')).ChecksumCRC32).toBeUndefined();
  });
});

describe('requests', () => {
  it('are recorded with what they asked for and what they got', async () => {
    server.put('data', 'a.csv', '0123456789');
    const { ETag } = await client.send(new HeadObjectCommand({ Bucket: 'data', Key: 'a.csv' }));
    await client.send(new GetObjectCommand({ Bucket: 'data', Key: 'a.csv', Range: 'bytes=2-5', IfMatch: ETag })).then(({ Body }) => Body?.transformToString());
    expect(server.requests).toEqual([
      { method: 'HEAD', bucket: 'data', key: 'a.csv', range: undefined, ifMatch: undefined, status: 200, bytes: 0 },
      { method: 'GET', bucket: 'data', key: 'a.csv', range: 'bytes=2-5', ifMatch: ETag, status: 206, bytes: 4 },
    ]);
  });

  it('that the client gives up stop being served', async () => {
    server.put('data', 'huge.csv', csvBody({ rows: 1_000_000_000 }));
    const { Body } = await client.send(new GetObjectCommand({ Bucket: 'data', Key: 'huge.csv' }));
    for await (const chunk of Body as Readable) {
      expect((chunk as Buffer).length).toBeGreaterThan(0);
      break;
    }
    await server.close();
    const [request] = server.requests;
    expect(request?.bytes).toBeLessThan(100_000_000);
  });
});

describe('denied', () => {
  it.each(['data', 'data/a.csv'])('closes %s until it is taken out again', async (entry) => {
    server.put('data', 'a.csv', 'a');
    server.denied.add(entry);
    await expect(get('a.csv')).rejects.toMatchObject({ name: 'AccessDenied', $metadata: { httpStatusCode: 403 } });
    server.denied.delete(entry);
    await expect(get('a.csv')).resolves.toMatchObject({ ContentLength: 1 });
  });

  it('leaves other keys open', async () => {
    server.put('data', 'b.csv', 'b');
    server.denied.add('data/a.csv');
    await expect(get('b.csv')).resolves.toMatchObject({ ContentLength: 1 });
  });
});

describe('regions', () => {
  beforeEach(() => {
    server.createBucket('far', { region: 'eu-north-1' });
    server.put('far', 'a.csv', 'a');
  });

  const ask = new GetObjectCommand({ Bucket: 'far', Key: 'a.csv' });

  it('redirects a request signed for the endpoint to the region of the bucket', async () => {
    await expect(client.send(ask)).rejects.toMatchObject({
      name: 'PermanentRedirect',
      $metadata: { httpStatusCode: 301 },
      $response: { headers: { 'x-amz-bucket-region': 'eu-north-1' } },
    });
  });

  it('refuses a request signed for a third region, and names the right one', async () => {
    const lost = connectS3(server, { region: 'ap-south-1' });
    await expect(lost.send(ask)).rejects.toMatchObject({
      name: 'AuthorizationHeaderMalformed',
      message: "The authorization header is malformed; the region 'ap-south-1' is wrong; expecting 'eu-north-1'",
      Region: 'eu-north-1',
      $metadata: { httpStatusCode: 400 },
      $response: { headers: { 'x-amz-bucket-region': 'eu-north-1' } },
    });
    lost.destroy();
  });

  it('is where a client arrives that follows redirects', async () => {
    const following = connectS3(server, { followRegionRedirects: true });
    await expect(following.send(ask)).resolves.toMatchObject({ ContentLength: 1 });
    expect(server.requests.map(({ status }) => status).at(-1)).toBe(200);
    following.destroy();
  });

  it('is told by GetBucketLocation and HeadBucket', async () => {
    await expect(client.send(new GetBucketLocationCommand({ Bucket: 'far' }))).resolves.toMatchObject({ LocationConstraint: 'eu-north-1' });
    await expect(client.send(new HeadBucketCommand({ Bucket: 'data' }))).resolves.toMatchObject({ BucketRegion: 'us-east-1' });
  });
});

describe('listings', () => {
  it('sort by UTF-8 bytes, beyond what JavaScript sorts by', async () => {
    for (const key of ['\u{1F600}', '\uFF5E', 'z', 'Z']) server.put('data', key, '');
    expect((await list({})).Contents?.map(({ Key }) => Key)).toEqual(['Z', 'z', '\uFF5E', '\u{1F600}']);
  });

  it('escape what XML would misread', async () => {
    server.put('data', '<a> & "b" \'c\'.csv', '');
    expect((await list({})).Contents?.map(({ Key }) => Key)).toEqual(['<a> & "b" \'c\'.csv']);
  });

  it('encode keys as in a URL when asked', async () => {
    server.put('data', 'a b/ü+&.csv', '');
    const { Contents, EncodingType } = await list({ EncodingType: 'url', Prefix: 'a b/' });
    expect([EncodingType, Contents?.[0]?.Key]).toEqual(['url', 'a+b/%C3%BC%2B%26.csv']);
  });

  it('do not repeat a common prefix on the next page', async () => {
    for (const key of ['a/1', 'a/2', 'b/1', 'c']) server.put('data', key, '');
    const first = await list({ Delimiter: '/', MaxKeys: 1 });
    const second = await list({ Delimiter: '/', ContinuationToken: first.NextContinuationToken });
    expect(first.CommonPrefixes).toEqual([{ Prefix: 'a/' }]);
    expect([second.CommonPrefixes, second.Contents?.map(({ Key }) => Key)]).toEqual([[{ Prefix: 'b/' }], ['c']]);
  });

  it.each([
    ['a token that is not theirs', { ContinuationToken: 'made-up' }],
    ['another encoding', { EncodingType: 'base64' }],
    ['a negative number of keys', { MaxKeys: -1 }],
  ])('refuse %s', async (_, input) => {
    await expect(list(input)).rejects.toMatchObject({ name: 'InvalidArgument', $metadata: { httpStatusCode: 400 } });
  });

  it('never hold more than 1,000 keys', async () => {
    for (let index = 0; index < 1_001; index += 1) server.put('data', `${index}`, '');
    expect(await list({ MaxKeys: 5_000 })).toMatchObject({ KeyCount: 1_000, MaxKeys: 1_000, IsTruncated: true });
  });
});

describe('ranges', () => {
  it.each([
    ['no byte range', 'lines=1-2'],
    ['a range that ends before it begins', 'bytes=5-2'],
    ['a range without numbers', 'bytes=-'],
  ])('are ignored when they are %s', async (_, Range) => {
    server.put('data', 'a.csv', '0123456789');
    expect(await get('a.csv', { Range })).toMatchObject({ ContentLength: 10, $metadata: { httpStatusCode: 200 } });
  });

  it('are refused when there are several', async () => {
    server.put('data', 'a.csv', '0123456789');
    await expect(get('a.csv', { Range: 'bytes=0-1,4-5' })).rejects.toMatchObject({ name: 'NotImplemented' });
  });

  it('of no bytes at the end cannot be satisfied', async () => {
    server.put('data', 'a.csv', '0123456789');
    await expect(get('a.csv', { Range: 'bytes=-0' })).rejects.toMatchObject({ name: 'InvalidRange', ActualObjectSize: '10' });
  });
});

describe('https', () => {
  it('serves over TLS with a certificate that can be trusted', async () => {
    await using secure = await startS3Server({ https: true });
    secure.createBucket('data');
    secure.put('data', 'a.csv', 'a\n1\n');
    const ask = new GetObjectCommand({ Bucket: 'data', Key: 'a.csv' });
    const trusting = connectS3(secure, { requestHandler: { httpsAgent: new Agent({ ca: secure.certificate }) } });
    const strange = connectS3(secure);
    expect(secure.endpoint).toMatch(/^https:/);
    await expect(trusting.send(ask)).resolves.toMatchObject({ ContentLength: 4 });
    await expect(strange.send(ask)).rejects.toThrow('self-signed certificate');
    trusting.destroy();
    strange.destroy();
  });

  it('breaks connections there too', async () => {
    await using secure = await startS3Server({ https: true });
    secure.createBucket('data');
    secure.put('data', 'a.csv', Buffer.alloc(1_000_000));
    secure.faults.add({ resetAfterBytes: 1_000 });
    const trusting = connectS3(secure, { requestHandler: { httpsAgent: new Agent({ ca: secure.certificate }) } });
    const { Body } = await trusting.send(new GetObjectCommand({ Bucket: 'data', Key: 'a.csv' }));
    await expect(Body?.transformToByteArray()).rejects.toMatchObject({ code: 'ECONNRESET' });
    trusting.destroy();
  });
});
