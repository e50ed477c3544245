import { mkdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Source } from '../source/source.js';
import { SparseFile } from './sparse-file.js';

interface Kept {
  readonly file: SparseFile;
  users: number;
}

/** Pieces of objects that a question has borrowed. */
export interface Borrowed extends AsyncDisposable {
  /** The pieces that are here of an object in its version, maybe none yet. */
  fileOf(source: Source): SparseFile;
}

/** Pieces of Parquet files, brought by questions and kept for later ones; the least recently used go when there are too many. */
export class ParquetShelf {
  readonly #folder: string;
  readonly #maxBytes: number;
  /** By object and version, the least recently used first. */
  readonly #kept = new Map<string, Kept>();
  #made = 0;

  /** @param folder that DuckDB may read, and that goes with it */
  constructor(folder: string, maxBytes: number) {
    this.#folder = folder;
    this.#maxBytes = maxBytes;
  }

  borrow(): Borrowed {
    const taken = new Set<Kept>();
    return {
      fileOf: (source) => {
        const kept = this.#keptFor(source);
        if (!taken.has(kept)) kept.users += 1;
        taken.add(kept);
        return kept.file;
      },
      [Symbol.asyncDispose]: async () => {
        for (const kept of taken) kept.users -= 1;
        await this.#evict();
      },
    };
  }

  #keptFor({ uri, etag, size, ...source }: Source): Kept {
    const key = JSON.stringify([uri, etag, size]);
    const kept = this.#kept.get(key) ?? { file: new SparseFile(this.#newPath(), { ...source, uri, etag, size }), users: 0 };
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    return kept;
  }

  #newPath(): string {
    if (this.#made === 0) mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    return join(this.#folder, `${(this.#made += 1)}.parquet`);
  }

  async #evict(): Promise<void> {
    let total = [...this.#kept.values()].reduce((sum, { file }) => sum + file.bytes, 0);
    for (const [key, { file, users }] of this.#kept) {
      if (total <= this.#maxBytes) return;
      if (users > 0) continue;
      this.#kept.delete(key);
      total -= file.bytes;
      await rm(file.path, { force: true });
    }
  }
}
