import type { Source } from '../source/source.js';
import type { Sources } from '../source/sources.js';

interface Opening {
  /** Take an object for the version that was opened last, and ask meanwhile whether it still is. */
  readonly asLastSeen: boolean;
  readonly signal: AbortSignal;
}

/** What one question opened, and whether it still is what it was. */
export class OpenedSources {
  readonly #sources: Sources;
  readonly #opening: Opening;
  readonly #opened: Source[] = [];

  constructor(sources: Sources, opening: Opening) {
    this.#sources = sources;
    this.#opening = opening;
  }

  async resolve(uris: readonly string[]): Promise<Source[]> {
    const { asLastSeen, signal } = this.#opening;
    const opened = await this.#sources.resolve(uris, signal, { asLastSeen });
    this.#opened.push(...opened);
    return opened;
  }

  /** @throws EngineError SOURCE_CHANGED, or what asking for the object came to */
  async assertUnchanged(): Promise<void> {
    await Promise.all(this.#opened.map((source) => source.assertUnchanged(this.#opening.signal)));
  }

  /** Whether anything that was taken for what it was when last seen may be something else by now. */
  async areOutdated(): Promise<boolean> {
    const assumed = this.#opened.filter(({ isAsLastSeen }) => isAsLastSeen === true);
    const outcomes = await Promise.allSettled(assumed.map((source) => source.assertUnchanged(this.#opening.signal)));
    return outcomes.some(({ status }) => status === 'rejected');
  }
}
