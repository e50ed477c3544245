/** The part of Lambda's context that is used here. */
export interface LambdaContext {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

/** Lambda's stream for an answer: the part of Node's `Writable` that it has. */
export interface ResponseStream {
  readonly writableFinished: boolean;
  write(chunk: string | Uint8Array): boolean;
  end(): unknown;
  on(event: 'drain' | 'close' | 'finish' | 'error', listener: (error?: Error) => void): unknown;
  once(event: 'drain' | 'close' | 'finish', listener: () => void): unknown;
  off(event: 'drain' | 'close' | 'finish', listener: () => void): unknown;
}

interface Prelude {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** Answers one event; what else Lambda tells of it is in the third argument. */
export type StreamedHandler = (event: unknown, stream: ResponseStream, context: LambdaContext) => Promise<void>;

/** What Lambda's runtime adds to `globalThis`. */
export interface StreamingRuntime {
  readonly HttpResponseStream: { from(stream: ResponseStream, prelude: Prelude): ResponseStream };
  streamifyResponse(handler: StreamedHandler): unknown;
}

export interface StreamOptions {
  readonly runtime: Pick<StreamingRuntime, 'HttpResponseStream'>;
  /** Text to end with when the body breaks: the status has gone out, and cannot say so any more. */
  readonly onBroken: (error: unknown) => string;
}

/** Sends a response as it comes. A reader that is slow, or has gone, holds up or ends what is read of the body. */
export async function streamResponse(response: Response, stream: ResponseStream, { runtime, onBroken }: StreamOptions): Promise<void> {
  const out = runtime.HttpResponseStream.from(stream, { statusCode: response.status, headers: Object.fromEntries(response.headers) });
  // Status and headers go out with the first write: without this one they would wait for the body, and never go where there is none.
  out.write('');
  try {
    for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
      if (!out.write(chunk) && !(await drained(out))) return;
    }
  } catch (error) {
    out.write(onBroken(error));
  }
  out.end();
}

/** @returns whether there is still somebody to write to */
function drained(stream: ResponseStream): Promise<boolean> {
  return new Promise((resolve) => {
    const onDrain = (): void => done(true);
    const onClose = (): void => done(false);
    const done = (goOn: boolean): void => {
      stream.off('drain', onDrain);
      stream.off('close', onClose);
      resolve(goOn);
    };
    stream.once('drain', onDrain);
    stream.once('close', onClose);
  });
}

/** Aborts when the stream breaks before its end: the platform seldom tells that a client has gone, but when it does, nobody waits. */
export function abortWhenClosed(stream: ResponseStream, controller: AbortController): void {
  const stop = (): void => {
    if (!stream.writableFinished) controller.abort(new DOMException('The response was closed', 'AbortError'));
  };
  stream.on('close', stop);
  stream.on('error', stop);
}
