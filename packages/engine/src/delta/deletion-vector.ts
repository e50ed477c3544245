import { crc32 } from 'node:zlib';
import type { RoaringBitmap32 } from 'roaring-wasm';
import { EngineError } from '../errors.js';
import type { Source, Tail } from '../source/source.js';
import type { NamedObject } from '../source/sources.js';
import { mapAtOnce } from '../source/sources.js';
import type { OpenContext } from '../parquet/open-files.js';
import type { DeletionVector } from './actions.js';
import { resolvePath } from './resolve-path.js';
import { decodeZ85 } from './z85.js';

/** A number at the beginning of every serialised vector. */
const MAGIC = 1681511377;
const UUID_DIGITS = 20;
/** Before and after a vector in a file: its size, its checksum. */
const SIZE_BYTES = 4;
const TAIL_BYTES = 1 << 16;

/** The rows that each vector deletes, by their positions in the file, in order. */
export async function readDeletionVectors(root: string, vectors: readonly DeletionVector[], context: OpenContext): Promise<number[][]> {
  const { RoaringBitmap32, roaringLibraryInitialize } = await import('roaring-wasm');
  await roaringLibraryInitialize();
  const files = [...new Set(vectors.flatMap((vector) => vectorPath(root, vector) ?? []))];
  const opened = await context.sources.openTails(files.map((uri): NamedObject => ({ uri })), TAIL_BYTES, context.signal);
  const byUri = new Map(files.map((uri, i) => [uri, opened[i]]));
  return await mapAtOnce(vectors, 16, async (vector) => {
    const uri = vectorPath(root, vector);
    const file = uri === undefined ? undefined : byUri.get(uri);
    const bytes = file === undefined ? decodeZ85(vector.pathOrInlineDv).subarray(0, vector.sizeInBytes) : await readStored(file, vector, context);
    const rows = decodeVector(bytes, uri ?? 'the log', RoaringBitmap32);
    if (rows.length !== vector.cardinality) throw corrupt(uri ?? 'the log', `it deletes ${rows.length} rows, not ${vector.cardinality}`);
    return rows;
  });
}

/** Where a vector is stored, unless the log itself holds it. */
function vectorPath(root: string, { storageType, pathOrInlineDv }: DeletionVector): string | undefined {
  switch (storageType) {
    case 'i':
      return undefined;
    case 'p':
      return resolvePath(root, pathOrInlineDv);
    case 'u': {
      const prefix = pathOrInlineDv.slice(0, -UUID_DIGITS);
      const uuid = decodeZ85(pathOrInlineDv.slice(-UUID_DIGITS)).toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
      return `${root}/${prefix === '' ? '' : `${prefix}/`}deletion_vector_${uuid}.bin`;
    }
    default:
      throw corrupt(root, `it is stored in a way ${JSON.stringify(storageType)} that is not known`);
  }
}

async function readStored(file: Tail, { offset = 0, sizeInBytes }: DeletionVector, { signal, onBytes }: OpenContext): Promise<Buffer> {
  const bytes = await readRange(file, { start: offset, end: offset + SIZE_BYTES + sizeInBytes + SIZE_BYTES }, signal);
  onBytes(bytes.length);
  const vector = bytes.subarray(SIZE_BYTES, SIZE_BYTES + sizeInBytes);
  if (bytes.length < sizeInBytes + 2 * SIZE_BYTES || bytes.readUInt32BE(0) !== sizeInBytes) throw corrupt(file.source.uri, 'its size is not the one in the log');
  if (crc32(vector) !== bytes.readUInt32BE(SIZE_BYTES + sizeInBytes)) throw corrupt(file.source.uri, 'its checksum is wrong');
  return vector;
}

async function readRange({ source, tail }: Tail, { start, end }: { readonly start: number; readonly end: number }, signal: AbortSignal): Promise<Buffer> {
  const tailStart = source.size - tail.length;
  if (start >= tailStart && tail.length > 0) return Buffer.from(tail.subarray(start - tailStart, end - tailStart));
  return await gather(source, { start, end: Math.min(end, source.size) }, signal);
}

async function gather(source: Source, range: { readonly start: number; readonly end: number }, signal: AbortSignal): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of source.read(range, signal)) chunks.push(Uint8Array.from(chunk));
  return Buffer.concat(chunks);
}

/** Roaring's portable format for 64 bits: bitmaps of 32 bits, each after its upper half. */
function decodeVector(bytes: Buffer, where: string, Bitmap: typeof RoaringBitmap32): number[] {
  if (bytes.length < 12 || bytes.readUInt32LE(0) !== MAGIC) throw corrupt(where, 'its format is not known');
  const rows: number[] = [];
  const count = Number(bytes.readBigUInt64LE(4));
  let at = 12;
  for (let i = 0; i < count; i += 1) {
    const upper = bytes.readUInt32LE(at) * 2 ** 32;
    const bitmap = Bitmap.deserialize(bytes.subarray(at + 4), 'portable');
    try {
      for (const lower of bitmap.toUint32Array()) rows.push(upper + lower);
      at += 4 + bitmap.getSerializationSizeInBytes('portable');
    } finally {
      bitmap.dispose();
    }
  }
  return rows;
}

const corrupt = (where: string, why: string): EngineError =>
  new EngineError('DATA_CORRUPT', `A deletion vector in ${where} cannot be read: ${why}`, { hint: 'Check the table with the program that wrote it.' });
