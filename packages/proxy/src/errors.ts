/** Stable codes: scripts and clients may match on them, so a code is never renamed or reused. */
export type FailureCode =
  | 'USAGE'
  | 'CREDENTIALS_MISSING'
  | 'CREDENTIALS_EXPIRED'
  | 'CREDENTIALS_FAILED'
  | 'SIGNATURE_REFUSED'
  | 'CLOCK_SKEW'
  | 'ACCESS_DENIED'
  | 'WRONG_PATH'
  | 'TOO_LARGE'
  | 'THROTTLED'
  | 'SERVER_FAILED'
  | 'SERVER_TIMEOUT'
  | 'NO_ANSWER'
  | 'CONNECTION_FAILED'
  | 'DNS_FAILED'
  | 'TLS_FAILED'
  | 'REDIRECTED'
  | 'NOT_MCP'
  | 'HTTP_ERROR'
  | 'READ_ONLY'
  | 'INTERNAL';

/** A JSON-RPC error that the server itself gave, under a status that says failure. */
export interface ServerError {
  readonly code: number;
  readonly message: string;
  readonly data?: unknown;
}

export interface ProxyErrorOptions {
  /** The next step for whoever reads it: one sentence. */
  readonly hint?: string;
  readonly status?: number;
  /** The same request may be sent again, if doing it twice does no harm. @default false */
  readonly retryable?: boolean;
  readonly retryAfterMs?: number;
  readonly requestId?: string;
  readonly serverError?: ServerError;
  readonly cause?: unknown;
}

/** Every failure of the proxy: a stable code, what was wrong, and the next step. */
export class ProxyError extends Error {
  override readonly name = 'ProxyError';

  constructor(
    readonly code: FailureCode,
    message: string,
    readonly options: ProxyErrorOptions = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
  }

  /** What happened and what to do, in one text: most clients show nothing but the message. */
  get advice(): string {
    return this.options.hint === undefined ? this.message : `${this.message}. ${this.options.hint}`;
  }
}

/** Turns anything thrown into a `ProxyError`; what it does not know becomes `INTERNAL`. */
export function toProxyError(error: unknown): ProxyError {
  if (error instanceof ProxyError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new ProxyError('INTERNAL', `Unexpected failure: ${message}`, { hint: 'This is a fault in sluice-proxy; please report it.', cause: error });
}
