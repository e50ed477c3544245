import type { Compression } from '../../decode/compression.js';
import type { TypeChecking } from '../column-sql.js';

/** A way of bytes into an answer, of which one number says how fast it is. */
export interface Lane {
  /** As in an answer's `road`, but of one file. */
  readonly road: 'direct' | 'stream' | 'staged' | 'cache';
  readonly where: 'local' | 's3';
  readonly compression: Compression;
  readonly parser: 'duckdb' | 'own';
  readonly checking: TypeChecking;
}

/** Bytes that a question moves along one lane. */
export interface Work {
  readonly lane: Lane;
  /** As they lie, once for each time that they are read. */
  readonly bytes: number;
  /** Those of them that no answer can do without. */
  readonly leastBytes: number;
}

/** What knows each other's speed: checking costs the same share wherever it happens, so it is not learned twice. */
export const laneKey = ({ road, where, compression, parser }: Lane): string => [road, where, compression, parser].join(' ');
