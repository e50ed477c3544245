import { openText } from '../inspect/open-text.js';
import type { Framing } from '../decode/record-boundaries.js';
import type { FeedInput } from '../feed/feed.js';
import type { Inspected } from '../inspect/inspected.js';
import type { Dialect } from '../inspect/reading.js';

/** An inspected file as a stream of records. */
export function feedInput(file: Inspected): FeedInput {
  return {
    uri: file.source.uri,
    expectedBytes: Math.max(0, file.expectedBytes - file.dataStart),
    framing: framingOf(file.reading.dialect),
    open: (signal) => skipBytes(openText(file, signal), file.dataStart),
  };
}

const framingOf = ({ delimiter, quote, escape, newline }: Dialect): Framing => ({
  delimiter: Buffer.from(delimiter).at(-1) ?? 0,
  quote: quote === '' ? undefined : quote.charCodeAt(0),
  escape: escape === '\\' ? 'backslash' : quote === '' ? 'none' : 'doubled',
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
