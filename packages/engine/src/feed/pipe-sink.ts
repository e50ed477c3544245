import type { Socket } from 'node:net';
import type { ByteBudget } from './byte-budget.js';
import { openPipe } from './open-pipe.js';
import type { SegmentSink } from './segments.js';

/** Writes one segment into one FIFO. What comes before DuckDB opens it waits here, within the budget. */
export class PipeSink implements SegmentSink {
  /** Resolves when the pipe has been closed, by either side. */
  readonly closed: Promise<void>;
  readonly #budget: ByteBudget;
  readonly #signal: AbortSignal;
  #early: Uint8Array[] = [];
  #socket: Socket | undefined;
  #ended = false;
  #gone = false;

  constructor(path: string, budget: ByteBudget, signal: AbortSignal) {
    this.#budget = budget;
    this.#signal = signal;
    this.closed = this.#connect(path);
  }

  async write(chunk: Uint8Array): Promise<void> {
    if (chunk.length === 0 || this.#gone) return;
    await this.#budget.take(chunk.length);
    if (this.#socket === undefined) this.#early.push(chunk);
    else this.#send(this.#socket, chunk);
  }

  end(): Promise<void> {
    this.#ended = true;
    this.#socket?.end();
    return Promise.resolve();
  }

  async #connect(path: string): Promise<void> {
    const socket = await openPipe(path, this.#signal);
    if (socket === undefined) return;
    const onAbort = (): void => void socket.destroy();
    this.#signal.addEventListener('abort', onAbort, { once: true });
    const closed = new Promise<void>((resolve) => {
      // A reader that closes early has what it needs (LIMIT): EPIPE is its way to say so.
      socket.on('error', () => {});
      socket.once('close', () => {
        this.#gone = true;
        this.#signal.removeEventListener('abort', onAbort);
        resolve();
      });
    });
    if (this.#signal.aborted) socket.destroy();
    for (const chunk of this.#early) this.#send(socket, chunk);
    this.#early = [];
    this.#socket = socket;
    if (this.#ended) socket.end();
    await closed;
  }

  #send(socket: Socket, chunk: Uint8Array): void {
    socket.write(chunk, () => this.#budget.give(chunk.length));
  }
}
