import { describe, expect, it } from '@jest/globals';
import { partBuffers } from './part-buffers.js';

const BYTES = 1 << 20;

describe('memory for parts', () => {
  it('is used again once every byte was given back, in whatever pieces', () => {
    const part = partBuffers.take(BYTES);
    for (const [start, end] of [[100, 5000], [0, 100], [5000, BYTES]] as const) partBuffers.giveBack(part.subarray(start, end));
    const next = partBuffers.take(BYTES - 1);
    expect(next.buffer).toBe(part.buffer);
    expect(next.length).toBe(BYTES - 1);
    partBuffers.giveBack(next);
    expect(partBuffers.take(BYTES).buffer).toBe(part.buffer);
  });

  it('is not used again while a byte is still wanted', () => {
    const part = partBuffers.take(BYTES);
    partBuffers.giveBack(part.subarray(1));
    expect(partBuffers.take(BYTES).buffer).not.toBe(part.buffer);
  });

  it('takes nothing that it did not lend', () => {
    const own = new Uint8Array(BYTES);
    partBuffers.giveBack(own);
    expect(partBuffers.take(BYTES).buffer).not.toBe(own.buffer);
  });
});
