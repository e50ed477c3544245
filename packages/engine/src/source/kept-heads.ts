/**
 * The first bytes of objects that were opened lately: an object is opened by reading its beginning, and who asks for it
 * next asks for the same bytes. The oldest go when there are too many.
 */
export class KeptHeads {
  readonly #maxBytes: number;
  readonly #heads = new Map<string, Uint8Array>();
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** @param key names the object and its version */
  keep(key: string, head: Uint8Array): void {
    this.#drop(key);
    this.#heads.set(key, head);
    this.#bytes += head.length;
    for (const oldest of this.#heads.keys()) {
      if (this.#bytes <= this.#maxBytes) break;
      this.#drop(oldest);
    }
  }

  get(key: string): Uint8Array {
    return this.#heads.get(key) ?? NOTHING;
  }

  #drop(key: string): void {
    this.#bytes -= this.get(key).length;
    this.#heads.delete(key);
  }
}

const NOTHING = new Uint8Array();
