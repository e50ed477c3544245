import { constants, openSync } from 'node:fs';
import { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** DuckDB opens a pipe and reads it at once: what it waits here is lost. */
const ASK_EVERY_MS = 1;
/** One that does not read this feed yet is asked less often. */
const ASK_IDLE_EVERY_MS = 8;
const IDLE_AFTER_ASKS = 500;

/**
 * Opens pipes for writing, each as soon as DuckDB has it open. DuckDB opens them in order, so only one at a time is tried.
 * An abort closes them, so that no reader goes on waiting.
 * @returns by path; `undefined` when the signal ended the wait
 */
export function openInOrder(paths: readonly string[], signal: AbortSignal): ReadonlyMap<string, Promise<Socket | undefined>> {
  const opening = new Map<string, Promise<Socket | undefined>>();
  let last: Promise<unknown> = Promise.resolve();
  for (const path of paths) {
    const opened = last.then(() => openPipe(path, signal));
    // Who waits for this pipe hears of it; the next one is tried all the same.
    last = opened.catch(() => {});
    opening.set(path, opened);
  }
  return opening;
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

/** Lets a reader that waits in `open` or `read` see the end of the pipe. */
export function releaseReader(path: string): void {
  tryOpen(path, (fd) => new Socket({ fd, readable: false, writable: true }).destroy());
}

function tryOpen(path: string, use?: (fd: number) => void): number | undefined {
  try {
    const fd = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
    use?.(fd);
    return fd;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENXIO' || code === 'ENOENT') return undefined; // No reader yet, or the pipe is gone already.
    throw error;
  }
}
