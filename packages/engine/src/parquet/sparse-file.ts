import { open, type FileHandle } from 'node:fs/promises';
import type { ByteRange, Source } from '../source/source.js';

/** Two pieces with less than this between them are asked for as one: a request costs about as much. */
const WORTH_READING_BYTES = 1 << 18;

/** A file of an object's size on this disk that holds pieces of it in their places; the rest takes no room. */
export class SparseFile {
  readonly path: string;
  readonly #source: Source;
  /** In order, none touching the next. */
  #held: ByteRange[] = [];
  #lastWrite: Promise<void> = Promise.resolve();

  constructor(path: string, source: Source) {
    this.path = path;
    this.#source = source;
  }

  /** That are held. */
  get bytes(): number {
    return this.#held.reduce((sum, { start, end }) => sum + end - start, 0);
  }

  /** Puts bytes in their place that were read already. */
  async put(start: number, bytes: Uint8Array): Promise<void> {
    await this.#write([{ start, end: start + bytes.length }], async (file) => await writeAt(file, start, bytes));
  }

  /** What is to be read for these ranges to be held. */
  missing(ranges: readonly ByteRange[]): ByteRange[] {
    const wanted = joined(ranges).flatMap((range) => without(range, this.#held));
    return joined(wanted, WORTH_READING_BYTES);
  }

  /** Reads what is missing of the ranges. @returns bytes that were read */
  async bring(ranges: readonly ByteRange[], signal: AbortSignal): Promise<number> {
    let read = 0;
    await this.#write(ranges, async (file, missing) => {
      for (const range of missing) {
        let at = range.start;
        for await (const chunk of this.#source.read(range, signal)) {
          await writeAt(file, at, chunk);
          at += chunk.length;
        }
        read += range.end - range.start;
      }
    });
    return read;
  }

  /** One at a time: what somebody else brings just now need not be read again. */
  async #write(ranges: readonly ByteRange[], use: (file: FileHandle, missing: readonly ByteRange[]) => Promise<void>): Promise<void> {
    const turn = this.#lastWrite.then(async () => {
      const missing = this.missing(ranges);
      if (missing.length === 0) return;
      await this.#open(async (file) => await use(file, missing));
      this.#held = joined([...this.#held, ...missing]);
    });
    this.#lastWrite = turn.catch(() => {});
    await turn;
  }

  async #open(use: (file: FileHandle) => Promise<void>): Promise<void> {
    const isNew = this.#held.length === 0;
    const file = await open(this.path, isNew ? 'w+' : 'r+', 0o600);
    try {
      if (isNew) await file.truncate(this.#source.size);
      await use(file);
    } finally {
      await file.close();
    }
  }
}

async function writeAt(file: FileHandle, start: number, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length; ) done += (await file.write(bytes, done, bytes.length - done, start + done)).bytesWritten;
}

/** Ranges in order, those that touch or are no more than `gap` apart made one. */
function joined(ranges: readonly ByteRange[], gap = 0): ByteRange[] {
  const result: ByteRange[] = [];
  for (const range of [...ranges].sort((a, b) => a.start - b.start)) {
    const last = result.at(-1);
    if (last !== undefined && range.start <= last.end + gap) result[result.length - 1] = { start: last.start, end: Math.max(last.end, range.end) };
    else if (range.end > range.start) result.push(range);
  }
  return result;
}

/** The parts of a range that none of the others, which are in order, has. */
function without({ start, end }: ByteRange, others: readonly ByteRange[]): ByteRange[] {
  const result: ByteRange[] = [];
  let at = start;
  for (const other of others) {
    if (other.end <= at || other.start >= end) continue;
    if (other.start > at) result.push({ start: at, end: other.start });
    at = Math.max(at, other.end);
  }
  if (at < end) result.push({ start: at, end });
  return result;
}
