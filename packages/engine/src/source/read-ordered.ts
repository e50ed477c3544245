import { setMaxListeners } from 'node:events';
import type { ByteRange } from './source.js';

export interface ReadOrderedOptions {
  /** Bytes of one part. */
  readonly partBytes: number;
  /** Parts in flight or waiting to be taken: bounds memory at `partBytes * concurrency`. */
  readonly concurrency: number;
  readonly signal: AbortSignal;
}

type ReadPart = (range: ByteRange, signal: AbortSignal) => AsyncIterable<Uint8Array>;

/**
 * Reads a range as several parts at once and gives their chunks in order. The part being consumed is streamed; those
 * after it are gathered. When the consumer stops, or one part fails, the others are aborted.
 */
export async function* readOrdered(range: ByteRange, readPart: ReadPart, options: ReadOrderedOptions): AsyncGenerator<Uint8Array> {
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  // Every part in flight listens; that is no leak.
  setMaxListeners(0, signal);
  const parts = splitRange(range, options.partBytes)[Symbol.iterator]();
  const inFlight: Part[] = [];
  const startNext = (): void => {
    const next = parts.next();
    if (!next.done) inFlight.push(startPart(readPart(next.value, signal)));
  };
  try {
    for (let i = 0; i < options.concurrency; i += 1) startNext();
    for (let part = inFlight.shift(); part !== undefined; part = inFlight.shift()) {
      yield* part.chunks();
      startNext();
    }
  } finally {
    stop.abort();
  }
}

function* splitRange({ start, end }: ByteRange, partBytes: number): Generator<ByteRange> {
  for (let from = start; from < end; from += partBytes) yield { start: from, end: Math.min(from + partBytes, end) };
}

interface Part {
  chunks(): AsyncGenerator<Uint8Array>;
}

/** Pulls a part into memory as fast as it comes; `chunks` gives what is there and waits for the rest. */
function startPart(source: AsyncIterable<Uint8Array>): Part {
  const ready: Uint8Array[] = [];
  let finished = false;
  let failure: { readonly error: unknown } | undefined;
  let wake = (): void => {};
  void (async () => {
    try {
      for await (const chunk of source) {
        ready.push(chunk);
        wake();
      }
    } catch (error) {
      failure = { error };
    }
    finished = true;
    wake();
  })();
  return {
    async *chunks() {
      for (;;) {
        for (let chunk = ready.shift(); chunk !== undefined; chunk = ready.shift()) yield chunk;
        if (finished && ready.length === 0) break;
        if (ready.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      }
      if (failure !== undefined) throw failure.error;
    },
  };
}
