import type { Inspected } from '../inspect/inspected.js';

/**
 * Whether DuckDB can open a file by itself: it lies on this disk as plain UTF-8, in a dialect that DuckDB reads, and what
 * precedes its records can be skipped as lines.
 */
export const isDirect = ({ source, compression, encoding, hasBom, parser, skippableLines, replaceInvalid }: Inspected): boolean =>
  source.localPath !== undefined &&
  compression === 'none' &&
  encoding === 'utf-8' &&
  !hasBom &&
  !replaceInvalid &&
  parser === 'duckdb' &&
  skippableLines !== undefined;
