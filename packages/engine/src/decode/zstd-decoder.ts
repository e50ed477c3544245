/** Neither the ES libraries nor `@types/node` 20 describe it. */
declare const WebAssembly: { instantiate(module: object, imports: object): Promise<{ readonly exports: unknown }> };

/** What zstddec's build of libzstd exports. Pointers and sizes are 32-bit numbers. */
interface Libzstd {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly malloc: (bytes: number) => number;
  readonly ZSTD_createDCtx: () => number;
  readonly ZSTD_decompressStream: (context: number, output: number, input: number) => number;
}

const INPUT_BYTES = 256 * 1024;
const OUTPUT_BYTES = 512 * 1024;

let compiled: Promise<object> | undefined;

/**
 * zstddec's own JavaScript never looks at libzstd's return codes (a flipped bit makes it loop for ever) and keeps all
 * streams in one memory that only grows. So only its WebAssembly module is used, one instance for each stream.
 */
async function compileModule(): Promise<object> {
  const { ZSTDDecoder } = await import('zstddec/stream');
  let captured: object | undefined;
  class ModuleCapture extends ZSTDDecoder {
    /** zstddec calls it without `this`, once in a process. */
    override _init = (result: { readonly module: object }): void => {
      super._init(result);
      captured = result.module;
    };
  }
  await new ModuleCapture().init();
  if (captured === undefined) throw new Error('zstddec was initialised elsewhere in this process');
  return captured;
}

/** A return code of libzstd that means failure. */
export class ZstdFailure extends Error {
  constructor(readonly code: number) {
    super(`libzstd error ${code}`);
  }
}

/** One zstd stream: any number of frames, skippable frames, content checksums verified by libzstd. */
export class ZstdDecoder {
  readonly #lib: Libzstd;
  readonly #context: number;
  readonly #input: number;
  readonly #output: number;
  /** `ZSTD_inBuffer` and `ZSTD_outBuffer`, one after the other: pointer, size, position. */
  readonly #buffers: number;
  #consumed = 0;
  #withinFrame = false;

  static async create(): Promise<ZstdDecoder> {
    const imports = { env: { emscripten_notify_memory_growth: () => undefined } };
    const { exports } = await WebAssembly.instantiate(await (compiled ??= compileModule()), imports);
    return new ZstdDecoder(exports as Libzstd);
  }

  private constructor(lib: Libzstd) {
    this.#lib = lib;
    this.#context = lib.ZSTD_createDCtx();
    this.#input = lib.malloc(INPUT_BYTES);
    this.#output = lib.malloc(OUTPUT_BYTES);
    this.#buffers = lib.malloc(24);
  }

  /** Compressed bytes taken. */
  get consumed(): number {
    return this.#consumed;
  }

  /** The end of the data now would be an end in the middle of a frame. */
  get withinFrame(): boolean {
    return this.#withinFrame;
  }

  /**
   * Decompresses as far as the caller asks: a small chunk can hold gigabytes. What is given lies in libzstd's memory, and
   * is written over by the next step, or gone when that memory grows.
   */
  *push(chunk: Uint8Array): Generator<Uint8Array> {
    for (let from = 0; from < chunk.length; from += INPUT_BYTES) yield* this.#pushPart(chunk.subarray(from, from + INPUT_BYTES));
  }

  *#pushPart(part: Uint8Array): Generator<Uint8Array> {
    new Uint8Array(this.#lib.memory.buffer).set(part, this.#input);
    for (let taken = 0, full = false; taken < part.length || (full && this.#withinFrame); ) {
      const step = this.#step(taken, part.length);
      this.#consumed += step.taken - taken;
      taken = step.taken;
      full = step.written === OUTPUT_BYTES;
      if (step.written > 0) yield new Uint8Array(this.#lib.memory.buffer, this.#output, step.written);
    }
  }

  #step(from: number, length: number): { readonly taken: number; readonly written: number } {
    const { memory, ZSTD_decompressStream } = this.#lib;
    new Uint32Array(memory.buffer, this.#buffers, 6).set([this.#input, length, from, this.#output, OUTPUT_BYTES, 0]);
    const code = ZSTD_decompressStream(this.#context, this.#buffers + 12, this.#buffers);
    if (code < 0) throw new ZstdFailure(-code);
    this.#withinFrame = code !== 0;
    const [, , taken = 0, , , written = 0] = new Uint32Array(memory.buffer, this.#buffers, 6);
    return { taken, written };
  }
}
