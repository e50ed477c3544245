import type { Framing } from '../decode/record-boundaries.js';
import type { KeptColumns } from '../decode/record-pruner.js';
import type { EngineError } from '../errors.js';

/** One object's records on their way to DuckDB: decoded UTF-8, header and preamble already taken off. */
export interface FeedInput {
  /** For messages. */
  readonly uri: string;
  /** A guess at the decoded size; how many pipes the records are spread over depends on it, nothing else does. */
  readonly expectedBytes: number;
  /** How records end, so that they are never cut in two. */
  readonly framing: Framing;
  open(signal: AbortSignal): AsyncIterable<Uint8Array>;
}

/** The paths that `read_csv` is given, and the bytes that appear in them. */
export interface Feed extends AsyncDisposable {
  /** By input; DuckDB reads each list in this order. */
  readonly paths: readonly (readonly string[])[];
  /**
   * Begins to move bytes; resolves when DuckDB may begin to read.
   * @param columns those that records are cut down to, if not all are needed
   */
  start(columns?: KeptColumns): Promise<void>;
  /**
   * Ends the feed: stops reading the sources and lets every reader that still waits see the end of its pipe.
   * A broken feed looks like a complete one to DuckDB, so rows count only after this returned without a failure.
   */
  stop(): Promise<void>;
  /** What broke, if anything did. Reading less than everything is no failure: DuckDB may need no more. */
  readonly failure: EngineError | undefined;
}

export interface FeedOptions {
  /** Windows has no FIFOs: there, decoded bytes go through temporary files. @see feedKind */
  readonly kind: FeedKind;
  /** A folder that DuckDB may read. */
  readonly folder: string;
  readonly threads: number;
  readonly segmentBytes: number;
  readonly maxTempBytes: number;
  readonly signal: AbortSignal;
}

export type FeedKind = 'pipes' | 'files';

export const feedKind = (platform: NodeJS.Platform = process.platform): FeedKind => (platform === 'win32' ? 'files' : 'pipes');
