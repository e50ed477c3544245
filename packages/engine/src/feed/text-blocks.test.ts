import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TextBlocks } from './text-blocks.js';

function encode(texts: readonly string[]): string {
  const blocks = new TextBlocks();
  const bytes: Buffer[] = [];
  for (const text of texts) for (const block of blocks.add(text)) bytes.push(Buffer.from(block));
  for (const block of blocks.flush()) bytes.push(Buffer.from(block));
  return Buffer.concat(bytes).toString();
}

describe('TextBlocks', () => {
  it('give every text back, in order', () => {
    fc.assert(fc.property(fc.array(fc.string({ unit: 'grapheme' })), (texts) => encode(texts) === texts.join('')));
  });

  it.each([1, 300_000, 2_000_000])('take texts of %i characters, of three bytes each', (length) => {
    const texts = ['a', '山'.repeat(length), 'b'.repeat(length), 'c'];
    expect(encode(texts) === texts.join('')).toBe(true);
  });
});
