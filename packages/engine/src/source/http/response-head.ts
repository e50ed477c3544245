/** Status line and headers of a response, and where its body begins. */
export interface ResponseHead {
  readonly statusCode: number;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** Of the body in the bytes that were parsed. */
  readonly bodyStart: number;
}

const END = '\r\n\r\n';
const STATUS_LINE = /^HTTP\/1\.[01] (\d{3})(?: |$)/;

/**
 * Parses a response's head.
 * @returns `undefined` while its end has not come
 * @throws Error when it is no HTTP/1 response
 */
export function parseResponseHead(bytes: Buffer): ResponseHead | undefined {
  const end = bytes.indexOf(END);
  if (end < 0) return undefined;
  const [statusLine = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
  const status = STATUS_LINE.exec(statusLine)?.[1];
  if (status === undefined) throw new Error('what answered is no HTTP/1 server');
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon > 0) headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  return { statusCode: Number(status), headers, bodyStart: end + END.length };
}

/** Whether the body is the bytes that were asked for, as they lie: S3's `content-encoding` is only a note about the object. */
export const isPlainPart = ({ statusCode, headers }: ResponseHead): boolean =>
  statusCode === 206 &&
  /^\d+$/.test(headers['content-length'] ?? '') &&
  headers['transfer-encoding'] === undefined;
