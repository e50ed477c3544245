import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { copyNote } from './copy.js';

export interface EvictOptions {
  readonly maxBytes: number;
  /** A file that stays whatever its size: it was just written. */
  readonly spare: string;
}

export interface CacheUsage {
  readonly copies: number;
  readonly bytes: number;
}

/** A draft that nobody has finished for so long was left by a process that died. */
const ABANDONED_MS = 3_600_000;

/** What copies there are, and the bytes they take. */
export function usage(folder: string): CacheUsage {
  const kept = keptIn(folder, readdirSync(folder));
  return { copies: kept.length, bytes: kept.reduce((sum, { bytes }) => sum + bytes, 0) };
}

/** Removes the least recently used copies until the others fit, and what no note names any more. */
export function evict(folder: string, { maxBytes, spare }: EvictOptions): void {
  const names = readdirSync(folder);
  const kept = keptIn(folder, names);
  let total = kept.reduce((sum, { bytes }) => sum + bytes, 0);
  for (const { name, file, bytes } of kept.sort((a, b) => a.usedMs - b.usedMs)) {
    if (total <= maxBytes) break;
    if (file === spare) continue;
    // The note first: without it, nobody begins to read the copy.
    for (const path of [name, file]) rmSync(join(folder, path), { force: true });
    total -= bytes;
  }
  removeUnnamed(folder, names, new Set(kept.map(({ file }) => file)));
}

interface Kept {
  readonly name: string;
  readonly file: string;
  readonly bytes: number;
  readonly usedMs: number;
}

const keptIn = (folder: string, names: readonly string[]): Kept[] => names.filter((name) => /^[0-9a-f]+\.json$/.test(name)).flatMap((name) => noteAt(folder, name) ?? []);

function noteAt(folder: string, name: string): Kept | undefined {
  try {
    const { file, bytes } = copyNote.parse(JSON.parse(readFileSync(join(folder, name), 'utf8')));
    return { name, file, bytes, usedMs: statSync(join(folder, name)).mtimeMs };
  } catch {
    // Another process removed it meanwhile, or a newer one wrote it in a way of its own.
    return undefined;
  }
}

/** Drafts of the dead; what is younger may be about to get its note. */
function removeUnnamed(folder: string, names: readonly string[], named: ReadonlySet<string>): void {
  for (const name of names.filter((file) => /^[0-9a-f]+-.*\.parquet(\.json)?$/.test(file) && !named.has(file))) {
    const stats = statSync(join(folder, name), { throwIfNoEntry: false });
    if (stats !== undefined && Date.now() - stats.mtimeMs > ABANDONED_MS) rmSync(join(folder, name), { force: true });
  }
}
