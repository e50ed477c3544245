/** Bounds the bytes that have been taken from a source and not yet taken by a reader. */
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

  /** Waits while the budget is used up; one taker may overdraw it, so a chunk larger than all of it passes. */
  async take(bytes: number): Promise<void> {
    while (this.#free <= 0 && !this.#signal.aborted) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    this.#free -= bytes;
  }

  give(bytes: number): void {
    this.#free += bytes;
    if (this.#free > 0) this.#wakeAll();
  }

  #wakeAll(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }
}
