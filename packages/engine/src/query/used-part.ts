import type { BoundPart } from './bind-tables.js';

/** A part whose rows the answer depends on. */
export interface UsedPart {
  /** As the SQL names it. */
  readonly table: string;
  readonly part: BoundPart;
  /** Positions of the columns that the statement needs. */
  readonly columns: ReadonlySet<number>;
}
