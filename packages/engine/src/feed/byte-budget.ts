/** Bounds the bytes that wait for their reader to come. */
export class ByteBudget {
  #free: number;
  #waiting: (() => void)[] = [];
  readonly #signal: AbortSignal;

  /** @param signal lets everybody pass: what they do next sees the abort */
  constructor(bytes: number, signal: AbortSignal) {
    this.#free = bytes;
    this.#signal = signal;
    signal.addEventListener('abort', () => this.#wakeAll(), { once: true });
  }

  /**
   * Waits while the budget is used up; one taker may overdraw it, so a chunk larger than all of it passes.
   * @returns whether the bytes were taken: not when they became `needless` first
   */
  async take(bytes: number, needless: () => boolean): Promise<boolean> {
    while (this.#free <= 0 && !this.#signal.aborted && !needless()) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    if (needless()) return false;
    this.#free -= bytes;
    return true;
  }

  give(bytes: number): void {
    this.#free += bytes;
    this.#wakeAll();
  }

  #wakeAll(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }
}
