export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  if (low === undefined || high === undefined) throw new Error('No median of nothing');
  return (low + high) / 2;
}

/**
 * How much longer one takes than another: the median over the rounds of the ratio within a round. What slows the
 * whole machine for a while slows both sides of a round.
 */
export const ratioOf = (ours: readonly number[], theirs: readonly number[]): number =>
  median(ours.map((value, round) => value / at(theirs, round)));

function at(values: readonly number[], round: number): number {
  const value = values[round];
  if (value === undefined) throw new Error(`Round ${round + 1} was not measured for both`);
  return value;
}
