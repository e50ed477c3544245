/** Bytes of requests whose answers have not begun. Few are ever large, so cancelling gets through while many wait. */
export class UploadBudget {
  readonly #maxBytes: number;
  #bytes = 0;
  #waiting: (() => void)[] = [];

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  async during<T>(bytes: number, work: () => Promise<T>): Promise<T> {
    this.#bytes += bytes;
    try {
      return await work();
    } finally {
      this.#bytes -= bytes;
      if (this.#bytes <= this.#maxBytes) for (const resume of this.#waiting.splice(0)) resume();
    }
  }

  /** @returns undefined when there is room now */
  room(): Promise<void> | undefined {
    if (this.#bytes <= this.#maxBytes) return undefined;
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}
