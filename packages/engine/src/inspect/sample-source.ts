import { detectCompression, type Compression } from '../decode/compression.js';
import { decompress } from '../decode/decompress.js';
import { once } from '../decode/once.js';
import { EngineError } from '../errors.js';
import type { Source } from '../source/source.js';

/** How much of a source is looked at. */
interface SampleSize {
  /** Decoded bytes of the head: dialect, header and types are read from them. */
  readonly headBytes: number;
  /** Compressed bytes that surely unpack to a head. */
  readonly packedHeadBytes: number;
  /** Of the middle and of the end: a footer or a late change of type shows there. */
  readonly pieceBytes: number;
}

const WHOLE: SampleSize = { headBytes: 1 << 18, packedHeadBytes: 1 << 20, pieceBytes: 1 << 16 };
const SMALLEST: SampleSize = { headBytes: 1 << 15, packedHeadBytes: 1 << 16, pieceBytes: 1 << 13 };
/** Files of one table that are all looked at as closely as a single one; more of them share what these get. */
const FILES_AT_FULL_SIZE = 16;

/** Files of one table are much alike: looking at hundreds of them as closely as at one would take longer than to read them. */
function sampleSize(files: number): SampleSize {
  const share = Math.min(1, FILES_AT_FULL_SIZE / files);
  const part = (key: keyof SampleSize): number => Math.max(SMALLEST[key], Math.floor(WHOLE[key] * share));
  return { headBytes: part('headBytes'), packedHeadBytes: part('packedHeadBytes'), pieceBytes: part('pieceBytes') };
}

/** Unpacked bytes of a source, in part. */
export interface ByteSample {
  readonly compression: Compression;
  readonly head: Uint8Array;
  /** `head` is all there is. */
  readonly complete: boolean;
  /** From the middle and the end, each at an even offset; only of sources that are not compressed. */
  readonly pieces: readonly Uint8Array[];
}

/**
 * Reads head, middle and end at once: one round trip whatever the size.
 * @param files how many files the table has
 */
export async function sampleSource(source: Source, files: number, signal: AbortSignal): Promise<ByteSample> {
  const wanted = sampleSize(files);
  const { size, uri } = source;
  const headEnd = Math.min(size, /\.(gz|zst|zstd)$/i.test(uri) ? wanted.packedHeadBytes : wanted.headBytes);
  const [raw = EMPTY, ...pieces] = await Promise.all(
    [{ start: 0, end: headEnd }, ...pieceRanges(size, wanted)].map((range) => collect(source.read(range, signal))),
  );
  const compression = detectCompression(raw);
  if (compression === 'none') return { compression, head: raw, complete: raw.length === size, pieces };
  const unpacked = await unpackHead({ source, compression, raw, wanted }, signal);
  return { compression, ...unpacked, pieces: [] };
}

const EMPTY = new Uint8Array();

function pieceRanges(size: number, { headBytes, pieceBytes }: SampleSize): { start: number; end: number }[] {
  if (size < headBytes + 2 * pieceBytes) return size > headBytes ? [{ start: headBytes, end: size }] : [];
  const middle = 2 * Math.floor(size / 4);
  return [
    { start: middle, end: Math.min(size, middle + pieceBytes) },
    { start: 2 * Math.floor((size - pieceBytes) / 2), end: size },
  ];
}

interface PackedSample {
  readonly source: Source;
  readonly compression: Compression;
  readonly raw: Uint8Array;
  readonly wanted: SampleSize;
}

async function unpackHead({ source, compression, raw, wanted }: PackedSample, signal: AbortSignal) {
  const wholeSource = raw.length === source.size;
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of decompress(compression, once(raw), { uri: source.uri, signal })) {
      parts.push(chunk);
      length += chunk.length;
      if (length >= wanted.headBytes) return { head: Buffer.concat(parts), complete: false };
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
