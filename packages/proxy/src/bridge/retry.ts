import { setTimeout as delay } from 'node:timers/promises';
import { ProxyError } from '../errors.js';

export interface RetryPolicy {
  readonly maxRetries: number;
  /** The first wait; each further one is twice as long, and a random part of it is left out. */
  readonly firstWaitMs: number;
  /** No retry begins later than this after the first attempt, so that a gateway's 29 seconds pass twice at most. */
  readonly giveUpAfterMs: number;
}

export const DEFAULT_RETRY_POLICY: RetryPolicy = { maxRetries: 4, firstWaitMs: 250, giveUpAfterMs: 30_000 };

export interface RetryOptions {
  readonly policy: RetryPolicy;
  readonly signal: AbortSignal;
  /** Whether doing it twice does no harm. */
  readonly isSafe: () => boolean;
  readonly onRetry?: (error: ProxyError, waitMs: number) => void;
}

/** Repeats what failed for a passing reason, where repeating is safe. Abort ends the waiting. */
export async function withRetries<T>(attempt: () => Promise<T>, { policy, signal, isSafe, onRetry }: RetryOptions): Promise<T> {
  const started = performance.now();
  for (let retries = 0; ; retries++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof ProxyError) || error.options.retryable !== true) throw error;
      if (!isSafe()) throw unrepeated(error);
      if (retries >= policy.maxRetries) throw error;
      const waitMs = error.options.retryAfterMs ?? jittered(policy.firstWaitMs * 2 ** retries);
      if (performance.now() - started + waitMs > policy.giveUpAfterMs) throw error;
      onRetry?.(error, waitMs);
      await delay(waitMs, undefined, { signal });
    }
  }
}

/** Only a request that never reached the server certainly did nothing. */
function unrepeated(error: ProxyError): ProxyError {
  if (error.code === 'DNS_FAILED' || error.code === 'THROTTLED') return error;
  return new ProxyError(error.code, error.message, { ...error.options, hint: `${error.options.hint ?? ''} It was not sent again: it may have been carried out, and does not say that it only reads.`.trim() });
}

const jittered = (ms: number): number => ms * (0.5 + Math.random() / 2);
