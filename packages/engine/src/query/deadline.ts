import { setMaxListeners } from 'node:events';
import { EngineError, toEngineError } from '../errors.js';

export interface TimeLeft {
  /** From the question's first step. */
  readonly timeoutMs: number;
  remainingMs(): number;
}

export interface Deadline extends TimeLeft, Disposable {
  /** Aborts when the caller cancels or the time is up; its reason is an `EngineError`. */
  readonly signal: AbortSignal;
}

/** Joins the caller's signal with a time limit. */
export function startDeadline(timeoutMs: number, caller?: AbortSignal): Deadline {
  const startedAt = performance.now();
  const controller = new AbortController();
  // One question may read many objects at once, and each read listens.
  setMaxListeners(0, controller.signal);
  // Who cancels with an error of the engine's own says why.
  const onCancel = (): void => controller.abort(caller?.reason instanceof EngineError ? caller.reason : new EngineError('CANCELLED', 'The question was cancelled'));
  const timer = setTimeout(() => controller.abort(deadlineExceeded(timeoutMs)), timeoutMs);
  if (caller?.aborted === true) onCancel();
  caller?.addEventListener('abort', onCancel, { once: true });
  return {
    signal: controller.signal,
    timeoutMs,
    remainingMs: () => Math.max(0, timeoutMs - (performance.now() - startedAt)),
    [Symbol.dispose]() {
      clearTimeout(timer);
      caller?.removeEventListener('abort', onCancel);
    },
  };
}

/** Runs within a time limit; whatever fails is an `EngineError`. */
export async function withDeadline<T>(timeoutMs: number, caller: AbortSignal | undefined, run: (signal: AbortSignal, deadline: Deadline) => Promise<T>): Promise<T> {
  using deadline = startDeadline(timeoutMs, caller);
  try {
    return await run(deadline.signal, deadline);
  } catch (error) {
    // Whatever failed after the signal failed because of it.
    if (deadline.signal.reason instanceof EngineError) throw deadline.signal.reason;
    throw toEngineError(error);
  }
}

const deadlineExceeded = (timeoutMs: number): EngineError =>
  new EngineError('DEADLINE_EXCEEDED', `The question was not answered within ${timeoutMs / 1000} s`, {
    hint: 'Ask over fewer files or a sample (LIMIT inside a subquery), or raise --timeout.',
  });
