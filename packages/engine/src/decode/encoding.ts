import { EngineError } from '../errors.js';
import { abortable } from './abortable.js';
import { codecOf, type Codec } from './codec.js';
import { detectLegacyEncoding } from './detect-legacy.js';
import { detectUnicode, findByteOrderMark } from './detect-unicode.js';
import { ENCODING_LABELS, type Encoding } from './encoding-labels.js';
import { nearest } from './nearest.js';

export type { Encoding };

export interface DetectedEncoding {
  readonly encoding: Encoding;
  /** 1 is certain; below 0.5 it is a guess that deserves a warning. */
  readonly confidence: number;
  /** Length of the byte-order mark, 0 without one. */
  readonly bomBytes: number;
}

/** Guesses from a file's beginning. When it is not the whole file (`complete`), it may end within a character. */
export function detectEncoding(sample: Uint8Array, options: { readonly complete: boolean }): DetectedEncoding {
  const bytes = Buffer.from(sample.buffer, sample.byteOffset, sample.byteLength);
  return detectUnicode(bytes, options) ?? { ...detectLegacyEncoding(bytes, options), bomBytes: 0 };
}

const normalise = (label: string): string => label.toLowerCase().replace(/[^a-z0-9]/g, '');

const BY_LABEL: ReadonlyMap<string, Encoding> = new Map(
  Object.entries(ENCODING_LABELS).flatMap(([name, labels]) =>
    [name, ...labels].map((label) => [normalise(label), name as Encoding] as const),
  ),
);

/**
 * The encoding that a label names, whatever its case and punctuation. `utf-16` and `utf-32` take their byte order from
 * the mark at the beginning of `sample`, and are little-endian without one.
 * @throws EngineError USAGE
 */
export function parseEncoding(label: string, sample: Uint8Array = new Uint8Array()): Encoding {
  const key = normalise(label);
  if (key === 'utf16' || key === 'utf32') {
    const marked = findByteOrderMark(sample)?.encoding;
    if (marked !== undefined && normalise(marked).startsWith(key)) return marked;
    return key === 'utf16' ? 'utf-16le' : 'utf-32le';
  }
  const encoding = BY_LABEL.get(key);
  if (encoding !== undefined) return encoding;
  throw new EngineError('USAGE', `There is no encoding "${label}"`, {
    hint: `The nearest names are ${nearest(label, Object.keys(ENCODING_LABELS), 3).join(', ')}.`,
  });
}

export interface DecodeOptions {
  /** For messages. */
  readonly uri: string;
  /** What becomes of bytes that the encoding does not allow. */
  readonly onInvalid: 'error' | 'replace';
  /** Aborting ends the stream at once with the signal's reason. */
  readonly signal: AbortSignal;
  /** Told how many U+FFFD were put in, each time some were. */
  readonly onReplaced?: (count: number) => void;
}

/**
 * Decodes to UTF-8, without the byte-order mark. Valid UTF-8 and ASCII pass without being copied; UTF-8 is checked as
 * well, at more than ten times the speed of anything else that happens to it. How the bytes are cut into chunks never
 * changes the text. (GB18030 and UTF-32 that spell out U+FFFD itself count as invalid.)
 * @throws EngineError DATA_ENCODING
 */
export async function* decodeToUtf8(
  encoding: Encoding,
  chunks: AsyncIterable<Uint8Array>,
  options: DecodeOptions,
): AsyncGenerator<Uint8Array> {
  const codec = codecOf(encoding);
  let offset = 0;
  for await (const piece of wholeCharacters(abortable(chunks, options.signal), codec, options.uri)) {
    const text = decodePiece(piece, codec, { ...options, encoding, offset });
    const marked = offset === 0 && text.length >= 3 && text[0] === 0xef && text[1] === 0xbb && text[2] === 0xbf;
    offset += piece.length;
    yield marked ? text.subarray(3) : text;
  }
}

/** A field of so many bytes without one space, comma, quote or newline is no CSV. */
const MAX_PIECE_BYTES = 1 << 24;

/** Pieces that begin and end between characters, so that none of them is decoded in two halves. */
async function* wholeCharacters(chunks: AsyncIterable<Uint8Array>, codec: Codec, uri: string): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const whole = codec.wholeBytes(bytes);
    if (whole > 0) yield bytes.subarray(0, whole);
    rest = bytes.subarray(whole);
    if (rest.length > MAX_PIECE_BYTES) {
      throw new EngineError('DATA_ENCODING', `${uri} has no separator in ${rest.length} bytes`, {
        hint: 'Check that it is a text file, and its encoding.',
      });
    }
  }
  if (rest.length > 0) yield rest;
}

interface PieceOptions extends DecodeOptions {
  readonly encoding: Encoding;
  /** Of the piece in the file. */
  readonly offset: number;
}

function decodePiece(piece: Buffer, codec: Codec, options: PieceOptions): Uint8Array {
  const { encoding, offset, uri } = options;
  if (codec.isUtf8(piece)) return piece;
  const { text, replaced } = codec.decode(piece);
  if (replaced > 0 && options.onInvalid === 'error') {
    const bad = codec.firstInvalid(piece);
    throw new EngineError('DATA_ENCODING', `${uri} is not valid ${encoding}: what stands at byte ${offset + bad} is no character`, {
      hint: 'Name the encoding it has, or ask for such bytes to be replaced.',
    });
  }
  if (replaced > 0) options.onReplaced?.(replaced);
  return Buffer.from(text);
}
