import type { Compression } from '../../decode/compression.js';

/** A way of bytes into an answer, of which one number says how fast it is. */
export interface Lane {
  /** As in an answer's `road`, but of one file. */
  readonly road: 'direct' | 'stream' | 'staged' | 'cache' | 'columns';
  readonly where: 'local' | 's3';
  readonly compression: Compression;
  readonly parser: 'duckdb' | 'own';
  /** Columns whose every value is checked against its type. */
  readonly checkedColumns: number;
}

/** Bytes that a question moves along one lane. */
export interface Work {
  readonly lane: Lane;
  /** As they lie, once for each time that they are read. */
  readonly bytes: number;
  /** Those of them that no answer can do without. */
  readonly leastBytes: number;
}

/** Lanes that tell of each other's speed. What checking adds is a share that is known, so it is not learned apart. */
export const laneKey = ({ road, where, compression, parser }: Lane): string => [road, where, compression, parser].join(' ');
