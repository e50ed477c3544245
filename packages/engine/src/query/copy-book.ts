import type { CopyStore } from '../cache/copy-store.js';
import { KeyLocks } from '../cache/key-locks.js';
import type { TypeChecking } from './column-sql.js';

/** A copy that a question may read, with the columns that are checked as far as it asks. */
export interface UsableCopy {
  readonly key: string;
  readonly path: string;
  readonly columns: ReadonlyMap<string, TypeChecking>;
}

/** What the engine knows of copies beyond one question. */
export class CopyBook {
  readonly locks = new KeyLocks();
  readonly store: CopyStore | undefined;
  readonly #misses = new Map<string, number>();
  readonly #refused = new Set<string>();

  /** @param store absent when nothing is kept for later questions */
  constructor(store: CopyStore | undefined) {
    this.store = store;
  }

  find(key: string, checking: TypeChecking): UsableCopy | undefined {
    const copy = this.store?.find(key);
    if (copy === undefined) return undefined;
    const usable = [...copy.columns].filter(([, trust]) => checking === 'sampled' || trust === 'verified');
    return usable.length === 0 ? undefined : { key, path: copy.path, columns: new Map(usable) };
  }

  /** Questions so far that found no copy with all that they needed. */
  misses(key: string): number {
    return this.#misses.get(key) ?? 0;
  }

  countMiss(key: string): void {
    this.#misses.set(key, this.misses(key) + 1);
  }

  /** A copy of this was tried, and failed where the question alone might not. */
  refuse(key: string): void {
    this.#refused.add(key);
  }

  keeps(key: string | undefined): key is string {
    return key !== undefined && this.store !== undefined && !this.#refused.has(key);
  }
}
