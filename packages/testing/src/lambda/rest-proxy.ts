import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Integration } from '../api-gateway/api-gateway.js';
import type { LambdaFunction } from './lambda-function.js';
import type { FunctionOutcome } from './runtime-api.js';

export interface RestProxyOptions {
  /** `STREAM` is API Gateway's `responseTransferMode`. */
  readonly mode: 'BUFFERED' | 'STREAM';
  /** How long an answer in one piece may take. @default 29,000 */
  readonly bufferedTimeoutMs?: number;
}

/** Of an answer in one piece: Lambda's limit is lower than API Gateway's 10 MB. */
const MAX_LAMBDA_BYTES = 6 * 2 ** 20;
const DELIMITER = Buffer.alloc(8);

const head = z.object({ statusCode: z.number().int(), headers: z.record(z.string(), z.string()).default({}) });
const proxyResult = head.extend({ body: z.string().default(''), isBase64Encoded: z.boolean().default(false) });

/** What API Gateway REST does with a Lambda proxy integration: an event there, an answer back in one piece or as it comes. */
export function restProxy(lambda: Pick<LambdaFunction, 'invoke'>, options: RestProxyOptions): Integration {
  return async (request, response, body) => {
    const event = restEvent(request, body, String(response.getHeader('x-amzn-requestid')));
    if (JSON.stringify(event).length > MAX_LAMBDA_BYTES) return refuse(response, 413, 'Request Too Long');
    const invoked = lambda.invoke(event);
    if (options.mode === 'STREAM') return await sendStreamed(await invoked, response);
    const outcome = await Promise.race([invoked, sleep(options.bufferedTimeoutMs ?? 29_000, undefined, { ref: false })]);
    if (outcome === undefined) return refuse(response, 504, 'Endpoint request timed out');
    await sendBuffered(outcome, response);
  };
}

function restEvent(request: IncomingMessage, body: Buffer, requestId: string): object {
  const url = new URL(request.url ?? '/', 'http://gateway');
  const [, stage = '', ...rest] = url.pathname.split('/');
  const path = `/${rest.join('/')}`;
  const multiValueHeaders = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, [value ?? ''].flat()]));
  return {
    resource: path,
    path,
    httpMethod: request.method,
    headers: Object.fromEntries(Object.entries(multiValueHeaders).map(([name, values]) => [name, values.at(-1)])),
    multiValueHeaders,
    queryStringParameters: url.search === '' ? null : Object.fromEntries(url.searchParams),
    pathParameters: null,
    stageVariables: null,
    requestContext: { requestId, stage, path: url.pathname, httpMethod: request.method, resourcePath: path, protocol: 'HTTP/1.1' },
    body: body.length === 0 ? null : body.toString('utf8'),
    isBase64Encoded: false,
  };
}

async function sendBuffered(outcome: FunctionOutcome, response: ServerResponse): Promise<void> {
  const bytes = outcome.kind === 'response' && !outcome.isStreamed ? await readAll(outcome.body) : undefined;
  const result = bytes === undefined || bytes.length > MAX_LAMBDA_BYTES ? undefined : proxyResult.safeParse(JSON.parse(bytes.toString('utf8'))).data;
  if (result === undefined) return refuse(response, 502, 'Internal server error');
  response.writeHead(result.statusCode, result.headers).end(Buffer.from(result.body, result.isBase64Encoded ? 'base64' : 'utf8'));
}

/** First JSON with status and headers, then eight zeros, then the body. A function is not told when its caller hangs up: it goes on. */
async function sendStreamed(outcome: FunctionOutcome, response: ServerResponse): Promise<void> {
  if (outcome.kind === 'error' || !outcome.isStreamed) return refuse(response, 502, 'Internal server error');
  const { body } = outcome;
  let early = Buffer.alloc(0);
  for await (const chunk of body as AsyncIterable<Buffer>) {
    if (response.headersSent) {
      if (!response.write(chunk) && !response.destroyed) await Promise.race([once(response, 'drain'), once(response, 'close')]);
      continue;
    }
    early = Buffer.concat([early, chunk]);
    const end = early.indexOf(DELIMITER);
    if (end < 0) continue;
    const { statusCode, headers } = head.parse(JSON.parse(early.toString('utf8', 0, end)));
    response.writeHead(statusCode, headers);
    response.flushHeaders();
    response.write(early.subarray(end + DELIMITER.length));
  }
  if (!response.headersSent) return refuse(response, 502, 'Internal server error');
  response.end();
}

async function readAll(body: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const refuse = (response: ServerResponse, status: number, message: string): void => void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ message }));
