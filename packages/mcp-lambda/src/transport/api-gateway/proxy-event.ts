import { z } from 'zod';

const headers = z.record(z.string(), z.string()).nullish();

/** What API Gateway REST sends with proxy integration. */
const restEvent = z.object({
  httpMethod: z.string(),
  path: z.string(),
  /** The path as it was declared; a base path of a custom domain is not in it. */
  resource: z.string().optional(),
  headers,
  multiValueHeaders: z.record(z.string(), z.array(z.string())).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().default(false),
  requestContext: z.object({ requestId: z.string().optional() }).nullish(),
});

/** What a function URL sends. */
const urlEvent = z.object({
  version: z.literal('2.0'),
  rawPath: z.string(),
  headers,
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().default(false),
  requestContext: z.object({ requestId: z.string().optional(), http: z.object({ method: z.string() }) }),
});

/** An HTTP request that came as an event. */
export interface ProxyRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
  /** The gateway's own id of it. */
  readonly gatewayRequestId: string | undefined;
  /** From API Gateway REST, which waits 29 s for an answer in one piece. */
  readonly isRest: boolean;
}

/** @returns undefined for what is no event of an HTTP request */
export function parseProxyEvent(event: unknown): ProxyRequest | undefined {
  const rest = restEvent.safeParse(event).data;
  if (rest !== undefined) {
    const { httpMethod: method, path, resource = path, requestContext } = rest;
    return { method, path: resource.includes('{') ? path : resource, headers: headersOf(rest), body: bodyOf(rest), gatewayRequestId: requestContext?.requestId, isRest: true };
  }
  const url = urlEvent.safeParse(event).data;
  if (url === undefined) return undefined;
  const { rawPath: path, requestContext } = url;
  return { method: requestContext.http.method, path, headers: headersOf(url), body: bodyOf(url), gatewayRequestId: requestContext.requestId, isRest: false };
}

type Body = Pick<z.output<typeof urlEvent>, 'body' | 'isBase64Encoded'>;

const bodyOf = ({ body, isBase64Encoded }: Body): string => (isBase64Encoded ? Buffer.from(body ?? '', 'base64').toString('utf8') : (body ?? ''));

interface EventHeaders {
  readonly headers?: Readonly<Record<string, string>> | null | undefined;
  readonly multiValueHeaders?: Readonly<Record<string, readonly string[]>> | null | undefined;
}

function headersOf({ headers, multiValueHeaders }: EventHeaders): [string, string][] {
  if (multiValueHeaders) return Object.entries(multiValueHeaders).flatMap(([name, values]) => values.map((value): [string, string] => [name, value]));
  return Object.entries(headers ?? {});
}

/** @throws TypeError for headers that HTTP does not allow */
export function toWebRequest({ method, path, headers, body }: ProxyRequest, signal: AbortSignal): Request {
  const hasBody = method !== 'GET' && method !== 'HEAD';
  return new Request(new URL(path, 'https://sluice.invalid'), { method, headers: headers.map(([name, value]): [string, string] => [name, value]), signal, ...(hasBody && { body }) });
}
