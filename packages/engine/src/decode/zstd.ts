import { setImmediate } from 'node:timers/promises';
import { EngineError } from '../errors.js';
import { partBuffers } from '../source/part-buffers.js';
import { corrupt } from './corrupt.js';
import type { DecompressOptions } from './decompress-options.js';
import { Packer } from './packer.js';
import { ZstdDecoder, ZstdFailure } from './zstd-decoder.js';

/**
 * Decompresses zstd with libzstd in WebAssembly, the same on every Node. Node's own decoder (22.15 and later) is not
 * used: it drops every frame that begins in the middle of a chunk, and on Node 22 takes a cut file for a whole one.
 */
export async function* decompressZstd(chunks: AsyncIterable<Uint8Array>, { uri, signal }: DecompressOptions): AsyncGenerator<Uint8Array> {
  const decoder = await ZstdDecoder.create();
  const packer = new Packer();
  try {
    for await (const chunk of chunks) {
      for (const output of decoder.push(chunk)) {
        yield* packer.add(output);
        await setImmediate(); // libzstd holds the thread, and one chunk may hold gigabytes: let an abort come through.
        signal.throwIfAborted();
      }
      yield* packer.flush();
      partBuffers.giveBack(chunk);
    }
  } catch (error) {
    if (!(error instanceof ZstdFailure)) throw error;
    // What came before a fault is still given: a sample may need no more than that.
    yield* packer.flush();
    throw explain(error, uri, decoder.consumed);
  } finally {
    packer.release();
  }
  if (decoder.withinFrame) throw corrupt({ uri, format: 'zstd', offset: decoder.consumed, reason: 'it ends too early' });
}

/** From libzstd's zstd_errors.h, where these numbers are declared stable. */
const REASONS: Readonly<Record<number, string>> = {
  10: 'something that is no zstd frame',
  20: 'its contents cannot be right',
  22: 'its checksum does not match',
};

function explain(cause: ZstdFailure, uri: string, offset: number): EngineError {
  switch (cause.code) {
    case 16:
      return new EngineError('SOURCE_UNSUPPORTED', `${uri} needs a zstd window of more than 128 MB to unpack`, {
        hint: 'Compress it again without --ultra --long, or with --long=27 at most.',
        cause,
      });
    case 32:
      return new EngineError('SOURCE_UNSUPPORTED', `${uri} was compressed with a zstd dictionary`, {
        hint: 'Compress it again without a dictionary.',
        cause,
      });
    case 64:
      return new EngineError('MEMORY_LIMIT', `Unpacking ${uri} needs more memory than there is`, {
        hint: 'Compress it again with a smaller window (zstd without --long).',
        cause,
      });
    default:
      return corrupt({ uri, format: 'zstd', offset, reason: REASONS[cause.code] ?? cause.message, cause });
  }
}
