import type { Inspected } from '../inspect/inspected.js';

/** Whether DuckDB can read a file by itself: it lies on this disk, as plain UTF-8, in a dialect that DuckDB reads exactly. */
export function isDirect({ source, compression, encoding, hasBom, reading }: Inspected): boolean {
  const { dialect } = reading;
  return (
    source.localPath !== undefined &&
    compression === 'none' &&
    encoding === 'utf-8' &&
    !hasBom &&
    dialect.newline !== 'mixed' &&
    dialect.comment === ''
  );
}
