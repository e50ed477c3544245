import type { ChildProcess } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EngineError } from '../errors.js';
import { duckdbError } from './duckdb-error.js';
import { watchMemory } from './memory-watch.js';
import type { Answers, FromChild, Request, ToChild } from './protocol.js';
import type { SandboxOptions } from './sandbox.js';
import { takeChild } from './spawn-child.js';

export interface ChildOptions extends Omit<SandboxOptions, 'folder'> {
  /** Resident bytes at which the child is killed. */
  readonly maxResidentBytes: number;
  /** Where the scratch folder is made. @default the system's */
  readonly tempFolder?: string;
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** Starts, asks, watches, kills and restarts the process that runs DuckDB. */
export class ChildProcessHost {
  readonly folder: string;
  readonly #options: ChildOptions;
  readonly #waiting = new Map<number, Waiting>();
  #child: ChildProcess | undefined;
  #stopWatch = (): void => {};
  #requests = 0;
  #killedFor: EngineError | undefined;
  #disposed = false;

  constructor(options: ChildOptions) {
    this.#options = options;
    this.folder = mkdtempSync(join(options.tempFolder ?? tmpdir(), 'sluice-'));
    this.#start();
  }

  get running(): boolean {
    return this.#child !== undefined;
  }

  ask<K extends Request['kind']>(request: Extract<Request, { kind: K }>): Promise<Answers[K]> {
    if (this.#disposed) return Promise.reject(new EngineError('CANCELLED', 'The engine is closed'));
    if (this.#child === undefined) this.#start();
    const id = (this.#requests += 1);
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
      this.#child?.ref();
      this.#child?.send({ id, request } satisfies ToChild);
    });
  }

  /** Ends the child at once; the next request starts another. */
  kill(reason?: EngineError): void {
    this.#killedFor ??= reason;
    this.#child?.kill('SIGKILL');
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    const child = this.#child;
    if (child !== undefined) {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.ref();
      child.kill('SIGKILL');
      await gone;
    }
    await rm(this.folder, { recursive: true, force: true });
  }

  #start(): void {
    const { maxResidentBytes } = this.#options;
    const options: SandboxOptions = { ...this.#options, folder: this.folder };
    const child = takeChild();
    this.#child = child;
    child.on('message', (message: FromChild) => this.#receive(message));
    // More than one: each message that cannot be sent is one.
    child.on('error', () => this.#ended(child));
    child.once('exit', () => this.#ended(child));
    child.send({ open: options } satisfies ToChild);
    this.#stopWatch = watchMemory(child.pid, maxResidentBytes, (resident) => this.kill(tooMuchMemory(resident, maxResidentBytes)));
  }

  #receive(message: FromChild): void {
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.ok) waiting?.resolve(message.value);
    else this.#fail(waiting, toError(message, this.folder));
    this.#restIfIdle();
  }

  #fail(waiting: Waiting | undefined, error: EngineError): void {
    waiting?.reject(error);
    if (error.code === 'DATABASE_CRASHED') this.kill(error);
  }

  #restIfIdle(): void {
    if (this.#waiting.size > 0 || this.#disposed) return;
    this.#child?.unref();
    this.#child?.channel?.unref();
  }

  #ended(child: ChildProcess): void {
    if (this.#child !== child) return;
    this.#stopWatch();
    this.#child = undefined;
    const error =
      this.#killedFor ??
      new EngineError('DATABASE_CRASHED', 'The process that runs DuckDB ended unexpectedly', {
        hint: 'Ask again; if it happens again, ask for less at once.',
      });
    this.#killedFor = undefined;
    for (const waiting of this.#waiting.values()) waiting.reject(error);
    this.#waiting.clear();
  }
}

function toError({ message, known }: Extract<FromChild, { ok: false }>, folder: string): EngineError {
  if (known === undefined) return duckdbError(message, folder);
  return new EngineError(known.code, message, known.hint === undefined ? {} : { hint: known.hint });
}

const tooMuchMemory = (resident: number, cap: number): EngineError =>
  new EngineError('MEMORY_LIMIT', `The question needed over ${mb(resident)} of memory; ${mb(cap)} are allowed`, {
    hint: 'Ask for fewer columns or groups, aggregate in steps, or raise --max-memory.',
  });

const mb = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;
