import { symlink, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { EngineError } from '../errors.js';
import type { Source, Tail } from '../source/source.js';
import { mapAtOnce, type NamedObject, type Sources } from '../source/sources.js';
import type { Borrowed } from './parquet-shelf.js';
import { SparseFile } from './sparse-file.js';

export interface OpenContext {
  readonly sources: Sources;
  /** A folder of the question's own that DuckDB may read; what is put there goes with the question. */
  readonly folder: string;
  readonly signal: AbortSignal;
  /** What is here of objects that lie elsewhere. */
  readonly borrowed: Borrowed;
  /** Told of bytes that came from elsewhere than this disk. */
  readonly onBytes: (bytes: number) => void;
}

/** A Parquet file whose directory DuckDB can read. */
export interface OpenFile {
  readonly source: Source;
  readonly path: string;
  /** Where it lies elsewhere: what has been brought of it. */
  readonly brought?: SparseFile;
}

/** A footer is rarely longer; then it takes a second request. */
const TAIL_BYTES = 1 << 16;
const MAGIC = 'PAR1';
/** Footer length and magic number. */
const TRAILER_BYTES = 8;

/** Opens Parquet files, each with its footer. Names in the question's folder follow `id`. */
export async function openParquetFiles(objects: readonly NamedObject[], id: string, context: OpenContext): Promise<OpenFile[]> {
  const tails = await context.sources.openTails(objects, TAIL_BYTES, context.signal);
  return await mapAtOnce([...tails.entries()], 16, async ([i, tail]) => await openOne(tail, join(context.folder, `${id}-${i}.parquet`), context));
}

async function openOne({ source, tail }: Tail, link: string, { folder, borrowed, signal, onBytes }: OpenContext): Promise<OpenFile> {
  if (source.localPath !== undefined) return { source, path: await pathWithoutWildcards(source.localPath, link, folder) };
  onBytes(tail.length);
  const trailer = tail.subarray(-TRAILER_BYTES);
  if (trailer.length < TRAILER_BYTES || Buffer.from(trailer.subarray(4)).toString('latin1') !== MAGIC) throw notParquet(source.uri);
  const footerBytes = Buffer.from(trailer).readUInt32LE(0) + TRAILER_BYTES;
  if (footerBytes > source.size) throw notParquet(source.uri);
  const brought = borrowed.fileOf(source);
  await brought.put(source.size - tail.length, tail);
  onBytes(await brought.bring([{ start: source.size - footerBytes, end: source.size }], signal));
  return { source, path: brought.path, brought };
}

/** DuckDB takes wildcards in a path for a pattern; a link has a plain name, and leads nowhere that may not be read. */
async function pathWithoutWildcards(path: string, link: string, folder: string): Promise<string> {
  if (!/[*?[\]{}]/.test(path)) return path;
  const to = join(folder, basename(link));
  await symlink(path, to);
  return to;
}

const notParquet = (uri: string): EngineError =>
  new EngineError('DATA_CORRUPT', `${uri} is not a whole Parquet file`, { hint: 'Check that it was written to its end.', uri });

/** Objects on this disk, whole: where they lie, or copies under the names that they have. */
export async function bringWhole(objects: readonly NamedObject[], context: OpenContext): Promise<string[]> {
  const tails = await context.sources.openTails(objects, 1 << 20, context.signal);
  return await mapAtOnce(tails, 16, async ({ source, tail }) => {
    const path = join(context.folder, basename(source.uri));
    if (source.localPath !== undefined) return await pathWithoutWildcards(source.localPath, path, context.folder);
    if (tail.length === source.size) await writeFile(path, tail, { mode: 0o600 });
    else {
      const file = new SparseFile(path, source);
      await file.put(source.size - tail.length, tail);
      await file.bring([{ start: 0, end: source.size }], context.signal);
    }
    context.onBytes(source.size);
    return path;
  });
}
