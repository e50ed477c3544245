/** What can be read, and what is at least recognised so that the error can name it. Brotli has no magic bytes. */
export type Compression = 'none' | 'gzip' | 'zstd' | UnsupportedCompression;

type UnsupportedCompression = 'bzip2' | 'xz' | 'lz4' | 'zip' | '7z' | 'lzip' | 'compress' | 'snappy';

/** Enough of a file's beginning for `detectCompression`, unless zstd's skippable frames come first. */
const MAGIC_BYTES = 16;

/** Of the bytes in hexadecimal. */
const MAGICS: readonly (readonly [Exclude<Compression, 'none'>, RegExp])[] = [
  ['gzip', /^1f8b/],
  ['zstd', /^28b52ffd/],
  // "BZh9" alone could begin a header line: the magic of the first block, or of an empty file's end, must follow.
  ['bzip2', /^425a683[1-9](?:314159265359|177245385090)/],
  ['xz', /^fd377a585a00/],
  ['lz4', /^(?:04224d|02214c)18/],
  ['zip', /^504b(?:0304|0506|0708)/],
  ['7z', /^377abcaf271c/],
  ['lzip', /^4c5a495001/],
  ['compress', /^1f9d/],
  ['snappy', /^ff060000734e61507059/],
];

/** Goes by the magic bytes, never by the name: `.csv` files are often gzipped, `.gz` files often are not. */
export function detectCompression(firstBytes: Uint8Array): Compression {
  const skipped = skippableBytes(firstBytes);
  const beginning = Buffer.from(firstBytes.subarray(skipped, skipped + MAGIC_BYTES)).toString('hex');
  const found = MAGICS.find(([, magic]) => magic.test(beginning));
  if (found !== undefined) return found[0];
  return skipped > 0 ? 'zstd' : 'none';
}

/**
 * zstd and lz4 share the frames that readers skip; what follows them decides, if the sample reaches that far.
 * @see https://www.rfc-editor.org/rfc/rfc8878#name-skippable-frames
 */
function skippableBytes(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  while (at + 8 <= bytes.length && view.getUint32(at, true) >>> 4 === 0x184d2a5) at += 8 + view.getUint32(at + 4, true);
  return Math.min(at, bytes.length);
}
