/** So many questions read at once; the others wait, in order. Memory is shared out for these, not for all that may be asked. */
export class Slots {
  #free: number;
  readonly #waiting = new Set<() => void>();

  constructor(count: number) {
    this.#free = count;
  }

  /** Waits for a slot; gives up when the signal does. */
  async take(signal: AbortSignal): Promise<Disposable> {
    signal.throwIfAborted();
    if (this.#free > 0) this.#free -= 1;
    else await this.#wait(signal);
    let taken = true;
    return {
      [Symbol.dispose]: () => {
        if (taken) this.#giveBack();
        taken = false;
      },
    };
  }

  async #wait(signal: AbortSignal): Promise<void> {
    let go = (): void => {};
    let stop = (): void => {};
    const turn = new Promise<void>((resolve, reject) => {
      go = resolve;
      stop = () => reject(signal.reason as Error);
    });
    this.#waiting.add(go);
    signal.addEventListener('abort', stop, { once: true });
    try {
      await turn;
    } finally {
      this.#waiting.delete(go);
      signal.removeEventListener('abort', stop);
    }
  }

  /** A slot goes to who waits longest, or is free. */
  #giveBack(): void {
    const [next] = this.#waiting;
    if (next === undefined) this.#free += 1;
    else {
      this.#waiting.delete(next);
      next();
    }
  }
}
