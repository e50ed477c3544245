import { EngineError } from '../errors.js';
import { ChildProcessHost, type ChildOptions } from './child-host.js';
import type { Answers, Params, Request } from './protocol.js';
import type { RowLimits } from '../result/row-basket.js';

/** How long DuckDB has to follow an interrupt before its process is killed. */
const GRACE_MS = 2_000;
const INTERRUPT_EVERY_MS = 100;

/** DuckDB in a process of its own, kept warm and replaced when it had to be killed. */
export interface Database extends AsyncDisposable {
  /** The folder that DuckDB can read: sources are handed over as pipes, links and files in it. */
  readonly folder: string;
  /** DuckDB's own syntax tree, as `json_serialize_sql` gives it. */
  parse(sql: string): Promise<unknown>;
  /** A connection of its own for one question; its temporary views and tables end with it. */
  openScope(signal: AbortSignal): Scope;
}

/** One question's connection. Every call is interrupted by the scope's signal. */
export interface Scope extends AsyncDisposable {
  execute(sql: string): Promise<void>;
  /** Names and types of a statement's columns, without running it. */
  describe(sql: string, params?: Params): Promise<Answers['describe']>;
  rows(sql: string, limits: RowLimits, params?: Params): Promise<Answers['rows']>;
}

export function openDatabase(options: ChildOptions): Database {
  const host = new ChildProcessHost(options);
  let scopes = 0;
  return {
    folder: host.folder,
    parse: (sql) => host.ask({ kind: 'parse', sql }),
    openScope: (signal) => openScope(host, (scopes += 1), signal),
    [Symbol.asyncDispose]: () => host.dispose(),
  };
}

function openScope(host: ChildProcessHost, scope: number, signal: AbortSignal): Scope {
  const ask = <K extends Request['kind']>(request: Extract<Request, { kind: K }>): Promise<Answers[K]> =>
    interruptible(host, scope, signal, () => host.ask(request));
  return {
    async execute(sql) {
      await ask({ kind: 'execute', scope, sql });
    },
    describe: (sql, params = []) => ask({ kind: 'describe', scope, sql, params }),
    rows: (sql, limits, params = []) => ask({ kind: 'rows', scope, sql, limits, params }),
    async [Symbol.asyncDispose]() {
      if (host.running) await host.ask({ kind: 'close', scope }).catch(() => {});
    },
  };
}

/** Runs one request; on abort interrupts it, again and again, and at last kills the process that does not listen. */
async function interruptible<T>(host: ChildProcessHost, scope: number, signal: AbortSignal, run: () => Promise<T>): Promise<T> {
  throwIfAborted(signal);
  let interrupting: NodeJS.Timeout | undefined;
  let killing: NodeJS.Timeout | undefined;
  const interrupt = (): void => void host.ask({ kind: 'interrupt', scope }).catch(() => {});
  const onAbort = (): void => {
    interrupt();
    interrupting = setInterval(interrupt, INTERRUPT_EVERY_MS);
    killing = setTimeout(() => host.kill(), GRACE_MS);
  };
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    const value = await run();
    // An interrupted query can end like a finished one.
    throwIfAborted(signal);
    return value;
  } catch (error) {
    throwIfAborted(signal);
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
    clearInterval(interrupting);
    clearTimeout(killing);
  }
}

function throwIfAborted({ aborted, reason }: AbortSignal): void {
  if (!aborted) return;
  throw reason instanceof EngineError ? reason : new EngineError('CANCELLED', 'The question was cancelled', { cause: reason });
}
