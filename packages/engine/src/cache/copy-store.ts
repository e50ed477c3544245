import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { copyNote, type Copy, type CopyNote } from './copy.js';
import { evict, usage, type CacheUsage } from './evict.js';

export interface CopyStoreOptions {
  /** Made with mode 0700 where it is missing. Several processes may share it. */
  readonly folder: string;
  /** What all copies together may take on disk; the least recently used go first. */
  readonly maxBytes: number;
}

/** Keeps copies by key. Crash-safe: a copy counts only once the note that names it lies beside it, complete. */
export class CopyStore {
  readonly folder: string;
  readonly maxBytes: number;

  constructor({ folder, maxBytes }: CopyStoreOptions) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.folder = folder;
    this.maxBytes = maxBytes;
  }

  /** The copy under a key, marked as used now. */
  find(key: string): Copy | undefined {
    const note = readNote(this.#notePath(key));
    if (note === undefined) return undefined;
    const path = join(this.folder, note.file);
    if (sizeOf(path) !== note.bytes) return undefined;
    const now = new Date();
    utimesSync(this.#notePath(key), now, now);
    return { path, bytes: note.bytes, columns: new Map(Object.entries(note.columns)) };
  }

  /** Where a new copy is to be written. */
  draft(key: string): string {
    return join(this.folder, `${key}-${randomUUID()}.parquet`);
  }

  /** Makes a complete draft the copy under its key, in place of an older one. */
  keep(key: string, draft: string, columns: Copy['columns']): Copy {
    const bytes = statSync(draft).size;
    const note: CopyNote = { version: 1, file: draft.slice(this.folder.length + 1), bytes, columns: Object.fromEntries(columns) };
    const replaced = readNote(this.#notePath(key));
    const unnamed = `${draft}.json`;
    writeFileSync(unnamed, JSON.stringify(note), { mode: 0o600 });
    renameSync(unnamed, this.#notePath(key));
    if (replaced !== undefined) rmSync(join(this.folder, replaced.file), { force: true });
    evict(this.folder, { maxBytes: this.maxBytes, spare: note.file });
    return { path: draft, bytes, columns };
  }

  usage(): CacheUsage {
    return usage(this.folder);
  }

  forget(key: string): void {
    rmSync(this.#notePath(key), { force: true });
  }

  #notePath(key: string): string {
    return join(this.folder, `${key}.json`);
  }
}

function readNote(path: string): CopyNote | undefined {
  try {
    return copyNote.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data;
  } catch {
    // Not there, or not whole: then there is no copy.
    return undefined;
  }
}

const sizeOf = (path: string): number | undefined => statSync(path, { throwIfNoEntry: false })?.size;
