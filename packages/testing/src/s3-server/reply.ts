/** What the server has to say, before faults spoil it. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: ReplyBody;
}

export interface ReplyBody {
  /** The `Content-Length`; a HEAD announces it and sends nothing. */
  readonly size: number;
  chunks(): AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

export function xmlReply(status: number, xml: string, headers: Readonly<Record<string, string>> = {}): Reply {
  const bytes = Buffer.from(xml);
  return {
    status,
    headers: { ...headers, 'content-type': 'application/xml' },
    body: { size: bytes.length, chunks: () => [bytes] },
  };
}

export const emptyReply = (status: number, headers: Readonly<Record<string, string>>): Reply => ({
  status,
  headers,
  body: { size: 0, chunks: () => [] },
});
