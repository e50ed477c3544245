/** Stable codes: scripts and tools may match on them, so a code is never renamed or reused. */
export type ErrorCode =
  | 'USAGE'
  | 'SQL_SYNTAX'
  | 'SQL_REFUSED'
  | 'SQL_FAILED'
  | 'UNKNOWN_COLUMN'
  | 'UNKNOWN_TABLE'
  | 'SOURCE_NOT_FOUND'
  | 'SOURCE_DENIED'
  | 'SOURCE_NOT_ALLOWED'
  | 'SOURCE_UNSUPPORTED'
  | 'SOURCE_UNAVAILABLE'
  | 'SOURCE_CHANGED'
  | 'DATA_CORRUPT'
  | 'DATA_ENCODING'
  | 'DATA_NOT_CSV'
  | 'DATA_DIALECT'
  | 'DATA_BAD_ROW'
  | 'DATA_TYPE'
  | 'SCAN_LIMIT'
  | 'MEMORY_LIMIT'
  | 'TEMP_DISK_LIMIT'
  | 'RESULT_LIMIT'
  | 'DEADLINE_EXCEEDED'
  | 'DEADLINE_UNREACHABLE'
  | 'CANCELLED'
  | 'DATABASE_CRASHED'
  | 'REMOTE_DENIED'
  | 'REMOTE_FAILED'
  | 'REMOTE_UNAVAILABLE'
  | 'REMOTE_UNSUPPORTED'
  | 'INTERNAL';

export interface EngineErrorOptions {
  /** The next step for whoever reads it: one sentence. */
  readonly hint?: string;
  /** The source that it is about, as it was named: whoever reports the error may know what else is there. */
  readonly uri?: string;
  readonly cause?: unknown;
}

/** Every failure that leaves the engine: a stable code, what was wrong, and the next step. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly uri: string | undefined;

  constructor(code: ErrorCode, message: string, options: EngineErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
    this.uri = options.uri;
  }
}

/** Turns anything thrown into an `EngineError`; what it does not know becomes `INTERNAL`. */
export function toEngineError(error: unknown): EngineError {
  if (error instanceof EngineError) return error;
  if (isAbort(error)) {
    return new EngineError('CANCELLED', 'The question was cancelled', { cause: error });
  }
  const message = error instanceof Error ? error.message : String(error);
  return new EngineError('INTERNAL', `Unexpected failure: ${message}`, {
    hint: 'This is a fault in sluice; please report it with the question that caused it.',
    cause: error,
  });
}

/** By name: errors of Node's own are of another realm's class under some test runners and in workers. */
const isAbort = (error: unknown): boolean => (error as { readonly name?: unknown } | null)?.name === 'AbortError';
