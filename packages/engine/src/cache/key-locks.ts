/** Lets one question at a time make what belongs under a key; the others wait and then find it. */
export class KeyLocks {
  readonly #held = new Map<string, Promise<void>>();

  /** @returns the lock, or `undefined` after somebody else's was waited for: look again, it may not be needed any more */
  async take(key: string, signal: AbortSignal): Promise<Disposable | undefined> {
    const held = this.#held.get(key);
    if (held !== undefined) {
      await untilAborted(held, signal);
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

async function untilAborted(wait: Promise<void>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  let stop = (): void => {};
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason as Error);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    await Promise.race([wait, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
