import picocolors from 'picocolors';
import { toEngineError, type ErrorCode } from '../errors.js';
import type { Format } from '../result/formats/format-answer.js';
import { visibleText } from '../result/formats/visible-text.js';

const FAULT = 1;
const STATEMENT = 2;
const REFUSED = 3;
const NO_SOURCE = 4;
const LIMIT = 5;
const BAD_DATA = 6;
/** 128 + SIGINT, as shells have it. */
const INTERRUPTED = 130;

const EXIT_CODES: Readonly<Record<ErrorCode, number>> = {
  USAGE: STATEMENT,
  SQL_SYNTAX: STATEMENT,
  SQL_REFUSED: REFUSED,
  SQL_FAILED: STATEMENT,
  UNKNOWN_COLUMN: STATEMENT,
  UNKNOWN_TABLE: STATEMENT,
  SOURCE_NOT_FOUND: NO_SOURCE,
  SOURCE_DENIED: NO_SOURCE,
  SOURCE_NOT_ALLOWED: REFUSED,
  SOURCE_UNSUPPORTED: NO_SOURCE,
  SOURCE_UNAVAILABLE: NO_SOURCE,
  SOURCE_CHANGED: BAD_DATA,
  DATA_CORRUPT: BAD_DATA,
  DATA_ENCODING: BAD_DATA,
  DATA_NOT_CSV: BAD_DATA,
  DATA_DIALECT: BAD_DATA,
  DATA_BAD_ROW: BAD_DATA,
  DATA_TYPE: BAD_DATA,
  SCAN_LIMIT: LIMIT,
  MEMORY_LIMIT: LIMIT,
  TEMP_DISK_LIMIT: LIMIT,
  RESULT_LIMIT: LIMIT,
  DEADLINE_EXCEEDED: LIMIT,
  DEADLINE_UNREACHABLE: LIMIT,
  CANCELLED: INTERRUPTED,
  DATABASE_CRASHED: FAULT,
  REMOTE_DENIED: NO_SOURCE,
  REMOTE_FAILED: FAULT,
  REMOTE_UNAVAILABLE: NO_SOURCE,
  REMOTE_UNSUPPORTED: REFUSED,
  INTERNAL: FAULT,
};

/**
 * The command's exit code: 1 a fault in sluice, 2 a command line or SQL that is wrong, 3 refused, 4 no such source or
 * no access to it, 5 a limit or the deadline, 6 data that could not be read, 130 interrupted. An answer is 0.
 */
export const exitCodeFor = (code: ErrorCode): number => EXIT_CODES[code];

export interface ReportOptions {
  /** What the answer would have been written as: beside JSON the error is JSON too. */
  readonly format: Format;
  /** @default false */
  readonly color?: boolean;
}

/** Writes an error for whoever ran the command. @returns the exit code */
export function reportError(error: unknown, stream: NodeJS.WritableStream, { format, color = false }: ReportOptions): number {
  const { code, message, hint } = toEngineError(error);
  if (format === 'json' || format === 'jsonl') {
    stream.write(`${JSON.stringify({ error: { code, message, hint } })}\n`);
  } else {
    const colors = picocolors.createColors(color);
    stream.write(`${colors.red(`error ${code}:`)} ${visibleLines(message)}\n`);
    if (hint !== undefined) stream.write(`${colors.dim('hint:')} ${visibleLines(hint)}\n`);
  }
  return exitCodeFor(code);
}

/** DuckDB points at a place in the SQL with a second and third line: those stay. */
const visibleLines = (text: string): string => text.split('\n').map(visibleText).join('\n');
