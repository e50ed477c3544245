import { constants, openSync } from 'node:fs';
import { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const FIRST_WAIT_MS = 0.5;
const LONGEST_WAIT_MS = 8;

/**
 * Opens a FIFO for writing as soon as a reader has opened it. Asking without blocking, again and again, keeps Node's
 * few threads free, and a pipe whose reader is there can be closed without losing what is still in it.
 * @returns `undefined` when the signal ended the wait
 */
export async function openPipe(path: string, signal: AbortSignal): Promise<Socket | undefined> {
  for (let wait = FIRST_WAIT_MS; !signal.aborted; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
    const fd = tryOpen(path);
    if (fd !== undefined) return new Socket({ fd, readable: false, writable: true });
    await sleep(wait, undefined, { signal }).catch(() => {});
  }
  return undefined;
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
