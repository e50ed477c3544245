/** What a refusing response says, read once and kept small. */
export interface Refusal {
  readonly status: number;
  /** `x-amzn-ErrorType` without its namespace, or the code that the body gives. */
  readonly errorType: string;
  /** The body's own sentence, or the beginning of its text. */
  readonly message: string;
  readonly contentType: string;
  readonly requestId?: string;
  readonly retryAfterMs?: number;
  readonly location?: string;
  /** `WWW-Authenticate`: what the server would rather have. */
  readonly challenge?: string;
  readonly serverDate?: Date;
  /** The body as JSON, where it is. */
  readonly json?: unknown;
}

const MAX_BODY_CHARACTERS = 65_536;
const MAX_MESSAGE_CHARACTERS = 500;

export async function readRefusal(response: Response): Promise<Refusal> {
  const { status, headers } = response;
  const text = (await response.text().catch(() => '')).slice(0, MAX_BODY_CHARACTERS);
  const json = parseJson(text);
  const body = typeof json === 'object' && json !== null ? (json as Readonly<Record<string, unknown>>) : {};
  const errorType = headers.get('x-amzn-errortype') ?? stringOf(body.__type) ?? stringOf(body.code) ?? '';
  const requestId = headers.get('x-amzn-requestid') ?? headers.get('apigw-requestid');
  const retryAfterMs = parseRetryAfter(headers.get('retry-after'));
  const location = headers.get('location');
  const challenge = headers.get('www-authenticate');
  const date = new Date(headers.get('date') ?? NaN);
  return {
    status,
    // `com.amazon.coral.service#AccessDeniedException:http://…` says no more than its middle.
    errorType: errorType.replace(/^.*#/, '').replace(/:.*$/, ''),
    message: (stringOf(body.message) ?? stringOf(body.Message) ?? plainText(text)).trim().replace(/\.$/, '').slice(0, MAX_MESSAGE_CHARACTERS),
    contentType: headers.get('content-type') ?? '',
    ...(requestId === null ? {} : { requestId }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(location === null ? {} : { location }),
    ...(challenge === null ? {} : { challenge }),
    ...(Number.isNaN(date.getTime()) ? {} : { serverDate: date }),
    ...(json === undefined ? {} : { json }),
  };
}

/** HTML error pages: their words without the markup. */
const plainText = (text: string): string =>
  text
    .replace(/<(script|style)\b[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

const stringOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Seconds, or a date. */
function parseRetryAfter(value: string | null): number | undefined {
  if (value === null) return undefined;
  const seconds = Number(value);
  const ms = Number.isNaN(seconds) ? new Date(value).getTime() - Date.now() : seconds * 1000;
  return Number.isFinite(ms) && ms >= 0 ? ms : undefined;
}
