import { addAbortSignal } from 'node:stream';
import { types } from 'node:util';
import { createGunzip, type Gunzip } from 'node:zlib';
import { partBuffers } from '../source/part-buffers.js';
import { corrupt } from './corrupt.js';
import type { DecompressOptions } from './decompress-options.js';
import { Packer } from './packer.js';

/** Node's default of 16 KB halves the speed. */
const OUTPUT_BYTES = 256 * 1024;

/**
 * Decompresses gzip, one or more members. Like gzip(1) it takes zeros after the last member for padding, and it is
 * stricter than Node, which would also ignore whatever follows those zeros.
 */
export async function* gunzip(chunks: AsyncIterable<Uint8Array>, { uri, signal }: DecompressOptions): AsyncGenerator<Uint8Array> {
  const inflater = new Inflater(signal);
  const packer = new Packer();
  let position = 0;
  let padding = false;
  try {
    for await (const chunk of chunks) {
      if (!padding && chunk.length > 0) for await (const output of inflater.write(chunk)) yield* packer.add(output);
      yield* packer.flush();
      // Node's zlib stops by itself at a zero byte behind a member, and leaves the rest of the chunk.
      padding = inflater.consumed < position + chunk.length;
      if (padding) assertPadding(chunk, Math.max(0, inflater.consumed - position));
      position += chunk.length;
      partBuffers.giveBack(chunk);
    }
    if (!padding) for await (const output of inflater.end()) yield* packer.add(output);
    yield* packer.flush();
  } catch (error) {
    signal.throwIfAborted();
    // What came before a fault is still given: a sample may need no more than that.
    yield* packer.flush();
    if (!isZlibError(error)) throw error;
    throw corrupt({ uri, format: 'gzip', offset: inflater.consumed, reason: error.message, cause: error });
  } finally {
    inflater.destroy();
    packer.release();
  }
}

const isZlibError = (error: unknown): error is Error =>
  types.isNativeError(error) && String((error as NodeJS.ErrnoException).code).startsWith('Z_');

function assertPadding(chunk: Uint8Array, from: number): void {
  if (chunk.subarray(from).every((byte) => byte === 0)) return;
  throw Object.assign(new Error('something follows the end of the compressed data'), { code: 'Z_DATA_ERROR' });
}

/** A Gunzip stream taken step by step: one chunk in, all that comes of it out. */
class Inflater {
  readonly #gunzip: Gunzip = createGunzip({ chunkSize: OUTPUT_BYTES });
  #failure: Error | undefined;
  #wake = (): void => undefined;

  constructor(signal: AbortSignal) {
    const wake = (): void => this.#wake();
    this.#gunzip.on('readable', wake).on('end', wake).on('error', (error) => {
      this.#failure = error;
      wake();
    });
    addAbortSignal(signal, this.#gunzip);
  }

  /** Compressed bytes taken. */
  get consumed(): number {
    return this.#gunzip.bytesWritten;
  }

  async *write(chunk: Uint8Array): AsyncGenerator<Uint8Array> {
    let busy = true;
    this.#gunzip.write(chunk, () => {
      busy = false;
      this.#wake();
    });
    yield* this.#read(() => busy);
  }

  async *end(): AsyncGenerator<Uint8Array> {
    this.#gunzip.end();
    yield* this.#read(() => true);
  }

  destroy(): void {
    this.#gunzip.destroy();
  }

  async *#read(moreToCome: () => boolean): AsyncGenerator<Uint8Array> {
    for (;;) {
      if (this.#failure !== undefined) throw this.#failure;
      const output = this.#gunzip.read() as Buffer | null;
      if (output !== null) yield output;
      else if (this.#gunzip.readableEnded || !moreToCome()) return;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
