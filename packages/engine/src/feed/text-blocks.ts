import { partBuffers } from '../source/part-buffers.js';

const BLOCK_BYTES = 1 << 20;
/** Of one UTF-16 unit in UTF-8, at most. */
const MAX_BYTES_PER_UNIT = 3;
const encoder = new TextEncoder();

/** Encodes text into memory that is used again: new memory for every piece of it would wait for garbage collection. */
export class TextBlocks {
  #block: Uint8Array = new Uint8Array();
  #filled = 0;

  /** @returns the block before, when the text might not fit into it any more */
  *add(text: string): Generator<Uint8Array> {
    const mostBytes = text.length * MAX_BYTES_PER_UNIT;
    if (mostBytes > this.#block.length - this.#filled) {
      yield* this.flush();
      this.#block = partBuffers.take(Math.max(BLOCK_BYTES, mostBytes));
    }
    this.#filled += encoder.encodeInto(text, this.#block.subarray(this.#filled)).written;
  }

  /** What is there; the rest of the block stays empty. */
  *flush(): Generator<Uint8Array> {
    const [bytes, rest] = [this.#block.subarray(0, this.#filled), this.#block.subarray(this.#filled)];
    this.#block = new Uint8Array();
    this.#filled = 0;
    partBuffers.giveBack(rest);
    if (bytes.length > 0) yield bytes;
  }
}
