import { Readable } from 'node:stream';
import type { TakenConnection } from './connection-pool.js';

/** The body of a partial response: the SDK takes it for a stream, whoever reads it has it written where it belongs. */
export class PartBody extends Readable {
  readonly length: number;
  readonly #taken: TakenConnection;

  constructor(length: number, taken: TakenConnection) {
    super();
    this.length = length;
    this.#taken = taken;
  }

  /** Receives the whole body into the first `length` bytes of `target`; destroying the body breaks it off. */
  async readInto(target: Uint8Array, onFilled: (bytes: number) => void): Promise<void> {
    await this.#taken.connection.receive(target.subarray(0, this.length), onFilled);
    this.#taken.giveBack();
  }

  override _read(): void {
    this.destroy(new Error('a part is read into memory, not streamed'));
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    this.#taken.giveBack();
    callback(error);
  }
}
