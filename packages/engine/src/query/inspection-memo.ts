import { KeyLocks } from '../cache/key-locks.js';
import type { Inspected } from '../inspect/inspected.js';
import type { InspectOptions } from '../inspect/inspect-source.js';
import { RecentMap } from '../recent-map.js';
import type { AnswerWarning } from '../result/answer.js';
import type { Source } from '../source/source.js';
import type { TableFiles } from './table-files.js';

interface Known {
  readonly inspected: Inspected;
  /** What answering questions taught: other types, another parser, and the warnings that told so. */
  readonly learned?: { readonly inspected: Inspected; readonly warnings: readonly AnswerWarning[] };
}

interface LookOptions {
  /** Asks what the samples say alone, whatever later values taught. */
  readonly fresh: boolean;
  readonly look: () => Promise<Inspected>;
  readonly signal: AbortSignal;
}

const MAX_KNOWN = 1_000;

/** How objects are read, by their version and the caller's options: what does not change is not looked at again. */
export class InspectionMemo {
  readonly #known = new RecentMap<Known>(MAX_KNOWN);
  readonly #looks = new KeyLocks();

  /** What is known of a source; one question looks, and others that ask at the same time wait for what it finds. */
  async inspect(source: Source, options: InspectOptions, { fresh, look, signal }: LookOptions) {
    const key = keyOf(source, options);
    const known = this.#known.get(key) ?? (await this.#lookOnce(key, look, signal));
    const { inspected, warnings } = (fresh ? undefined : known.learned) ?? { inspected: known.inspected, warnings: [] };
    return { inspected: { ...inspected, source }, warnings };
  }

  async #lookOnce(key: string, look: () => Promise<Inspected>, signal: AbortSignal): Promise<Known> {
    for (;;) {
      using lock = await this.#looks.take(key, signal);
      // Whoever was waited for may have failed, by being cancelled for one.
      const known = this.#known.get(key);
      if (known !== undefined) return known;
      if (lock === undefined) continue;
      const found = { inspected: await look() };
      this.#known.set(key, found);
      return found;
    }
  }

  /** Keeps what a question found out about a table's files. */
  learn({ files, reading, learned }: TableFiles): void {
    for (const [i, file] of files.entries()) {
      const key = keyOf(file.source, reading);
      const known = this.#known.get(key);
      if (known === undefined) continue;
      const before = known.learned?.inspected ?? known.inspected;
      if (file.reading === before.reading && file.parser === before.parser && file.isOdd === before.isOdd && file.isUnplain === before.isUnplain) continue;
      this.#known.set(key, { ...known, learned: { inspected: file, warnings: i === 0 ? learned : [] } });
    }
  }
}

const keyOf = ({ uri, etag, size }: Source, options: InspectOptions): string => JSON.stringify([uri, etag, size, options]);
