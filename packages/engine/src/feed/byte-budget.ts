/** Bounds the bytes that have been taken from a source and not yet taken by a reader. */
export class ByteBudget {
  #free: number;
  #waiting: (() => void)[] = [];

  constructor(bytes: number) {
    this.#free = bytes;
  }

  /** Waits until the budget is not overdrawn; one taker may overdraw it, so a chunk larger than all of it passes. */
  async take(bytes: number, signal: AbortSignal): Promise<void> {
    while (this.#free <= 0 && !signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    }
    this.#free -= bytes;
  }

  give(bytes: number): void {
    this.#free += bytes;
    if (this.#free <= 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }
}
