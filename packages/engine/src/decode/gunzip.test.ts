import { describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { gunzip } from './gunzip.js';

const signal = new AbortController().signal;
const FIRST = 'id,name\n1,café\n2,thé\n';
const SECOND = '3,lait\n';
const A = gzipSync(FIRST);
const B = gzipSync(SECOND);
const BOTH = Buffer.concat([A, B]);
const ZEROS = Buffer.alloc(512);

async function* inChunks(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < bytes.length; i += size) yield await Promise.resolve(bytes.subarray(i, i + size));
}

async function unpack(bytes: Buffer, size = bytes.length): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of gunzip(inChunks(bytes, size), { uri: 's3://b/x.csv.gz', signal })) parts.push(part);
  return Buffer.concat(parts).toString();
}

const damaged = { code: 'DATA_CORRUPT' };

const flipped = (bytes: Buffer, bit: number): Buffer => {
  const copy = Buffer.from(bytes);
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return copy;
};

describe('gunzip', () => {
  it.each([1, 2, 7, A.length, A.length + 1, 1000])('reads every member, in chunks of %i bytes', async (size) => {
    expect(await unpack(BOTH, size)).toBe(FIRST + SECOND);
  });

  it.each([1, 10, A.length, 1000])('takes zeros after the last member for padding, in chunks of %i bytes', async (size) => {
    expect(await unpack(Buffer.concat([A, B, ZEROS]), size)).toBe(FIRST + SECOND);
  });

  it.each([
    ['text', Buffer.concat([A, Buffer.from('garbage')])],
    ['text after padding', Buffer.concat([A, ZEROS, Buffer.from('garbage')])],
    ['a member after padding', Buffer.concat([A, ZEROS, B])],
    ['half a magic number', Buffer.concat([A, B.subarray(0, 1)])],
  ])('refuses %s behind the last member, however it is cut', async (_, bytes) => {
    for (const size of [1, 3, A.length, 100, 1000]) await expect(unpack(bytes, size)).rejects.toMatchObject(damaged);
  });

  it.each([5, 1000])('refuses a file cut anywhere but between members, in chunks of %i bytes', async (size) => {
    for (let length = 1; length < BOTH.length; length += 1) {
      const result = unpack(BOTH.subarray(0, length), size);
      if (length === A.length) expect(await result).toBe(FIRST);
      else await expect(result).rejects.toMatchObject(damaged);
    }
  });

  it('never gives another text for a file with one bit flipped', async () => {
    let refused = 0;
    for (let bit = 0; bit < A.length * 8; bit += 1) {
      const text = await unpack(flipped(A, bit)).catch((error: unknown) => {
        expect(error).toMatchObject(damaged);
        refused += 1;
        return FIRST; // The header's time and system are not covered by any checksum.
      });
      expect(text).toBe(FIRST);
    }
    expect(refused).toBeGreaterThan((A.length - 10) * 8 - 1);
  });

  it.each([
    ['checksum', BOTH.length - 8],
    ['length', BOTH.length - 4],
    ["first member's checksum", A.length - 8],
  ])('refuses a wrong %s', async (_, byte) => {
    await expect(unpack(flipped(BOTH, byte * 8))).rejects.toMatchObject(damaged);
  });

  it('names the file and about where it is damaged', async () => {
    const bytes = gzipSync(randomBytes(300_000));
    await expect(unpack(flipped(bytes, (bytes.length - 8) * 8), 1000)).rejects.toMatchObject({
      message: expect.stringMatching(/s3:\/\/b\/x\.csv\.gz .* byte 300\d{3} /),
    });
  });

  it('reads no further ahead than the consumer takes', async () => {
    let taken = 0;
    async function* source(): AsyncGenerator<Uint8Array> {
      for await (const chunk of inChunks(gzipSync(randomBytes(8_000_000)), 100_000)) {
        taken += 1;
        yield chunk;
      }
    }
    for await (const part of gunzip(source(), { uri: 'x', signal })) if (part.length > 0) break;
    expect(taken).toBeLessThan(10);
  });
});
