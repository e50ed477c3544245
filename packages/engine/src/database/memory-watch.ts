import { readFile } from 'node:fs/promises';

const EVERY_MS = 50;
/** Resident pages are counted in the kernel's page size, 4 KiB wherever Lambda and this engine run. */
const PAGE_BYTES = 4096;

/**
 * Calls `onExceeded` once when a process is larger than `maxBytes`. DuckDB's own limit leaves out what its functions
 * allocate. Linux only: elsewhere there is no `/proc`, and the watch ends at its first look.
 * @returns a function that stops the watch
 */
export function watchMemory(pid: number | undefined, maxBytes: number, onExceeded: (residentBytes: number) => void): () => void {
  let stopped = false;
  const look = async (): Promise<void> => {
    const statm = await readFile(`/proc/${pid}/statm`, 'latin1').catch(() => undefined);
    if (stopped || statm === undefined) return;
    const resident = Number(statm.split(' ')[1]) * PAGE_BYTES;
    if (resident > maxBytes) return onExceeded(resident);
    setTimeout(() => void look(), EVERY_MS).unref();
  };
  void look();
  return () => {
    stopped = true;
  };
}
