import type { ErrorCode } from '../errors.js';
import type { SandboxOptions } from './sandbox.js';
import type { CollectedRows, RowLimits } from '../result/row-basket.js';

/** What the parent asks of the process that runs DuckDB. A scope is one question's connection with its temporary views. */
export type Request =
  | { readonly kind: 'parse'; readonly sql: string }
  | { readonly kind: 'execute'; readonly scope: number; readonly sql: string }
  | { readonly kind: 'describe'; readonly scope: number; readonly sql: string; readonly params: Params }
  | { readonly kind: 'rows'; readonly scope: number; readonly sql: string; readonly limits: RowLimits; readonly params: Params }
  | { readonly kind: 'interrupt'; readonly scope: number }
  | { readonly kind: 'close'; readonly scope: number };

export type Params = readonly ParamValue[] | Readonly<Record<string, ParamValue>>;
type ParamValue = string | number | bigint | boolean | null;

/** Answers by request kind. */
export interface Answers {
  readonly parse: unknown;
  readonly execute: undefined;
  readonly describe: readonly { readonly name: string; readonly type: string }[];
  readonly rows: CollectedRows;
  readonly interrupt: undefined;
  readonly close: undefined;
}

/** First how to open DuckDB, then what is asked. */
export type ToChild = { readonly open: SandboxOptions } | { readonly id: number; readonly request: Request };
export type FromChild =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly message: string; readonly known?: KnownError };

/** An error that the child already understood. */
interface KnownError {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
}
