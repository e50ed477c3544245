import { findTable } from '../../delta/snapshot.js';
import { EngineError } from '../../errors.js';
import type { FoundTable } from '../../delta/snapshot.js';
import type { NamedObject, Sources } from '../../source/sources.js';
import { isGlob, parseUri } from '../../source/uri.js';

/** What a table's names stand for, if that is Parquet. */
export type FoundColumnar = { readonly kind: 'delta'; readonly found: FoundTable } | { readonly kind: 'parquet'; readonly objects: readonly NamedObject[]; /** Their names from where their table begins. */ readonly below: readonly string[] };

export interface FindOptions {
  readonly sources: Sources;
  readonly signal: AbortSignal;
  readonly maxObjects: number;
  /** What the statement calls it: then it must be that. */
  readonly format?: 'delta' | 'parquet' | 'csv' | undefined;
}

const PARQUET = /\.(parquet|parq|pq)$/i;
/** Names of what is surely no folder. */
const OTHER_FILE = /\.(csv|tsv|psv|txt|dat|json|gz|gzip|zst|zstd|xlsx?)$/i;
/** The version of a Delta table. */
const VERSIONED = /@(v\d{1,15}|\d{17})$/;

/** @returns `undefined` for what is read as CSV */
export async function findColumnar(uris: readonly string[], options: FindOptions): Promise<FoundColumnar | undefined> {
  const [uri = '', ...others] = uris;
  if (options.format === 'csv') return undefined;
  if (others.length === 0) {
    const found = await findDelta(uri, options);
    if (found !== undefined) return { kind: 'delta', found };
  }
  if (options.format === 'delta' || (others.length === 0 && VERSIONED.test(uri))) throw noTable(uri);
  const parts = await Promise.all(uris.map(async (name) => ({ name, objects: await parquetObjects(name, options) })));
  const objects = parts.flatMap((part) => part.objects);
  if (objects.length === 0) {
    if (options.format === undefined) return undefined;
    throw new EngineError('SOURCE_NOT_FOUND', `There is no Parquet file ${uri}`, { hint: "Name a file, a folder that ends in /, or a pattern such as 's3://bucket/*.parquet'.", uri });
  }
  if (objects.length > options.maxObjects) throw new EngineError('SCAN_LIMIT', `${uri} holds more than ${options.maxObjects} Parquet files`, { hint: 'Name a folder within it, or raise --max-objects.' });
  const below = parts.flatMap(({ name, objects: found }) => found.map((object) => (object.listed === undefined ? '' : object.uri.slice(baseOf(name).length))));
  return { kind: 'parquet', objects, below };
}

/** A Delta table, if the name is of one. */
export async function findDelta(uri: string, { sources, signal, format }: Omit<FindOptions, 'maxObjects'>): Promise<FoundTable | undefined> {
  const isMeant = format === 'delta' || uri.endsWith('/') || VERSIONED.test(uri);
  if (format === 'parquet' || (!isMeant && (isGlob(uri) || OTHER_FILE.test(uri) || (isInS3(uri) && PARQUET.test(uri))))) return undefined;
  try {
    return await findTable(uri, { sources, signal });
  } catch (error) {
    // It may be a file, and a file need not lie where folders may be listed.
    if (isMeant || !(error instanceof EngineError)) throw error;
    return undefined;
  }
}

const isInS3 = (uri: string): boolean => parseUri(uri).kind === 's3';

async function parquetObjects(uri: string, { sources, signal, format }: FindOptions): Promise<NamedObject[]> {
  const isForced = format === 'parquet';
  if (isGlob(uri)) return isForced || PARQUET.test(uri) ? (await sources.list(uri, signal)).map((listed) => ({ uri: listed.uri, listed })) : [];
  if (OTHER_FILE.test(uri) && !isForced) return [];
  const isFolder = uri.endsWith('/') || (!isInS3(uri) && (await isThere(uri, sources, signal)));
  if (!isFolder) return isForced || PARQUET.test(uri) ? [{ uri }] : [];
  const listed = await sources.listFolder(uri, signal);
  return listed.filter((object) => PARQUET.test(object.uri) && !isHidden(object.uri.slice(uri.replace(/\/+$/, '').length))).map((object) => ({ uri: object.uri, listed: object }));
}

/** Whether a name on this disk is of a folder with something in it. */
const isThere = async (uri: string, sources: Sources, signal: AbortSignal): Promise<boolean> =>
  (await sources.listFolder(uri, signal).catch(() => [])).length > 0;

/** Where a folder's own part of names ends; what a pattern found may be named in full. */
const baseOf = (name: string): string => (isGlob(name) ? '' : `${name.replace(/\/+$/, '')}/`);

/** Writers put what is no data under names that begin so. */
const isHidden = (below: string): boolean => below.split('/').some((name) => /^[_.]/.test(name));

const noTable = (uri: string): EngineError =>
  new EngineError('SOURCE_NOT_FOUND', `${uri} is no Delta table: it has no _delta_log`, { hint: 'Name the folder that holds _delta_log.', uri });
