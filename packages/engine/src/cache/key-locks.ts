import { untilAborted } from '../until-aborted.js';

/** Lets one question at a time make what belongs under a key; the others wait and then find it. */
export class KeyLocks {
  readonly #held = new Map<string, Promise<void>>();

  /** @returns the lock, or `undefined` after somebody else's was waited for: look again, it may not be needed any more */
  async take(key: string, signal: AbortSignal): Promise<Disposable | undefined> {
    const held = this.#held.get(key);
    if (held !== undefined) {
      await untilAborted(() => held, signal);
      return undefined;
    }
    let release = (): void => {};
    this.#held.set(key, new Promise((resolve) => (release = resolve)));
    return {
      [Symbol.dispose]: () => {
        this.#held.delete(key);
        release();
      },
    };
  }
}
