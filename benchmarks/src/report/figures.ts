import type { Verdict } from '../race/result.js';

/** Three digits that matter, and no more noise than that. */
export const ratioText = (value: number): string => value.toFixed(value < 0.1 ? 3 : 2);

export const secondsText = (ms: number): string => (ms < 1_000 ? `${ms.toFixed(0)} ms` : `${(ms / 1_000).toFixed(2)} s`);

export const megabytesText = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;

/** `≤ 0.4 × httpfs`; a figure without a bound says only what it is. */
export function goalText({ unit, atMost }: Verdict): string {
  return atMost === undefined ? unit : `≤ ${unit === 'ms' ? atMost : Number(atMost.toFixed(2))} ${unit}`;
}

export const measuredText = ({ unit, measured }: Verdict): string => (unit === 'ms' ? measured.toFixed(0) : ratioText(measured));

/** The measured ratio to one rival, where the case has it. */
export const ratioTo = (verdicts: readonly Verdict[], rival: string): string => {
  const found = verdicts.find(({ unit }) => unit === `× ${rival}`);
  return found === undefined ? '' : ratioText(found.measured);
};
