import type { Socket } from 'node:net';
import { partBuffers } from '../source/part-buffers.js';
import type { ByteBudget } from './byte-budget.js';
import type { SegmentSink } from './segments.js';

export interface PipeSinkOptions {
  /** Shared by all pipes of a feed: what may wait for readers that have not come yet. */
  readonly budget: ByteBudget;
  /** What may wait for a reader that is there. */
  readonly maxPendingBytes: number;
}

/**
 * Writes one segment into one FIFO. Bytes for a pipe that DuckDB has not opened yet wait within the budget. Those for
 * one that it reads never wait for the budget: else bytes that stand behind them could use it up, for ever.
 */
export class PipeSink implements SegmentSink {
  /** Resolves when the pipe has been closed, by either side. */
  readonly closed: Promise<void>;
  readonly #options: PipeSinkOptions;
  #early: Uint8Array[] = [];
  #socket: Socket | undefined;
  #pendingBytes = 0;
  #ended = false;
  #gone = false;
  #drained = (): void => {};

  /** @param opening resolves when DuckDB has the pipe open */
  constructor(opening: Promise<Socket | undefined>, options: PipeSinkOptions) {
    this.#options = options;
    this.closed = this.#connect(opening);
  }

  async write(chunk: Uint8Array): Promise<void> {
    if (chunk.length === 0) return;
    if (await this.#hold(chunk)) return;
    this.#send(chunk);
    while (this.#pendingBytes > this.#options.maxPendingBytes && !this.#gone) await new Promise<void>((resolve) => (this.#drained = resolve));
  }

  end(): Promise<void> {
    this.#ended = true;
    this.#socket?.end();
    return Promise.resolve();
  }

  /** Keeps a chunk until its reader comes. @returns whether it did: not when the reader is here */
  async #hold(chunk: Uint8Array): Promise<boolean> {
    const { budget } = this.#options;
    if (this.#isTaken() || !(await budget.take(chunk.length, this.#isTaken))) return false;
    // The reader may have come just now, and then nobody would look here again.
    const isLate: boolean = this.#isTaken();
    if (isLate) budget.give(chunk.length);
    else this.#early.push(chunk);
    return !isLate;
  }

  /** Whether its reader has come, or never will. */
  readonly #isTaken = (): boolean => this.#socket !== undefined || this.#gone;

  async #connect(opening: Promise<Socket | undefined>): Promise<void> {
    const socket = await opening;
    if (socket === undefined) return this.#leave();
    const closed = new Promise<void>((resolve) => void socket.once('close', resolve));
    if (socket.destroyed) return this.#leave();
    this.#socket = socket;
    this.#flushEarly();
    if (this.#ended) socket.end();
    await closed;
    this.#leave();
  }

  #flushEarly(): void {
    const bytes = this.#early.reduce((sum, chunk) => sum + chunk.length, 0);
    for (const chunk of this.#early) this.#send(chunk);
    this.#early = [];
    this.#options.budget.give(bytes);
  }

  #send(chunk: Uint8Array): void {
    if (this.#gone) return;
    this.#pendingBytes += chunk.length;
    this.#socket?.write(chunk, (error) => {
      this.#pendingBytes -= chunk.length;
      if (!error) partBuffers.giveBack(chunk);
      this.#drained();
    });
  }

  #leave(): void {
    this.#gone = true;
    this.#early = [];
    this.#options.budget.give(0);
    this.#drained();
  }
}
