import type { Inspected } from '../inspect/inspected.js';
import type { Dialect } from '../inspect/reading.js';

/** Whether DuckDB's parser reads the dialect exactly as it was understood; what it does not is normalised first. */
export function duckdbReads({ reading }: Inspected): boolean {
  const { newline, comment, delimiter, quote, escape } = reading.dialect;
  return (
    !reading.ragged &&
    (newline === '\n' || newline === '\r\n') &&
    comment === '' &&
    Buffer.byteLength(delimiter) === 1 &&
    Buffer.byteLength(quote) <= 1 &&
    (quote === '' || escape === quote)
  );
}

/** Whether DuckDB can open a file by itself: it lies on this disk as plain UTF-8. */
export const isDirect = (file: Inspected): boolean =>
  file.source.localPath !== undefined &&
  file.compression === 'none' &&
  file.encoding === 'utf-8' &&
  !file.hasBom &&
  duckdbReads(file) &&
  hasPlainHeader(file.reading.dialect);

/** DuckDB skips lines, not records: a header over several lines has to be taken off before. */
const hasPlainHeader = ({ headerRecords }: Dialect): boolean => headerRecords <= 1;
