import { createWriteStream, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { EngineError, toEngineError } from '../errors.js';
import { CUT, type CutStream } from '../decode/cut-stream.js';
import type { KeptColumns } from '../decode/record-pruner.js';
import { openSegments } from './segments.js';
import type { Feed, FeedInput, FeedOptions } from './feed.js';

/** Copies decoded records into temporary files first: where there are no FIFOs, and where a scan must be able to seek. */
export function createFileFeed(inputs: readonly FeedInput[], options: FeedOptions): Feed {
  const id = process.hrtime.bigint().toString(36);
  const paths = inputs.map((_, i) => [join(options.folder, `${id}-${i}.csv`)]);
  // A view can be made only over files that are there.
  for (const path of paths.flat()) writeFileSync(path, '', { mode: 0o600 });
  return new FileFeed(inputs, paths, options);
}

/** A file is not cut. */
const WHOLE = { segmentBytes: Infinity, count: 1 };

class FileFeed implements Feed {
  readonly paths: readonly (readonly string[])[];
  failure: EngineError | undefined;
  readonly #inputs: readonly FeedInput[];
  readonly #options: FeedOptions;
  #written = 0;

  constructor(inputs: readonly FeedInput[], paths: readonly (readonly string[])[], options: FeedOptions) {
    this.#inputs = inputs;
    this.paths = paths;
    this.#options = options;
  }

  async start(columns?: KeptColumns): Promise<void> {
    const { signal } = this.#options;
    try {
      for (const [i, input] of this.#inputs.entries()) {
        const file = createWriteStream(this.paths[i]?.[0] ?? '');
        await pipeline(Readable.from(this.#counted(openSegments(input, { ...WHOLE, columns }, signal))), file, { signal });
      }
    } catch (error) {
      this.failure = toEngineError(error);
      throw this.failure;
    }
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.paths.flat().map((path) => rm(path, { force: true })));
  }

  async *#counted(stream: CutStream): AsyncGenerator<Uint8Array> {
    for await (const chunk of stream) {
      if (chunk === CUT) continue;
      this.#written += chunk.length;
      if (this.#written > this.#options.maxTempBytes) throw tooLarge(this.#options.maxTempBytes);
      yield chunk;
    }
  }
}

const tooLarge = (maxTempBytes: number): EngineError =>
  new EngineError('TEMP_DISK_LIMIT', `The decoded source is larger than the ${maxTempBytes} bytes of temporary disk allowed`, {
    hint: 'Raise --max-temp, or ask over fewer files.',
  });
