import { toEngineError, visibleText, EngineError, type ErrorCode } from '@sluice/engine';
import { randomBytes } from 'node:crypto';
import { QUOTE_NOTE } from '../text/data-note.js';

/** What a tool itself can find wrong, beside the engine's codes. */
type ToolErrorCode = 'INPUT' | 'CURSOR_INVALID' | 'CURSOR_UNKNOWN' | 'CURSOR_MISMATCH' | 'ROWS_REORDERED' | 'PAGES_END' | 'EXPORT_FAILED';

/** A failure that a tool's caller can do something about. */
export class ToolError extends Error {
  override readonly name = 'ToolError';
  readonly code: ErrorCode | ToolErrorCode;
  /** One sentence: the next step. */
  readonly next: string;

  constructor(code: ErrorCode | ToolErrorCode, message: string, next: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.next = next;
  }
}

/** Hosts cut longer ones; nobody reads them. */
const MAX_ERROR_CHARS = 2_000;
/** Of the next step, however long the message is; a shorter one leaves it more. */
const MIN_NEXT_CHARS = 900;

/** What the log gets of a failure; the caller gets `text`. */
export interface Failure {
  readonly text: string;
  readonly code: string;
  /** Of a fault in sluice, to find it in the log by what the caller was told. */
  readonly id?: string;
}

/**
 * Turns anything thrown into text for a model. What is not understood is told by an id alone: details may hold secrets.
 * @param id that the log knows the call by. @default a new one
 */
export function describeFailure(error: unknown, id = randomBytes(4).toString('hex')): Failure {
  const known = error instanceof ToolError ? error : fromEngine(toEngineError(error));
  if (known.code !== 'INTERNAL') return { code: known.code, text: errorText(known) };
  const internal = new ToolError('INTERNAL', `Something in sluice failed (id ${id})`, 'Try once more; if it fails again, tell the user the id: the server log has the details.');
  return { code: 'INTERNAL', id, text: errorText(internal) };
}

const fromEngine = ({ code, message, hint }: EngineError): ToolError => new ToolError(code, message, hint ?? 'Change the call and try again.');

/** Errors that show what stands in a file. */
const QUOTES = /^(DATA_|SQL_FAILED|UNKNOWN_COLUMN)/;

function errorText({ code, message, next }: ToolError): string {
  const first = `${code}: ${visible(message)}`;
  const before = `${QUOTES.test(code) ? `\n${QUOTE_NOTE}` : ''}\nNext: `;
  const last = before + cut(visible(next), Math.max(MIN_NEXT_CHARS, MAX_ERROR_CHARS - first.length - before.length));
  return cut(first, MAX_ERROR_CHARS - last.length) + last;
}

/** DuckDB points at a place in the SQL with a second and third line: those stay. */
const visible = (text: string): string => text.split('\n').map(visibleText).join('\n');

/** A statement that was cut must not be taken for a whole one. */
function cut(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  const mark = (kept: number): string => `… [${(text.length - kept).toLocaleString('en-US')} more characters do not fit here]`;
  const kept = maxChars - mark(0).length;
  return text.slice(0, kept) + mark(kept);
}
