/** The last moment passed at which something could still be answered. */
export class OutOfTime extends Error {
  override readonly name = 'OutOfTime';
}

export interface CutOff extends Disposable {
  readonly signal: AbortSignal;
  /** Rejects with `OutOfTime` when the moment comes; never resolves. */
  readonly reached: Promise<never>;
}

/** @param work cancelled then, too */
export function cutOffAfter(ms: number, work: AbortController): CutOff {
  const cutting = new AbortController();
  const { signal } = cutting;
  const reached = new Promise<never>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as OutOfTime), { once: true }));
  // Nobody may be waiting for it any more.
  reached.catch(() => {});
  const timer = setTimeout(() => {
    const reason = new OutOfTime('No time is left');
    // The answer breaks before the work that it comes from ends, which could look like its end.
    cutting.abort(reason);
    work.abort(reason);
  }, ms);
  return { signal, reached, [Symbol.dispose]: () => clearTimeout(timer) };
}

/** The same response, whose body breaks with the signal's reason. */
export const cutBody = (response: Response, signal: AbortSignal): Response =>
  response.body === null ? response : new Response(response.body.pipeThrough(new TransformStream<Uint8Array, Uint8Array>(), { signal }), response);
