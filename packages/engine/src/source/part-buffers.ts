/**
 * Memory for parts of objects, used again as soon as its bytes have been passed on: to allocate as much for every part
 * costs more, in page faults and garbage collection, than to receive and to write it.
 */
class PartBuffers {
  readonly #free: ArrayBuffer[] = [];
  /** Bytes of a lent buffer that have not been given back. */
  readonly #lent = new WeakMap<ArrayBufferLike, number>();
  #forgetting: NodeJS.Timeout | undefined;

  take(bytes: number): Uint8Array {
    if (bytes < LEAST_BYTES) return Buffer.allocUnsafeSlow(bytes);
    const found = this.#free.findIndex((buffer) => buffer.byteLength >= bytes);
    const buffer = this.#free.splice(found < 0 ? this.#free.length : found, 1)[0] ?? new ArrayBuffer(bytes);
    this.#lent.set(buffer, bytes);
    return new Uint8Array(buffer, 0, bytes);
  }

  /**
   * Says that these bytes will not be looked at again. Each byte may be given back once; a buffer some of whose bytes
   * are never given back is no loss: it is collected like any other memory.
   */
  giveBack({ buffer, byteLength }: Uint8Array): void {
    const left = this.#lent.get(buffer);
    if (left === undefined) return;
    this.#lent.set(buffer, left - byteLength);
    if (left > byteLength) return;
    this.#lent.delete(buffer);
    this.#free.push(buffer as ArrayBuffer);
    if (this.#forgetting === undefined) this.#forgetting = setTimeout(() => this.#forget(), KEPT_MS).unref();
  }

  #forget(): void {
    this.#forgetting = undefined;
    this.#free.length = 0;
  }
}

/** Less is not worth keeping. */
const LEAST_BYTES = 1 << 19;
/** Memory that nobody uses goes back after so long. */
const KEPT_MS = 2_000;

export const partBuffers = new PartBuffers();
