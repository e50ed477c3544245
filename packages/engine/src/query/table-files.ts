import type { Inspected } from '../inspect/inspected.js';

/** A table as the statement names it, and its files. */
export interface TableFiles {
  readonly viewName: string;
  readonly files: readonly Inspected[];
}
