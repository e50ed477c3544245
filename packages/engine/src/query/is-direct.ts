import type { Inspected } from '../inspect/inspected.js';

/**
 * Whether DuckDB can open a file by itself: it lies on this disk as plain UTF-8, in a dialect that DuckDB reads. It skips
 * lines, not records: a header over several lines has to be taken off before.
 */
export const isDirect = ({ source, compression, encoding, hasBom, parser, reading }: Inspected): boolean =>
  source.localPath !== undefined &&
  compression === 'none' &&
  encoding === 'utf-8' &&
  !hasBom &&
  parser === 'duckdb' &&
  reading.dialect.headerRecords <= 1;
