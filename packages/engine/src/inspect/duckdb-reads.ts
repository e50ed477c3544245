import type { Reading } from './reading.js';

/** Whether DuckDB's parser reads a dialect exactly as it was understood. */
export function duckdbReads({ dialect, columns, ragged }: Reading): boolean {
  const { newline, comment, delimiter, blanks, quote, escape } = dialect;
  return (
    !ragged &&
    // A blank line is a row of NULL to DuckDB when there is one column, and no record everywhere else.
    columns.length > 1 &&
    (newline === '\n' || newline === '\r\n') &&
    comment === '' &&
    Buffer.byteLength(delimiter) === 1 &&
    blanks === undefined &&
    Buffer.byteLength(quote) <= 1 &&
    (quote === '' || escape === quote)
  );
}
