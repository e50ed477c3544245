import { createReadStream, statSync } from 'node:fs';
import { Readable } from 'node:stream';

/** What `put` takes: the bytes themselves, a file that holds them, or a function that makes them when they are read. */
export type ObjectBody = string | Uint8Array | FileBody | GeneratedBody;

export interface FileBody {
  readonly path: string;
}

export interface GeneratedBody {
  readonly size: number;
  /** Bytes from `start` up to but not including `end`; the same ones each time. */
  readonly read: (start: number, end: number) => Uint8Array | Promise<Uint8Array>;
}

export interface ObjectContent {
  readonly size: number;
  /** The bytes where they lie in memory anyway, so that their ETag and checksum are the true ones. */
  readonly bytes?: Uint8Array;
  chunks(start: number, end: number): AsyncIterable<Uint8Array>;
}

const CHUNK_BYTES = 1 << 18;

export function openContent(body: ObjectBody): ObjectContent {
  if (typeof body === 'string') return fromBytes(Buffer.from(body));
  if (body instanceof Uint8Array) return fromBytes(body);
  return 'path' in body ? fromFile(body.path) : fromGenerator(body);
}

const fromBytes = (bytes: Uint8Array): ObjectContent => ({
  bytes,
  ...fromGenerator({ size: bytes.length, read: (start, end) => bytes.subarray(start, end) }),
});

const fromFile = (path: string): ObjectContent => ({
  size: statSync(path).size,
  // `end` of a read stream is inclusive, so it cannot say "nothing".
  chunks: (start, end) => (start === end ? Readable.from([]) : createReadStream(path, { start, end: end - 1, highWaterMark: CHUNK_BYTES })),
});

const fromGenerator = ({ size, read }: GeneratedBody): ObjectContent => ({
  size,
  async *chunks(start, end) {
    for (let at = start; at < end; at += CHUNK_BYTES) {
      const chunkEnd = Math.min(at + CHUNK_BYTES, end);
      const chunk = await read(at, chunkEnd);
      if (chunk.length !== chunkEnd - at) throw new RangeError(`read(${at}, ${chunkEnd}) gave ${chunk.length} bytes`);
      yield chunk;
    }
  },
});
