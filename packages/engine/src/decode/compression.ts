/** What can be read, and what is at least recognised so that the error can name it. Brotli has no magic bytes. */
export type Compression = 'none' | 'gzip' | 'zstd' | UnsupportedCompression;

export type UnsupportedCompression = 'bzip2' | 'xz' | 'lz4' | 'zip' | '7z' | 'lzip' | 'compress' | 'snappy';

/** Enough of a file's beginning for `detectCompression`, unless zstd's skippable frames come first. */
export const MAGIC_BYTES = 16;

const MAGICS: readonly (readonly [Exclude<Compression, 'none'>, RegExp])[] = [
  ['gzip', /^\x1f\x8b/],
  ['zstd', /^\x28\xb5\x2f\xfd/],
  // "BZh9" alone could begin a header line: the magic of the first block, or of an empty file's end, must follow.
  ['bzip2', /^BZh[1-9](?:1AY&SY|\x17rE8P\x90)/],
  ['xz', /^\xfd7zXZ\0/],
  ['lz4', /^(?:\x04\x22\x4d|\x02\x21\x4c)\x18/],
  ['zip', /^PK(?:\x03\x04|\x05\x06|\x07\x08)/],
  ['7z', /^7z\xbc\xaf\x27\x1c/],
  ['lzip', /^LZIP\x01/],
  ['compress', /^\x1f\x9d/],
  ['snappy', /^\xff\x06\0\0sNaPpY/],
];

/** Goes by the magic bytes, never by the name: `.csv` files are often gzipped, `.gz` files often are not. */
export function detectCompression(firstBytes: Uint8Array): Compression {
  const skipped = skippableBytes(firstBytes);
  const beginning = Buffer.from(firstBytes.subarray(skipped, skipped + MAGIC_BYTES)).toString('latin1');
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
