import { parseRecords } from './records.js';
import type { Dialect } from './reading.js';

const LINE_ENDS = { '\n': /\n/g, '\r\n': /\r\n/g, '\r': /\r/g, mixed: /\r\n|\n|\r/g } as const;

/** Bytes of UTF-8 before the first record that is data: preamble, comments and header. */
export function dataOffset(head: string, dialect: Dialect): number {
  let line = 0;
  let records = 0;
  for (const record of parseRecords(head, dialect, dialect.headerRecords + 1)) {
    line = record.line;
    records += 1;
  }
  const offset = records > dialect.headerRecords ? lineOffset(head, line, dialect) : head.length;
  return Buffer.byteLength(head.slice(0, offset));
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
