import type { Row } from '../race/result.js';

/** What the benchmark found. Each row was measured in one run; rows may be of different runs. */
export interface Report {
  /** `quick` or `full`. */
  readonly set: string;
  readonly machine: string;
  readonly versions: readonly string[];
  readonly rows: readonly Row[];
}

/** New rows in the place of old ones of the same name, in the order of the cases. */
export const mergeRows = (old: readonly Row[], measured: readonly Row[], order: readonly string[]): Row[] =>
  order.flatMap((id) => [...measured, ...old].filter((row) => row.id === id).slice(0, 1));
