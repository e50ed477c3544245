import { closeSync, constants, openSync } from 'node:fs';
import { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** DuckDB opens a pipe and reads it at once: what it waits here is lost. */
const ASK_EVERY_MS = 1;
/** One that does not read this feed yet is asked less often. */
const ASK_IDLE_EVERY_MS = 8;
const IDLE_AFTER_ASKS = 500;

/** How far behind the first reader that waits others may wait: as many as DuckDB has threads. */
const RELEASED_AT_ONCE = 256;

/** Opens a feed's pipes for writing, each as soon as DuckDB has it open. DuckDB opens them in order, so only one at a time is tried. */
export class PipeOpener {
  readonly #paths: readonly string[];
  readonly #sockets = new Map<string, Promise<Socket | undefined>>();
  readonly #released = new Set<number>();
  /** The first that has not been opened. */
  #next = 0;

  /** @param signal closes what is open, so that no reader goes on waiting, and ends the wait for others */
  constructor(paths: readonly string[], signal: AbortSignal) {
    this.#paths = paths;
    let last: Promise<unknown> = Promise.resolve();
    for (const path of paths) {
      const opened = last.then(() => openPipe(path, signal));
      // Who waits for this pipe hears of a failure; the next one is tried all the same.
      last = opened.then((socket) => (this.#next += socket === undefined ? 0 : 1)).catch(() => {});
      this.#sockets.set(path, opened);
    }
  }

  /** `undefined` when the signal ended the wait. */
  async socketOf(path: string): Promise<Socket | undefined> {
    return await this.#sockets.get(path);
  }

  /** Once the signal has aborted: lets readers that wait in `open` see the end of their pipe. */
  release(): void {
    for (let i = this.#next; i < Math.min(this.#paths.length, this.#next + RELEASED_AT_ONCE); i += 1) {
      if (!this.#released.has(i) && releaseReader(this.#paths[i] ?? '')) this.#released.add(i);
    }
    while (this.#released.has(this.#next)) this.#next += 1;
  }
}

/**
 * Opens a FIFO for writing as soon as a reader has opened it. Asking without blocking, again and again, keeps Node's
 * few threads free, and a pipe whose reader is there can be closed without losing what is still in it.
 */
async function openPipe(path: string, signal: AbortSignal): Promise<Socket | undefined> {
  for (let asks = 0; !signal.aborted; asks += 1) {
    const fd = tryOpen(path);
    if (fd !== undefined) return abortableSocket(fd, signal);
    await sleep(asks < IDLE_AFTER_ASKS ? ASK_EVERY_MS : ASK_IDLE_EVERY_MS);
  }
  return undefined;
}

/** A reader waits as long as the pipe is open for writing, whether anybody writes or not. */
function abortableSocket(fd: number, signal: AbortSignal): Socket {
  const socket = new Socket({ fd, readable: false, writable: true });
  const onAbort = (): void => void socket.destroy();
  signal.addEventListener('abort', onAbort, { once: true });
  // A reader that closes early has what it needs (LIMIT): EPIPE is its way to say so.
  return socket.on('error', () => {}).once('close', () => signal.removeEventListener('abort', onAbort));
}

function releaseReader(path: string): boolean {
  const fd = tryOpen(path);
  if (fd !== undefined) closeSync(fd);
  return fd !== undefined;
}

function tryOpen(path: string): number | undefined {
  try {
    return openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENXIO' || code === 'ENOENT') return undefined; // No reader yet, or the pipe is gone already.
    throw error;
  }
}
