import { SLUICE, SLUICE_VERIFIED } from '../contestants/names.js';
import { ratioOf } from '../measure/statistics.js';
import { resultOf, type Result, type Verdict } from './result.js';

/** At most so many times as long as one contestant, or as the fastest of those that read the same. */
export interface Target {
  readonly against: string;
  readonly atMost?: number;
}

export const FASTEST = 'the fastest';

/** Checked types may cost so much more than sampled ones. */
const VERIFIED_AT_MOST = 1.25;

/** Compares sluice with its rivals round by round, and its checked types with its sampled ones. */
export function judge(results: readonly Result[], targets: readonly Target[], rivals: readonly string[]): Verdict[] {
  const ours = resultOf(results, SLUICE).ms;
  const against = (rival: string): number => ratioOf(ours, resultOf(results, rival).ms);
  const verdicts = targets.map(({ against: rival, ...target }) => ({
    unit: `× ${rival}`,
    measured: rival === FASTEST ? Math.max(...rivals.map(against)) : against(rival),
    ...target,
  }));
  return [...verdicts, verifiedVerdict(results)];
}

export const verifiedVerdict = (results: readonly Result[]): Verdict => ({
  unit: 'verified × sampled',
  measured: ratioOf(resultOf(results, SLUICE_VERIFIED).ms, resultOf(results, SLUICE).ms),
  atMost: VERIFIED_AT_MOST,
});
