/** What one contestant took, in every round. */
export interface Result {
  readonly contestant: string;
  /** The case's figure in each round: the whole process, or what the case says. */
  readonly ms: readonly number[];
  /** Highest of all rounds, over the whole process tree. */
  readonly peakRssBytes: number;
  /** To the server at once, at most, in the round that does not count; 0 without a server. */
  readonly connections: number;
}

/** A figure of a case, and whether it was reached. */
export interface Verdict {
  /** What is compared, for example `× httpfs`. */
  readonly unit: string;
  readonly measured: number;
  /** Nothing where the figure stands for comparison alone. */
  readonly atMost?: number;
}

export interface Row {
  readonly id: string;
  readonly measuredAt: string;
  readonly title: string;
  readonly results: readonly Result[];
  readonly verdicts: readonly Verdict[];
}

export const isReached = ({ measured, atMost }: Verdict): boolean => atMost === undefined || measured <= atMost;

export function resultOf(results: readonly Result[], contestant: string): Result {
  const found = results.find((result) => result.contestant === contestant);
  if (found === undefined) throw new Error(`${contestant} was not measured`);
  return found;
}
