import type { JsonRow } from '@sluice/engine';
import { createHash } from 'node:crypto';

const NEWLINE = 10;

/**
 * Rows of a result as one text, a line of JSON each: a tenth of what they take as objects, and any stretch of them can be read
 * or hashed alone.
 */
export class KeptRows {
  readonly #lines: Buffer;
  /** Where each row begins, and where the last one ends. */
  readonly #starts: Uint32Array;

  constructor(rows: readonly JsonRow[]) {
    this.#lines = Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    this.#starts = new Uint32Array(rows.length + 1);
    let at = 0;
    for (let row = 1; row <= rows.length; row += 1) {
      // A newline inside a value is escaped in JSON.
      at = this.#lines.indexOf(NEWLINE, at) + 1;
      this.#starts[row] = at;
    }
  }

  get count(): number {
    return this.#starts.length - 1;
  }

  get bytes(): number {
    return this.#lines.length + this.#starts.byteLength;
  }

  /** Rows from `start` up to but not including `end`. */
  slice(start: number, end: number): JsonRow[] {
    const text = this.#before(Math.min(end, this.count)).subarray(this.#starts[start] ?? this.#lines.length).toString();
    return text.split('\n').slice(0, -1).map((line) => JSON.parse(line) as JsonRow);
  }

  /** Tells whether another run of the question began with the same rows in the same order. */
  fingerprint(rows: number): Buffer {
    return createHash('sha256').update(this.#before(rows)).digest();
  }

  #before(row: number): Buffer {
    return this.#lines.subarray(0, this.#starts[row] ?? this.#lines.length);
  }
}
