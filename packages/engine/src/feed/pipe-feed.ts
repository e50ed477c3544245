import { execFile } from 'node:child_process';
import { setMaxListeners } from 'node:events';
import { unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { KeptColumns } from '../decode/record-pruner.js';
import { toEngineError, type EngineError } from '../errors.js';
import { ByteBudget } from './byte-budget.js';
import type { Feed, FeedInput, FeedOptions } from './feed.js';
import { PipeOpener } from './pipe-opener.js';
import { PipeSink, type PipeSinkOptions } from './pipe-sink.js';
import { dealSegments, openSegments } from './segments.js';

/** Every pipe costs DuckDB an open and a scanner's start; beyond this many the segments grow instead. */
const MAX_PIPES = 2048;
/** Inputs that are read at once: two large ones, or many small ones. */
const MIN_AHEAD = 2;
const MAX_AHEAD = 16;
const RELEASE_EVERY_MS = 1;
/** `mkfifo` takes its names as arguments, whose total length is bounded. */
const NAMES_PER_CALL = 500;

/** Streams into named pipes: no copy on disk, and DuckDB's threads parse several segments at once. */
export async function createPipeFeed(inputs: readonly FeedInput[], options: FeedOptions): Promise<Feed> {
  const planned = inputs.map((input, i) => planInput(input, i, { inputs: inputs.length, ...options }));
  await makePipes(planned.flatMap(({ paths }) => paths));
  return new PipeFeed(planned, options);
}

/** An input and its pipes: one for every expected segment and one to spare. */
interface PlannedInput {
  readonly input: FeedInput;
  readonly paths: readonly string[];
  readonly segmentBytes: number;
}

/**
 * What is left over goes into the last pipe, and DuckDB keeps in memory what it read of a pipe until its end: so where
 * there are too few pipes, all segments grow alike.
 */
function planInput(input: FeedInput, index: number, { inputs, folder, ...options }: FeedOptions & { readonly inputs: number }): PlannedInput {
  const { expectedBytes } = input;
  const most = Math.max(2, Math.floor(MAX_PIPES / inputs));
  const segmentBytes = Math.max(options.segmentBytes, Math.ceil(expectedBytes / (most - 1)));
  const count = expectedBytes <= segmentBytes ? 1 : Math.ceil(expectedBytes / segmentBytes) + 1;
  const id = `${process.hrtime.bigint().toString(36)}-${index}`;
  return { input, segmentBytes, paths: Array.from({ length: count }, (_, i) => join(folder, `${id}-${i}.pipe`)) };
}

async function makePipes(paths: readonly string[]): Promise<void> {
  for (let i = 0; i < paths.length; i += NAMES_PER_CALL) {
    await promisify(execFile)('mkfifo', ['-m', '600', ...paths.slice(i, i + NAMES_PER_CALL)]);
  }
}

class PipeFeed implements Feed {
  readonly paths: readonly (readonly string[])[];
  failure: EngineError | undefined;
  readonly #inputs: readonly PlannedInput[];
  readonly #options: FeedOptions;
  readonly #stopping = new AbortController();
  readonly #sinkOptions: PipeSinkOptions;
  #opener: PipeOpener | undefined;
  #pumping: Promise<void> = Promise.resolve();
  #releasing: NodeJS.Timeout | undefined;

  constructor(inputs: readonly PlannedInput[], options: FeedOptions) {
    this.#inputs = inputs;
    this.paths = inputs.map(({ paths }) => paths);
    this.#options = options;
    const { signal } = this.#stopping;
    // Every open pipe listens, and so does what reads the source.
    setMaxListeners(0, signal);
    // Every reader may have a whole segment before it, and two are ready for those who come next.
    this.#sinkOptions = { budget: new ByteBudget(2 * options.segmentBytes, signal), maxPendingBytes: options.segmentBytes };
  }

  start(columns?: KeptColumns): Promise<void> {
    this.#options.signal.addEventListener('abort', this.#onAbort, { once: true });
    this.#opener = new PipeOpener(this.paths.flat(), this.#stopping.signal);
    this.#pumping = this.#pump(columns).catch((error: unknown) => {
      if (this.#stopping.signal.aborted) return;
      this.failure = toEngineError(error);
      this.#release();
    });
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    this.#release();
    await this.#pumping;
    clearInterval(this.#releasing);
    this.#options.signal.removeEventListener('abort', this.#onAbort);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    // Not `rm`: on Node 20.20, once it has removed a FIFO, modules behind symbolic links are no longer found.
    await Promise.all(this.paths.flat().map((path) => unlink(path).catch(() => {})));
  }

  readonly #onAbort = (): void => this.#release();

  /** Several inputs at once: the next ones are fetched and decoded while DuckDB reads the first. */
  async #pump(columns: KeptColumns | undefined): Promise<void> {
    const running = new Set<Promise<void>>();
    let aheadBytes = 0;
    for (const planned of this.#inputs) {
      const { input } = planned;
      while (running.size >= MIN_AHEAD && (running.size >= MAX_AHEAD || aheadBytes + input.expectedBytes > this.#options.segmentBytes * 2)) {
        await Promise.race(running);
      }
      aheadBytes += input.expectedBytes;
      const pumped = this.#pumpInput(planned, columns).finally(() => {
        running.delete(pumped);
        aheadBytes -= input.expectedBytes;
      });
      running.add(pumped);
    }
    await Promise.all(running);
  }

  async #pumpInput({ input, paths, segmentBytes }: PlannedInput, columns: KeptColumns | undefined): Promise<void> {
    const open = new Set<Promise<void>>();
    let opened = 0;
    const openSink = async (index: number): Promise<PipeSink> => {
      opened = index + 1;
      // DuckDB takes them in order, one a thread.
      while (open.size > this.#options.threads + 1) await Promise.race(open);
      const sink = new PipeSink(this.#opener?.socketOf(paths[index] ?? ''), this.#sinkOptions);
      const closed = sink.closed.finally(() => open.delete(closed));
      open.add(closed);
      return sink;
    };
    const count = paths.length;
    await dealSegments(openSegments(input, { segmentBytes, count, columns }, this.#stopping.signal), openSink, count);
    // Pipes that got nothing still have to end: DuckDB opens every one of its list.
    while (opened < paths.length) await (await openSink(opened)).end();
  }

  /** DuckDB cannot be interrupted while it waits on a pipe: give all its waiting readers the end, until it is done. */
  #release(): void {
    this.#stopping.abort();
    this.#releasing ??= setInterval(() => this.#opener?.release(), RELEASE_EVERY_MS);
  }
}
