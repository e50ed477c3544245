import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerRequest, type AnswerContext } from './answer-request.js';
import type { Fault, Faults } from './faults.js';
import { xmlReply, type Reply } from './reply.js';
import { S3Error } from './s3-error.js';
import { parseRequest, type S3Request } from './s3-request.js';
import { sendReply } from './send-reply.js';

/** A request as the server saw it. */
export interface RecordedRequest {
  readonly method: string;
  readonly bucket: string;
  readonly key: string;
  readonly range: string | undefined;
  readonly ifMatch: string | undefined;
  /** 0 until an answer begins. */
  status: number;
  /** Bytes of the body sent so far. */
  bytes: number;
}

export interface HandlerContext extends AnswerContext {
  readonly faults: Faults;
  readonly requests: RecordedRequest[];
}

export async function handleRequest(message: IncomingMessage, response: ServerResponse, context: HandlerContext): Promise<void> {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  try {
    await answer(message, response, { ...context, signal: gone.signal });
  } catch (error) {
    if (gone.signal.aborted) return;
    // A generated body that throws has no better way left to say so than to break the connection.
    response.destroy(error instanceof Error ? error : undefined);
  }
}

type Answering = HandlerContext & { readonly signal: AbortSignal };

async function answer(message: IncomingMessage, response: ServerResponse, context: Answering): Promise<void> {
  const { faults, requests, signal, now } = context;
  const request = parseRequest(message);
  const record = recordOf(request);
  requests.push(record);
  const fault = faults.begin(record);
  if (fault.hang === true) return;
  if (fault.latencyMs !== undefined) await sleep(fault.latencyMs, undefined, { signal });
  const requestId = randomUUID();
  const reply = await replyTo(request, fault, { requestId, context });
  record.status = reply.status;
  const onSent = (bytes: number): void => {
    record.bytes += bytes;
    fault.onSent(bytes);
  };
  const headers = { ...reply.headers, date: now().toUTCString(), server: 'AmazonS3', 'x-amz-request-id': requestId };
  await sendReply(response, { ...reply, headers }, { fault: { ...fault, onSent }, signal, withBody: record.method !== 'HEAD' });
}

const recordOf = ({ method, bucket, key, headers }: S3Request): RecordedRequest => ({
  method,
  bucket,
  key,
  range: headers.range,
  ifMatch: headers['if-match'],
  status: 0,
  bytes: 0,
});

interface Replying {
  readonly requestId: string;
  readonly context: AnswerContext;
}

async function replyTo(request: S3Request, { status }: Fault, { requestId, context }: Replying): Promise<Reply> {
  try {
    if (status === 500) throw new S3Error('InternalError', 'We encountered an internal error. Please try again.');
    if (status === 503) throw new S3Error('SlowDown', 'Please reduce your request rate.');
    return await answerRequest(request, context);
  } catch (error) {
    if (!(error instanceof S3Error)) throw error;
    return xmlReply(error.status, error.toXml(requestId), error.headers);
  }
}
