import { partBuffers } from '../source/part-buffers.js';

/** Small at first: a sample needs no more. */
const FIRST_BLOCK_BYTES = 128 * 1024;
const BLOCK_BYTES = 1 << 20;

/**
 * Gathers what a decompressor gives into memory that is used again. It is either written over by the next step or new
 * for every step, and new memory for everything costs more in garbage collection than this copy.
 */
export class Packer {
  #block: Uint8Array = new Uint8Array(FIRST_BLOCK_BYTES);
  #start = 0;
  #filled = 0;

  /** Takes a copy. @returns blocks that became full */
  *add(bytes: Uint8Array): Generator<Uint8Array> {
    for (let from = 0; from < bytes.length; ) {
      const part = bytes.subarray(from, from + this.#block.length - this.#filled);
      this.#block.set(part, this.#filled);
      this.#filled += part.length;
      from += part.length;
      if (this.#filled < this.#block.length) continue;
      yield* this.flush();
      this.#block = partBuffers.take(BLOCK_BYTES);
      this.#start = this.#filled = 0;
    }
  }

  /** What is there; the rest of the block is filled later. */
  *flush(): Generator<Uint8Array> {
    const bytes = this.#block.subarray(this.#start, this.#filled);
    this.#start = this.#filled;
    if (bytes.length > 0) yield bytes;
  }

  /** Gives the memory back that will not be filled. */
  release(): void {
    partBuffers.giveBack(this.#block.subarray(this.#filled));
  }
}
