import { EngineError } from '../../errors.js';
import type { Answer } from '../../result/answer.js';
import type { CompareMode } from './compare-report.js';

/** Asks one SQL question over sources by alias, as `engine.query` does. */
export type Ask = (
  sql: string,
  options: {
    readonly tables: Readonly<Record<string, string>>;
    readonly limits?: { readonly maxRows: number; readonly maxCellChars: number };
    readonly dryRun?: boolean;
  },
) => Promise<Answer>;

export interface CompareOptions {
  /** A path, a pattern or an `s3://` URI. */
  readonly left: string;
  readonly right: string;
  /** Columns that together tell a row; needed unless `mode` is `schema`. */
  readonly key?: readonly string[];
  /** Columns left out of both comparisons. */
  readonly ignore?: readonly string[];
  /** Numbers that differ by no more are equal. Measured exactly between exact types, else in floating point. @default 0 */
  readonly tolerance?: number;
  /** The same as a share of the larger of the two magnitudes. A number within either tolerance is equal. @default 0 */
  readonly relativeTolerance?: number;
  /** @default 'all' */
  readonly mode?: CompareMode;
  /** Examples of each kind of difference. @default 5 */
  readonly samples?: number;
}

/** Options with nothing left open. */
export type Settled = Required<CompareOptions>;

const DEFAULTS = { key: [], ignore: [], tolerance: 0, relativeTolerance: 0, mode: 'all', samples: 5 } as const;
const MAX_SAMPLES = 1_000;

/** @throws EngineError USAGE for a number out of range */
export function settleOptions(options: CompareOptions): Settled {
  const settled: Settled = { ...DEFAULTS, ...options };
  const { tolerance, relativeTolerance, samples } = settled;
  for (const value of [tolerance, relativeTolerance]) {
    if (!Number.isFinite(value) || value < 0) throw outOfRange('A tolerance', 'a number that is not negative');
  }
  if (!Number.isInteger(samples) || samples < 0 || samples > MAX_SAMPLES) throw outOfRange('samples', `a whole number up to ${MAX_SAMPLES}`);
  return settled;
}

const outOfRange = (what: string, wanted: string): EngineError => new EngineError('USAGE', `${what} has to be ${wanted}`);
