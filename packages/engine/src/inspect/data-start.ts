import { parseRecords } from './records.js';
import type { Inspected } from './inspected.js';
import type { Dialect } from './reading.js';

const LINE_ENDS = { '\n': /\n/g, '\r\n': /\r\n/g, '\r': /\r/g, mixed: /\r\n|\n|\r/g } as const;

/** Where the first record that is data begins: behind preamble, comments and header. */
export function whereDataStarts(head: string, dialect: Dialect): Pick<Inspected, 'dataStart' | 'skippableLines'> {
  let line = 0;
  let records = 0;
  for (const record of parseRecords(head, dialect, dialect.headerRecords + 1)) {
    line = record.line;
    records += 1;
  }
  const before = head.slice(0, records > dialect.headerRecords ? lineOffset(head, line, dialect) : head.length);
  return { dataStart: Buffer.byteLength(before), skippableLines: skippableLines(before, dialect) };
}

/** DuckDB follows quotes while it skips lines: one that is left open would swallow the file. */
function skippableLines(before: string, { quote, newline }: Dialect): number | undefined {
  const lines = before.split(LINE_ENDS[newline]);
  const last = lines.pop();
  const isOpen = (line: string): boolean => quote !== '' && line.split(quote).length % 2 === 0;
  return last !== '' || lines.some(isOpen) ? undefined : lines.length;
}

/** Characters before a physical line, counted from 1. */
function lineOffset(text: string, line: number, { newline }: Dialect): number {
  let offset = 0;
  for (const end of text.matchAll(LINE_ENDS[newline])) {
    if (line <= 1) break;
    offset = end.index + end[0].length;
    line -= 1;
  }
  return line <= 1 ? offset : text.length;
}
