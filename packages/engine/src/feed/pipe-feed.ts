import { execFile } from 'node:child_process';
import { setMaxListeners } from 'node:events';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { toEngineError, type EngineError } from '../errors.js';
import { ByteBudget } from './byte-budget.js';
import type { Feed, FeedInput, FeedOptions } from './feed.js';
import { openInOrder, releaseReader } from './open-pipe.js';
import { PipeSink, type PipeSinkOptions } from './pipe-sink.js';
import { dealSegments } from './segments.js';

/** Every pipe costs DuckDB an open and a scanner's start; beyond this many the segments grow instead. */
const MAX_PIPES = 512;
/** Inputs that are read at once: two large ones, or many small ones. */
const MIN_AHEAD = 2;
const MAX_AHEAD = 16;
const RELEASE_EVERY_MS = 5;
/** `mkfifo` takes its names as arguments, whose total length is bounded. */
const NAMES_PER_CALL = 500;

/** Streams into named pipes: no copy on disk, and DuckDB's threads parse several segments at once. */
export async function createPipeFeed(inputs: readonly FeedInput[], options: FeedOptions): Promise<Feed> {
  const paths = inputs.map(({ expectedBytes }, i) => pipeNames(i, expectedBytes, inputs.length, options));
  await makePipes(paths.flat());
  return new PipeFeed(inputs, paths, options);
}

/** One pipe for every expected segment and one to spare; an underestimate makes the last segment longer, no more. */
function pipeNames(input: number, expectedBytes: number, inputs: number, { folder, segmentBytes }: FeedOptions): string[] {
  const most = Math.max(1, Math.floor(MAX_PIPES / inputs));
  const count = Math.min(most, Math.ceil(expectedBytes / segmentBytes) + 1);
  const id = `${process.hrtime.bigint().toString(36)}-${input}`;
  return Array.from({ length: expectedBytes <= segmentBytes ? 1 : count }, (_, i) => join(folder, `${id}-${i}.pipe`));
}

async function makePipes(paths: readonly string[]): Promise<void> {
  for (let i = 0; i < paths.length; i += NAMES_PER_CALL) {
    await promisify(execFile)('mkfifo', ['-m', '600', ...paths.slice(i, i + NAMES_PER_CALL)]);
  }
}

class PipeFeed implements Feed {
  readonly paths: readonly (readonly string[])[];
  failure: EngineError | undefined;
  readonly #inputs: readonly FeedInput[];
  readonly #options: FeedOptions;
  readonly #stopping = new AbortController();
  readonly #sinkOptions: PipeSinkOptions;
  #opening: ReturnType<typeof openInOrder> = new Map();
  #pumping: Promise<void> = Promise.resolve();
  #releasing: NodeJS.Timeout | undefined;

  constructor(inputs: readonly FeedInput[], paths: readonly (readonly string[])[], options: FeedOptions) {
    this.#inputs = inputs;
    this.paths = paths;
    this.#options = options;
    const { signal } = this.#stopping;
    // Every open pipe listens, and so does what reads the source.
    setMaxListeners(0, signal);
    // Every reader may have a whole segment before it, and two are ready for those who come next.
    this.#sinkOptions = { budget: new ByteBudget(2 * options.segmentBytes, signal), maxPendingBytes: options.segmentBytes };
  }

  start(): Promise<void> {
    this.#options.signal.addEventListener('abort', this.#onAbort, { once: true });
    this.#opening = openInOrder(this.paths.flat(), this.#stopping.signal);
    this.#pumping = this.#pump().catch((error: unknown) => {
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
    await Promise.all(this.paths.flat().map((path) => rm(path, { force: true })));
  }

  readonly #onAbort = (): void => this.#release();

  /** Several inputs at once: the next ones are fetched and decoded while DuckDB reads the first. */
  async #pump(): Promise<void> {
    const running = new Set<Promise<void>>();
    let aheadBytes = 0;
    for (const [i, input] of this.#inputs.entries()) {
      while (running.size >= MIN_AHEAD && (running.size >= MAX_AHEAD || aheadBytes + input.expectedBytes > this.#options.segmentBytes * 2)) {
        await Promise.race(running);
      }
      aheadBytes += input.expectedBytes;
      const pumped = this.#pumpInput(input, this.paths[i] ?? []).finally(() => {
        running.delete(pumped);
        aheadBytes -= input.expectedBytes;
      });
      running.add(pumped);
    }
    await Promise.all(running);
  }

  async #pumpInput(input: FeedInput, paths: readonly string[]): Promise<void> {
    const open = new Set<Promise<void>>();
    let opened = 0;
    const openSink = async (index: number): Promise<PipeSink> => {
      opened = index + 1;
      // DuckDB takes them in order, one a thread.
      while (open.size > this.#options.threads + 1) await Promise.race(open);
      const sink = new PipeSink(this.#opening.get(paths[index] ?? '') ?? Promise.resolve(undefined), this.#sinkOptions);
      const closed = sink.closed.finally(() => open.delete(closed));
      open.add(closed);
      return sink;
    };
    await dealSegments(input.open(this.#stopping.signal), openSink, { ...input, count: paths.length, segmentBytes: this.#options.segmentBytes });
    // Pipes that got nothing still have to end: DuckDB opens every one of its list.
    while (opened < paths.length) await (await openSink(opened)).end();
  }

  /** DuckDB cannot be interrupted while it waits on a pipe: give all its waiting readers the end, until it is done. */
  #release(): void {
    this.#stopping.abort();
    this.#releasing ??= setInterval(() => {
      for (const path of this.paths.flat()) releaseReader(path);
    }, RELEASE_EVERY_MS);
  }
}
