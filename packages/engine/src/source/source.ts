import type { EngineError } from '../errors.js';

/** Bytes from `start` up to but not including `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * One object or file, pinned to the version that was there when it was opened. Does I/O only: no decoding, no SQL.
 * Every read either gives bytes of that version or fails; bytes of two versions are never mixed.
 */
export interface Source {
  /** As people write it: `s3://bucket/key`, or the path of a file. */
  readonly uri: string;
  /** Bytes as they lie, compressed or not. */
  readonly size: number;
  /** S3's ETag, or for a file its modification time, size and inode in hexadecimal. */
  readonly etag: string;
  readonly modified: Date;
  /** Where DuckDB could read the file by itself; absent for what lies elsewhere. */
  readonly localPath?: string;
  /**
   * Bytes in order. Aborting destroys the connections in use.
   * @throws EngineError SOURCE_CHANGED, SOURCE_UNAVAILABLE, SOURCE_DENIED, SOURCE_NOT_FOUND, CANCELLED
   */
  read(range: ByteRange, signal: AbortSignal): AsyncIterable<Uint8Array>;
  /** Bytes that opening it has received. @default 0 */
  readonly openedBytes?: number;
  /** How many bytes from its beginning are in memory just now, so that reading them receives nothing. @default none ever are */
  heldBytes?(): number;
  /** The version is the one that was opened last, and nobody has said yet that it still is the current one. */
  readonly isAsLastSeen?: true;
  /** Throws SOURCE_CHANGED when the object is no longer the one that was opened. */
  assertUnchanged(signal: AbortSignal): Promise<void>;
}

/** A named object in a listing, not yet opened. */
export interface ListedObject {
  readonly uri: string;
  readonly size: number;
  readonly etag: string;
  readonly modified: Date;
}

/** Whether a place answered, and why not. */
export interface PlaceCheck {
  readonly uri: string;
  readonly failure?: EngineError;
}

/** An opened object with its last bytes. */
export interface Tail {
  readonly source: Source;
  readonly tail: Uint8Array;
}

/** A place that holds objects: one for local files, one for S3. */
export interface SourceProvider {
  /**
   * Opens one object by its exact name.
   * @param listed what a listing just said about it, which can save a request
   */
  open(uri: string, signal: AbortSignal, listed?: ListedObject): Promise<Source>;
  /**
   * One object as it was when last opened, without a wait: whether it still is so is asked meanwhile, and `assertUnchanged` waits for
   * what comes of that. Undefined for what was not opened before.
   */
  reopen?(uri: string, signal: AbortSignal): Source | undefined;
  /**
   * Opens an object by its last bytes, where Parquet has its directory. What DuckDB opens by itself gives none.
   * @param listed what a listing just said about it, which pins its version
   */
  openTail(uri: string, bytes: number, signal: AbortSignal, listed?: ListedObject): Promise<Tail>;
  /** Everything below a folder, whose name is taken as it is, sorted by name. A folder that is not there has nothing in it. */
  listFolder(folder: string, signal: AbortSignal): Promise<ListedObject[]>;
  /** Objects that match a glob, sorted by name; more than `maxObjects` is an error, never a cut list. */
  list(glob: string, signal: AbortSignal): Promise<ListedObject[]>;
  /** Asks each place that may be read whether it answers. */
  check?(signal: AbortSignal): Promise<PlaceCheck[]>;
  /** Closes what it keeps open. */
  dispose?(): void;
}
