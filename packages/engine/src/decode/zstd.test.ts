import { describe, expect, it } from '@jest/globals';
import { decompressZstd } from './zstd.js';

const signal = new AbortController().signal;

/** Written by zstd 1.5 with a checksum: 40 records. */
const A = Buffer.from(
  'KLUv/QRo9QQA8owcFNBVOlAUAODkwdveZO+95cGhgoUCs3TyzJh8JQK5rmRqSS7iyGciT4OVWZQjLmSOXR+zfhUIegmqU4t6CaZfSfpYO4c9YqKzjk/F+JmAFxWnlnjd8CvhM+UsjyCn3VP2jeCSmkoX55OnkwfAcCgMCIEIJ6gQJMa1ObDTFgMQBr4DG7Y9T8Qt3mPAe6SdAIjiHO4w6c2KnQIVLQXHg2Rj',
  'base64',
);
const FIRST = Array.from({ length: 40 }, (_, i) => `${i},café ${i * i}\n`).join('');
/** Without one. */
const B = Buffer.from('KLUv/QBYQQAAeCx5CjEsMgo=', 'base64');
const SECOND = 'x,y\n1,2\n';
const SKIPPABLE = Buffer.from('\x50\x2a\x4d\x18\x04\0\0\0meta', 'latin1');

/** A frame by hand: window of 2^log bytes, and blocks that repeat one byte 128 KB long. */
function frame(windowLog: number, repeats: number, descriptor = 0x00, dictionary: readonly number[] = []): Buffer {
  const block = (last: boolean): Buffer => Buffer.of((last ? 1 : 0) | (1 << 1), 0, (0x20000 << 3) >> 16, 0x61);
  return Buffer.concat([
    Buffer.of(0x28, 0xb5, 0x2f, 0xfd, descriptor, (windowLog - 10) << 3, ...dictionary),
    ...Array.from({ length: repeats }, (_, i) => block(i === repeats - 1)),
  ]);
}

async function* inChunks(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < bytes.length; i += size) yield await Promise.resolve(bytes.subarray(i, i + size));
}

const open = (bytes: Buffer, size = bytes.length) => decompressZstd(inChunks(bytes, size), { uri: 's3://b/x.csv.zst', signal });

async function unpack(bytes: Buffer, size = bytes.length): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of open(bytes, size)) parts.push(part);
  return Buffer.concat(parts).toString();
}

const damaged = { code: 'DATA_CORRUPT' };

describe('decompressZstd', () => {
  it.each([1, 3, A.length, A.length + 5, 1000])('reads every frame and skips those to be skipped, in chunks of %i bytes', async (size) => {
    expect(await unpack(Buffer.concat([SKIPPABLE, A, SKIPPABLE, B, A, SKIPPABLE]), size)).toBe(FIRST + SECOND + FIRST);
  });

  it.each([7, 1000])('refuses a file cut anywhere but between frames, in chunks of %i bytes', async (size) => {
    const bytes = Buffer.concat([B, SKIPPABLE, A]);
    for (let length = 1; length < bytes.length; length += length < 40 ? 1 : 7) {
      const result = unpack(bytes.subarray(0, length), size);
      if (length === B.length || length === B.length + SKIPPABLE.length) expect(await result).toBe(SECOND);
      else await expect(result).rejects.toMatchObject(damaged);
    }
  });

  it('never gives another text for a file whose checksum it can check and one bit of which is flipped', async () => {
    for (let bit = 5 * 8; bit < A.length * 8; bit += 3) {
      const bytes = Buffer.from(A);
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const text = await unpack(bytes).catch((error: unknown) => {
        expect(error).toMatchObject({ code: expect.stringMatching(/DATA_CORRUPT|SOURCE_UNSUPPORTED/) });
        return FIRST;
      });
      expect(text).toBe(FIRST);
    }
  });

  it.each([
    ['text', Buffer.from('garbage!')],
    ['zeros', Buffer.alloc(64)],
  ])('refuses %s behind the last frame', async (_, rest) => {
    for (const size of [1, A.length, 1000]) await expect(unpack(Buffer.concat([A, rest]), size)).rejects.toMatchObject(damaged);
  });

  it('names the file, about where it is damaged, and how', async () => {
    const bytes = Buffer.concat([B, A]);
    bytes[bytes.length - 1] = 0;
    await expect(unpack(bytes)).rejects.toMatchObject({ message: expect.stringMatching(/x\.csv\.zst .*checksum.* byte \d+ /) });
  });

  it('reads windows up to 128 MB, those of --long=27', async () => {
    expect(await unpack(frame(27, 1))).toBe('a'.repeat(0x20000));
  });

  it('says what to do about a larger window', async () => {
    await expect(unpack(frame(28, 1))).rejects.toMatchObject({ code: 'SOURCE_UNSUPPORTED', hint: expect.stringContaining('--long=27') });
  });

  it('says what to do about a dictionary', async () => {
    await expect(unpack(frame(20, 1, 0x01, [7]))).rejects.toMatchObject({ code: 'SOURCE_UNSUPPORTED', message: expect.stringContaining('dictionary') });
  });

  it('unpacks no further than the consumer takes, though one small chunk holds a gigabyte', async () => {
    const before = process.memoryUsage.rss();
    let length = 0;
    for await (const part of open(frame(20, 8_192))) if ((length += part.length) > 20_000_000) break;
    expect(length).toBeLessThan(21_000_000);
    expect(process.memoryUsage.rss() - before).toBeLessThan(150_000_000);
  });

  it('lets an abort come through while it unpacks one chunk for a consumer that never waits', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error('enough')), 20);
    const all = async (): Promise<void> => {
      for await (const part of decompressZstd(inChunks(frame(20, 8_192), 1e6), { uri: 'x', signal: stop.signal })) expect(part[0]).toBe(0x61);
    };
    await expect(all()).rejects.toThrow('enough');
  });
});
