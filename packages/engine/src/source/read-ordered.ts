import { setMaxListeners } from 'node:events';
import { partBuffers } from './part-buffers.js';
import type { ByteRange } from './source.js';

export interface ReadOrderedOptions {
  /** Bytes of one part. */
  readonly partBytes: number;
  /** Parts in flight or waiting to be taken: bounds memory at `partBytes * concurrency`. */
  readonly concurrency: number;
  readonly signal: AbortSignal;
}

interface Target {
  readonly bytes: Uint8Array;
  readonly onFilled: (bytes: number) => void;
}

/** Brings a range's bytes into memory, from its beginning to its end. */
export type FillPart = (range: ByteRange, target: Target, signal: AbortSignal) => Promise<void>;

/** The part that is read just now is not given in smaller pieces: each costs every later step its overhead. */
const LEAST_CHUNK_BYTES = 1 << 19;

/**
 * Reads a range as several parts at once and gives their chunks in order. The part being consumed is streamed; those
 * after it are gathered. When the consumer stops, or one part fails, the others are aborted.
 */
export async function* readOrdered(range: ByteRange, fillPart: FillPart, options: ReadOrderedOptions): AsyncGenerator<Uint8Array> {
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  // Every part in flight listens; that is no leak.
  setMaxListeners(0, signal);
  const ranges = splitRange(range, options.partBytes);
  const inFlight: Part[] = [];
  const startNext = (): void => {
    const next = ranges.next();
    if (!next.done) inFlight.push(new Part(next.value, fillPart, signal));
  };
  try {
    for (let i = 0; i < options.concurrency; i += 1) startNext();
    for (let part = inFlight.shift(); part !== undefined; part = inFlight.shift()) {
      yield* part.chunks();
      // What was asked for last may be there already.
      options.signal.throwIfAborted();
      startNext();
    }
  } finally {
    stop.abort();
  }
}

function* splitRange({ start, end }: ByteRange, partBytes: number): Generator<ByteRange> {
  for (let from = start; from < end; from += partBytes) yield { start: from, end: Math.min(from + partBytes, end) };
}

/** A part on its way into memory. */
class Part {
  readonly #bytes: Uint8Array;
  #filled = 0;
  #finished = false;
  #failure: { readonly error: unknown } | undefined;
  #wake = (): void => {};

  constructor({ start, end }: ByteRange, fillPart: FillPart, signal: AbortSignal) {
    this.#bytes = partBuffers.take(end - start);
    void this.#fill(fillPart({ start, end }, { bytes: this.#bytes, onFilled: (bytes) => this.#onFilled(bytes) }, signal));
  }

  /** Gives what is there, and waits for the rest. */
  async *chunks(): AsyncGenerator<Uint8Array> {
    for (let given = 0; given < this.#bytes.length; ) {
      const least = Math.min(this.#bytes.length, given + LEAST_CHUNK_BYTES);
      while (this.#filled < least && !this.#finished) await new Promise<void>((resolve) => (this.#wake = resolve));
      if (this.#failure !== undefined && this.#filled === given) throw this.#failure.error;
      const filled = this.#filled;
      yield this.#bytes.subarray(given, filled);
      given = filled;
    }
  }

  async #fill(filling: Promise<void>): Promise<void> {
    try {
      await filling;
    } catch (error) {
      this.#failure = { error };
    }
    this.#finished = true;
    this.#wake();
  }

  #onFilled(bytes: number): void {
    this.#filled = bytes;
    this.#wake();
  }
}
