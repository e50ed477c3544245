import { bufferResponse, type ProxyResult } from '../transport/api-gateway/buffered.js';
import { parseProxyEvent, type ProxyRequest } from '../transport/api-gateway/proxy-event.js';
import { asEvent, rpcFailure } from '../transport/api-gateway/rpc-failure.js';
import { abortWhenClosed, streamResponse, type LambdaContext, type StreamedHandler, type StreamingRuntime } from '../transport/api-gateway/streamed.js';
import type { Answering } from './answer-event.js';
import { cutBody, cutOffAfter, OutOfTime } from './cut-off.js';
import { Invocation, runInvocation } from './invocation.js';
import type { LambdaLog } from './log.js';

export interface HandlerOptions {
  readonly answer: Answering;
  readonly log: LambdaLog;
}

/** DuckDB has two seconds to heed an interrupt before its process is killed; then the error still has to be told. */
const ENGINE_MARGIN_MS = 3_000;
/** By then an answer is on its way, whatever happens. */
const LAST_MARGIN_MS = 500;
/** A function that has little time spends no more than so much of it on margins. */
const MARGIN_SHARE = 0.3;

/** API Gateway REST waits 29 s for an answer in one piece, of which starting an environment may take some. */
const REST_BUFFERED_MS = 27_000;

let isFirst = true;

/** Answers events in one piece. */
export const createBufferedHandler =
  (options: HandlerOptions) =>
  async (event: unknown, context: LambdaContext): Promise<ProxyResult> => {
    const request = parseProxyEvent(event);
    const timeMs = Math.min(context.getRemainingTimeInMillis(), request?.isRest === true ? REST_BUFFERED_MS : Infinity);
    const controller = new AbortController();
    return await invoke({ ...options, request, context, timeMs, controller }, async (response) => {
      const result = await bufferResponse(response).catch((error: unknown) => bufferResponse(failureResponse(error, { request, context })));
      return { status: result.statusCode, value: result };
    });
  };

/** Answers events as the answer comes. */
export const createStreamedHandler =
  ({ runtime, ...options }: HandlerOptions & { readonly runtime: Pick<StreamingRuntime, 'HttpResponseStream'> }): StreamedHandler =>
  async (event, stream, context) => {
    const request = parseProxyEvent(event);
    const controller = new AbortController();
    abortWhenClosed(stream, controller);
    const onBroken = (error: unknown): string => asEvent(failureText(error, { request, context }));
    await invoke({ ...options, request, context, timeMs: context.getRemainingTimeInMillis(), controller }, async (response) => {
      await streamResponse(response, stream, { runtime, onBroken });
      return { status: response.status, value: undefined };
    });
  };

interface Invoked extends HandlerOptions {
  readonly request: ProxyRequest | undefined;
  readonly context: LambdaContext;
  readonly timeMs: number;
  /** Cancels what is being answered. */
  readonly controller: AbortController;
}

/** Runs one invocation to its end, in time, and tells what it came to. */
async function invoke<T>({ answer, log, request, context, timeMs, controller }: Invoked, send: (response: Response) => Promise<{ status: number; value: T }>): Promise<T> {
  const requestId = context.awsRequestId;
  const margin = (ms: number): number => Math.min(ms, timeMs * MARGIN_SHARE);
  const invocation = new Invocation({ requestId, coldStart: isFirst, timeMs: timeMs - margin(ENGINE_MARGIN_MS) });
  isFirst = false;
  return await runInvocation(invocation, async () => {
    const startedAt = performance.now();
    using cut = cutOffAfter(timeMs - margin(LAST_MARGIN_MS), controller);
    const response = await Promise.race([answer(request, controller.signal), cut.reached]).catch((error: unknown) => {
      log.error({ error }, 'answering failed');
      return failureResponse(error, { request, context });
    });
    const { status, value } = await send(cutBody(response, cut.signal));
    const ms = Math.round(performance.now() - startedAt);
    const { coldStart, errors } = invocation;
    log.info({ coldStart, method: request?.method, path: request?.path, gatewayRequestId: request?.gatewayRequestId, status, ms, errors, inTime: !cut.signal.aborted }, 'answered event');
    log.metrics(invocation, ms);
    return value;
  });
}

type Failing = Pick<Invoked, 'request' | 'context'>;

function failureText(error: unknown, { request, context }: Failing): string {
  const failure =
    error instanceof OutOfTime
      ? { code: 'DEADLINE_EXCEEDED', message: 'The server had no time left to answer. Ask over fewer files or a sample, or have whoever runs it give its function more time' }
      : { code: 'INTERNAL', message: 'Something in sluice failed. Try once more; if it fails again, the server log has the details' };
  return rpcFailure(request?.body ?? '', { ...failure, requestId: context.awsRequestId });
}

/** What fails in the protocol is no failure of the function. */
const failureResponse = (error: unknown, failing: Failing): Response => new Response(failureText(error, failing), { headers: { 'content-type': 'application/json' } });
