/** What a function returns to have its answer sent in one piece. */
export interface ProxyResult {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly isBase64Encoded: false;
}

/** All that is sent here is text. */
export async function bufferResponse(response: Response): Promise<ProxyResult> {
  return { statusCode: response.status, headers: Object.fromEntries(response.headers), body: await response.text(), isBase64Encoded: false };
}
