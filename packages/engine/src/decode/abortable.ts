import { untilAborted } from '../until-aborted.js';

/**
 * The same chunks, but an abort ends the wait for the next one at once, even when the source does not listen to the
 * signal itself. The source is told to stop; nobody waits until it has.
 */
export async function* abortable<T>(chunks: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  const iterator = chunks[Symbol.asyncIterator]();
  let finished = false;
  try {
    for (;;) {
      // A wait of its own for each, not one long-lived promise to race against: that would keep every chunk alive.
      const next = await untilAborted(() => iterator.next(), signal);
      if (next.done) {
        finished = true;
        return;
      }
      yield next.value;
    }
  } finally {
    if (!finished) iterator.return?.().catch(() => undefined); // The consumer left or failed: that is what it hears of.
  }
}
