import { CUT, cutRecords, type CutStream } from '../decode/cut-stream.js';
import { pruneRecords, type KeptColumns } from '../decode/record-pruner.js';
import type { FeedInput } from './feed.js';

/** Where a segment's bytes go. */
export interface SegmentSink {
  write(chunk: Uint8Array): Promise<void>;
  end(): Promise<void>;
}

export interface SegmentOptions {
  /** Bytes of the input that make a segment. */
  readonly segmentBytes: number;
  /** Segments there is room for; the last one takes all that remains. */
  readonly count: number;
  readonly columns: KeptColumns | undefined;
}

/** An input's records, whole or cut down to some columns, with places to cut the stream between two of them. */
export function openSegments(input: FeedInput, { segmentBytes, count, columns }: SegmentOptions, signal: AbortSignal): CutStream {
  const { framing } = input;
  const chunks = input.open(signal);
  return columns === undefined ? cutRecords(chunks, { framing, targetBytes: segmentBytes, maxCuts: count - 1 }) : pruneRecords(chunks, { framing, targetBytes: segmentBytes, ...columns });
}

/**
 * Deals a byte stream out over segments that begin and end with whole records. Every byte passes here in order, so the
 * state of quotes is known, not guessed.
 */
export async function dealSegments(stream: CutStream, openSink: (index: number) => Promise<SegmentSink>, count: number): Promise<void> {
  let index = 0;
  let sink = await openSink(index);
  for await (const item of stream) {
    if (item !== CUT) {
      await sink.write(item);
    } else if (index < count - 1) {
      await sink.end();
      sink = await openSink((index += 1));
    }
  }
  await sink.end();
}
