import { RecordCutter, type Framing } from '../decode/record-boundaries.js';

/** Where a segment's bytes go. */
export interface SegmentSink {
  write(chunk: Uint8Array): Promise<void>;
  end(): Promise<void>;
}

export interface SegmentOptions {
  readonly framing: Framing;
  /** Segments there is room for; the last one takes all that remains. */
  readonly count: number;
  readonly segmentBytes: number;
}

/**
 * Deals a byte stream out over segments that begin and end with whole records. Every byte passes here in order, so the
 * state of quotes is known, not guessed.
 */
export async function dealSegments(
  chunks: AsyncIterable<Uint8Array>,
  openSink: (index: number) => Promise<SegmentSink>,
  { framing, count, segmentBytes }: SegmentOptions,
): Promise<void> {
  const cutter = new RecordCutter({ ...framing, targetBytes: segmentBytes });
  let index = 0;
  let sink = await openSink(index);
  let position = 0;
  for await (const chunk of chunks) {
    let from = 0;
    for (const cut of index < count - 1 ? cutter.push(chunk) : []) {
      if (index === count - 1) break;
      await sink.write(chunk.subarray(from, cut - position));
      await sink.end();
      from = cut - position;
      sink = await openSink((index += 1));
    }
    if (from < chunk.length) await sink.write(chunk.subarray(from));
    position += chunk.length;
  }
  await sink.end();
}
