import type { Row } from '../race/result.js';

/** What one run of the benchmark found. */
export interface Report {
  readonly set: string;
  readonly measuredAt: string;
  readonly machine: string;
  readonly versions: readonly string[];
  readonly rounds: number;
  readonly rows: readonly Row[];
}
