import type { AnsweredFields } from '@sluice/engine';
import { AsyncLocalStorage } from 'node:async_hooks';

/** One event being answered: until when, and what it came to. */
export class Invocation {
  readonly requestId: string;
  /** The first one of this environment. */
  readonly coldStart: boolean;
  readonly answers: AnsweredFields[] = [];
  /** Codes of tools that failed. */
  readonly errors: string[] = [];
  readonly #endsAt: number;

  constructor({ requestId, coldStart, timeMs }: { readonly requestId: string; readonly coldStart: boolean; readonly timeMs: number }) {
    this.requestId = requestId;
    this.coldStart = coldStart;
    this.#endsAt = performance.now() + timeMs;
  }

  remainingMs(): number {
    return this.#endsAt - performance.now();
  }
}

/** Whose work it is that runs. */
const running = new AsyncLocalStorage<Invocation>();

export const currentInvocation = (): Invocation | undefined => running.getStore();

export const runInvocation = <T>(invocation: Invocation, run: () => Promise<T>): Promise<T> => running.run(invocation, run);
