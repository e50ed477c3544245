import { RecordCutter, type Framing } from './record-boundaries.js';

/** Stands between two chunks where one record has ended and none has begun. */
export const CUT = Symbol('cut');

/** A stream of bytes with some of the places where it may be cut. */
export type CutStream = AsyncGenerator<Uint8Array | typeof CUT>;

export interface CutOptions {
  readonly framing: Framing;
  readonly targetBytes: number;
  /** Behind the last one bytes are not looked at. */
  readonly maxCuts: number;
}

/** Finds places to cut, `targetBytes` or a little more apart; the bytes pass as they are. */
export async function* cutRecords(chunks: AsyncIterable<Uint8Array>, { framing, targetBytes, maxCuts }: CutOptions): CutStream {
  const cutter = new RecordCutter({ ...framing, targetBytes });
  let cuts = 0;
  let position = 0;
  for await (const chunk of chunks) {
    let from = 0;
    for (const cut of cuts < maxCuts ? cutter.push(chunk) : []) {
      if (cuts === maxCuts) break;
      cuts += 1;
      yield chunk.subarray(from, cut - position);
      yield CUT;
      from = cut - position;
    }
    if (from < chunk.length) yield chunk.subarray(from);
    position += chunk.length;
  }
}
