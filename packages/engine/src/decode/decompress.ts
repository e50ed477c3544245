import { EngineError } from '../errors.js';
import { abortable } from './abortable.js';
import type { Compression } from './compression.js';
import type { DecompressOptions } from './decompress-options.js';
import { gunzip } from './gunzip.js';
import { decompressZstd } from './zstd.js';

/**
 * Decompresses a stream and verifies it: what has no valid checksum or does not end properly is an error, if only
 * at the end. Reads no faster than the consumer, and frees everything when the consumer stops early.
 * @throws EngineError SOURCE_UNSUPPORTED at once; DATA_CORRUPT while reading
 */
export function decompress(kind: Compression, chunks: AsyncIterable<Uint8Array>, options: DecompressOptions): AsyncIterable<Uint8Array> {
  const input = abortable(chunks, options.signal);
  switch (kind) {
    case 'none':
      return input;
    case 'gzip':
      return gunzip(input, options);
    case 'zstd':
      return decompressZstd(input, options);
    default:
      throw new EngineError('SOURCE_UNSUPPORTED', `${options.uri} is compressed with ${kind}, which cannot be read as a stream of CSV`, {
        hint: 'Unpack it, or compress it again with gzip or zstd.',
      });
  }
}
