import { detectCompression, type Compression } from '../decode/compression.js';
import { decompress } from '../decode/decompress.js';
import { once } from '../decode/once.js';
import { EngineError } from '../errors.js';
import type { Source } from '../source/source.js';

/** Decoded bytes of the head: dialect, header and types are read from them. */
const HEAD_BYTES = 1 << 18;
/** Compressed bytes that surely unpack to a head. */
const PACKED_HEAD_BYTES = 1 << 20;
/** Of the middle and of the end: a footer or a late change of type shows there. */
const PIECE_BYTES = 1 << 16;

/** Unpacked bytes of a source, in part. */
export interface ByteSample {
  readonly compression: Compression;
  readonly head: Uint8Array;
  /** `head` is all there is. */
  readonly complete: boolean;
  /** From the middle and the end, each at an even offset; only of sources that are not compressed. */
  readonly pieces: readonly Uint8Array[];
}

/** Reads head, middle and end at once: one round trip whatever the size. */
export async function sampleSource(source: Source, signal: AbortSignal): Promise<ByteSample> {
  const { size, uri } = source;
  const headEnd = Math.min(size, /\.(gz|zst|zstd)$/i.test(uri) ? PACKED_HEAD_BYTES : HEAD_BYTES);
  const [raw = EMPTY, ...pieces] = await Promise.all(
    [{ start: 0, end: headEnd }, ...pieceRanges(size)].map((range) => collect(source.read(range, signal))),
  );
  const compression = detectCompression(raw);
  if (compression === 'none') return { compression, head: raw, complete: raw.length === size, pieces };
  const unpacked = await unpackHead(source, compression, raw, signal);
  return { compression, ...unpacked, pieces: [] };
}

const EMPTY = new Uint8Array();

function pieceRanges(size: number): { start: number; end: number }[] {
  if (size < HEAD_BYTES + 2 * PIECE_BYTES) return size > HEAD_BYTES ? [{ start: HEAD_BYTES, end: size }] : [];
  const middle = 2 * Math.floor(size / 4);
  return [
    { start: middle, end: Math.min(size, middle + PIECE_BYTES) },
    { start: 2 * Math.floor((size - PIECE_BYTES) / 2), end: size },
  ];
}

async function unpackHead(source: Source, compression: Compression, raw: Uint8Array, signal: AbortSignal) {
  const wholeSource = raw.length === source.size;
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of decompress(compression, once(raw), { uri: source.uri, signal })) {
      parts.push(chunk);
      length += chunk.length;
      if (length >= HEAD_BYTES) return { head: Buffer.concat(parts), complete: false };
    }
  } catch (error) {
    // The sample ends in the middle of the compressed stream; a fault before that is the file's own.
    if (wholeSource || length === 0 || !(error instanceof EngineError && error.code === 'DATA_CORRUPT')) throw error;
  }
  return { head: Buffer.concat(parts), complete: wholeSource };
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
}
