import { RecordCutter, type Framing } from '../decode/record-boundaries.js';
import { createFeed } from '../feed/create-feed.js';
import type { FeedInput } from '../feed/feed.js';
import type { Inspected } from '../inspect/inspected.js';
import type { Source } from '../source/source.js';
import type { BindOptions, BoundPart } from './bind-tables.js';
import { feedInput } from './feed-input.js';

/** The beginning of a part, with a feed of its own that has to be disposed. */
export interface PartHead {
  readonly part: BoundPart;
  /** Whether records were left out, once it was read. */
  isCut(): boolean;
}

/** The first reads of a head; later ones are longer, in case a few bytes were not enough. */
const FIRST_READ_BYTES = 1 << 17;
const LONGEST_READ_BYTES = 1 << 23;

/** Gives the first records of a part, of about so many decoded bytes, and reads hardly more of its sources. */
export async function openPartHead(part: BoundPart, bytes: number, options: BindOptions): Promise<PartHead> {
  const files = filesFor(part.files, bytes);
  let isCut = files.length < part.files.length;
  const onCut = (): void => {
    isCut = true;
  };
  const inputs = files.map((file) => headInput(feedInput({ ...file, source: inGrowingReads(file.source) }, options), bytes, onCut));
  const feed = await createFeed(inputs, options);
  const filenames = part.filenames && feed.paths.flatMap((list, i) => list.map(() => files[i]?.source.uri ?? ''));
  return { part: { ...part, paths: feed.paths.flat(), feed, ...(filenames === undefined ? {} : { filenames }) }, isCut: () => isCut };
}

/** As many as are expected to hold the bytes. */
function filesFor(files: readonly Inspected[], bytes: number): readonly Inspected[] {
  let sum = 0;
  const enough = files.findIndex(({ expectedBytes }) => (sum += expectedBytes) >= bytes);
  return enough < 0 ? files : files.slice(0, enough + 1);
}

const headInput = (input: FeedInput, bytes: number, onCut: () => void): FeedInput => ({
  ...input,
  expectedBytes: Math.min(input.expectedBytes, bytes),
  open: (signal) => firstRecords(input.open(signal), { ...input.framing, targetBytes: bytes }, onCut),
});

/** Ends a stream after the record in which so many bytes are reached. */
export async function* firstRecords(chunks: AsyncIterable<Uint8Array>, options: Framing & { readonly targetBytes: number }, onCut: () => void): AsyncGenerator<Uint8Array> {
  const cutter = new RecordCutter(options);
  let position = 0;
  for await (const chunk of chunks) {
    const [cut] = cutter.push(chunk);
    if (cut !== undefined) {
      // Whether anything follows is not looked up: that could take another read.
      onCut();
      yield chunk.subarray(0, cut - position);
      return;
    }
    yield chunk;
    position += chunk.length;
  }
}

/** A source that is read one range after the other, each twice as long, so that who stops early has asked for little. */
export function inGrowingReads(source: Source): Source {
  return {
    ...source,
    async *read({ start, end }, signal) {
      let length = FIRST_READ_BYTES;
      for (let at = start; at < end; at += length, length = Math.min(length * 2, LONGEST_READ_BYTES)) {
        yield* source.read({ start: at, end: Math.min(end, at + length) }, signal);
      }
    },
  };
}
