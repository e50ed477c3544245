import type { DuckType } from './duck-type.js';
import type { Refusals } from './refusals.js';

/** An expression of Spark's, of exactly the type that `type` is in Spark. */
export interface Term {
  readonly sql: string;
  readonly type: DuckType;
  /** Its value where the text alone says it; whole numbers as bigint, decimals as text. */
  readonly constant?: Constant;
  /** A double that is no zero below zero. */
  readonly isUnsignedZero?: boolean;
}

export type Constant = string | bigint | number | boolean | null;

/** A column that expressions refer to by position. */
export interface Column {
  readonly sql: string;
  readonly name: string;
  readonly type: DuckType;
  /** Nothing but a name: may be repeated at no cost, and is known below an alias. */
  readonly plain: boolean;
  /** True if a row was found by IN or EXISTS: Spark has it as a condition, not as a value. */
  readonly isMark?: boolean;
}

export interface Scope {
  readonly columns: readonly Column[];
  readonly refusals: Refusals;
}

/** Fails at run time where a value leaves what is proven equal. */
export const orFail = (isProven: string, sql: string, what: string): string =>
  `CASE WHEN ${isProven} THEN ${sql} ELSE raise_error('sluice: ${what}') END`;
