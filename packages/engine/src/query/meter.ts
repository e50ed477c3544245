import type { Inspected } from '../inspect/inspected.js';
import type { Source } from '../source/source.js';

export interface Progress {
  readonly bytesRead: number;
  readonly bytesTotal: number;
}

const REPORT_EVERY_MS = 50;

/** Counts the bytes that one question receives of its sources, and tells whoever watches. */
export class Meter {
  #bytesRead = 0;
  #bytesTotal = 0;
  #reported = 0;
  readonly #onProgress: ((progress: Progress) => void) | undefined;

  constructor(onProgress?: (progress: Progress) => void) {
    this.#onProgress = onProgress;
  }

  get bytesRead(): number {
    return this.#bytesRead;
  }

  /** Sets what a full scan reads. @returns bytes */
  expect(files: readonly Inspected[]): number {
    this.#bytesTotal = files.reduce((sum, { source }) => sum + source.size, 0);
    return this.#bytesTotal;
  }

  /** Adds what became known later. @returns bytes in all */
  expectMore(bytes: number): number {
    this.#bytesTotal += bytes;
    return this.#bytesTotal;
  }

  /** What DuckDB reads by itself passes no counter here. */
  add(bytes: number): void {
    this.#bytesRead += bytes;
    const now = performance.now();
    if (this.#onProgress === undefined || now - this.#reported < REPORT_EVERY_MS) return;
    this.#reported = now;
    this.#onProgress({ bytesRead: this.#bytesRead, bytesTotal: this.#bytesTotal });
  }

  count(source: Source): Source {
    const add = (bytes: number): void => this.add(bytes);
    if (source.openedBytes !== undefined) add(source.openedBytes);
    return {
      ...source,
      async *read(range, signal) {
        let received = Math.max(range.start, source.heldBytes?.() ?? 0);
        let position = range.start;
        for await (const chunk of source.read(range, signal)) {
          position += chunk.length;
          if (position > received) add(position - received);
          received = Math.max(received, position);
          yield chunk;
        }
      },
    };
  }
}
