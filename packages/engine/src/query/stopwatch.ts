/** Milliseconds by stage of one question. */
export class Stopwatch {
  readonly #started = performance.now();
  readonly #ms: Record<string, number> = {};

  async time<T>(stage: string, run: () => Promise<T>): Promise<T> {
    const from = performance.now();
    try {
      return await run();
    } finally {
      this.#ms[stage] = (this.#ms[stage] ?? 0) + performance.now() - from;
    }
  }

  /** Stages so far, and the total. */
  read(): Record<string, number> {
    const rounded = Object.entries(this.#ms).map(([stage, ms]) => [stage, Math.round(ms * 10) / 10] as const);
    return { ...Object.fromEntries(rounded), total: Math.round((performance.now() - this.#started) * 10) / 10 };
  }
}
