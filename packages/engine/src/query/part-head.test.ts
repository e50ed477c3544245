import { describe, expect, it } from '@jest/globals';
import { memorySource } from '../../test/memory-source.js';
import { firstRecords, inGrowingReads } from './part-head.js';

const FRAMING = { delimiter: 0x2c, quote: 0x22, escape: 'doubled', newline: '\n' } as const;
const TEXT = '1,a\n2,"b\nb"\n3,c\n4,d\n';
const never = new AbortController().signal;

async function* inPieces(text: string, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < text.length; at += size) yield await Promise.resolve(Buffer.from(text.slice(at, at + size)));
}

async function readAll(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts).toString();
}

describe.each([1, 2, 3, 7, 100])('the first records, in pieces of %d bytes', (size) => {
  it.each([
    [1, '1,a\n', true],
    [4, '1,a\n', true],
    [5, '1,a\n2,"b\nb"\n', true],
    [13, '1,a\n2,"b\nb"\n3,c\n', true],
    [1_000, TEXT, false],
  ])('of %d bytes are %j', async (targetBytes, expected, isCut) => {
    let cut = false;
    const records = firstRecords(inPieces(TEXT, size), { ...FRAMING, targetBytes }, () => (cut = true));
    expect([await readAll(records), cut]).toEqual([expected, isCut]);
  });
});

describe('a source read in growing reads', () => {
  const bytes = Buffer.alloc(3_000_000, 'abcdefg');
  const asked: number[] = [];
  const source = inGrowingReads({
    ...memorySource(bytes, [65_536]),
    async *read({ start, end }, signal) {
      asked.push(end - start);
      yield* memorySource(bytes, [65_536]).read({ start, end }, signal);
    },
  });

  it.each([
    [0, 3_000_000],
    [1_234, 2_000_001],
    [7, 7],
  ])('gives the same bytes from %d to %d', async (start, end) => {
    expect(await readAll(source.read({ start, end }, never))).toBe(bytes.subarray(start, end).toString());
  });

  it('has asked for little when the reader stops early', async () => {
    asked.length = 0;
    for await (const chunk of source.read({ start: 0, end: bytes.length }, never)) if (chunk.length > 0) break;
    expect(asked).toEqual([131_072]);
  });
});
