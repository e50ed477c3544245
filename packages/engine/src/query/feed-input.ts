import type { Framing } from '../decode/record-boundaries.js';
import type { FeedInput } from '../feed/feed.js';
import { normalise, NORMAL_DIALECT } from '../feed/normalise.js';
import type { Inspected } from '../inspect/inspected.js';
import { openText } from '../inspect/open-text.js';
import type { Dialect } from '../inspect/reading.js';
import type { BadRows } from './bad-rows.js';

export interface FeedInputOptions {
  readonly maxRecordBytes: number;
  readonly badRows: BadRows;
}

/** An inspected file as a stream of records: as they stand when DuckDB can read them, else written anew. */
export function feedInput(file: Inspected, { maxRecordBytes, badRows }: FeedInputOptions): FeedInput {
  const { source, reading, dataStart, expectedBytes, parser } = file;
  const common = { uri: source.uri, expectedBytes: Math.max(0, expectedBytes - dataStart) };
  if (parser === 'duckdb') {
    return { ...common, framing: framingOf(reading.dialect), open: (signal) => skipBytes(openText(file, signal, badRows.replaced), dataStart) };
  }
  const options = {
    uri: source.uri,
    reading: file.judgedBy ?? reading,
    maxRecordBytes,
    keep: badRows.mode === 'only' ? 'bad' : 'good',
    onBadRow: badRows.report,
  } as const;
  return { ...common, framing: framingOf(NORMAL_DIALECT), open: (signal) => normalise(openText(file, signal, badRows.replaced), options) };
}

export const framingOf = ({ delimiter, quote, newline }: Dialect): Framing => ({
  delimiter: delimiter.charCodeAt(0),
  quote: quote === '' ? undefined : quote.charCodeAt(0),
  escape: quote === '' ? 'none' : 'doubled',
  newline,
});

async function* skipBytes(chunks: AsyncIterable<Uint8Array>, count: number): AsyncGenerator<Uint8Array> {
  let left = count;
  for await (const chunk of chunks) {
    if (left >= chunk.length) {
      left -= chunk.length;
    } else {
      yield left === 0 ? chunk : chunk.subarray(left);
      left = 0;
    }
  }
}
