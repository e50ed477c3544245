/** The largest multiple of `step` that is not above `value`. */
export const floorTo = (value: bigint, step: bigint): bigint => value - (((value % step) + step) % step);

/** Multiples of `step`, shifted by `offset`, after `low` and up to `high`. */
export function multiples(low: bigint, high: bigint, step: bigint, offset = 0n): bigint[] {
  const edges: bigint[] = [];
  for (let edge = floorTo(low - offset, step) + step + offset; edge <= high; edge += step) edges.push(edge);
  return edges;
}

/** Inner edges of at most `bins` bins of 1, 2 or 5 times a power of ten units. */
export function niceEdges(low: bigint, high: bigint, bins: number): bigint[] {
  // Zero is a multiple of every step: no step would be long enough.
  if (bins < 2) return [];
  for (let power = 1n; ; power *= 10n) {
    for (const factor of [1n, 2n, 5n]) {
      const step = factor * power;
      if ((high - low) / step < BigInt(bins)) {
        const edges = multiples(low, high, step);
        if (edges.length < bins) return edges;
      }
    }
  }
}

/** The same over floating-point numbers. */
export function niceFloatEdges(low: number, high: number, bins: number): number[] {
  // Not `(high - low) / bins`, which overflows for the largest numbers.
  const least = high / bins - low / bins;
  if (bins < 2 || !(least > 0)) return [];
  for (let power = Math.floor(Math.log10(least)); ; power += 1) {
    for (const factor of [1, 2, 5]) {
      const edges = floatMultiples(low, high, { factor, power, most: bins });
      if (edges.length < bins) return edges;
    }
  }
}

interface FloatStep {
  readonly factor: number;
  readonly power: number;
  readonly most: number;
}

function floatMultiples(low: number, high: number, { factor, power, most }: FloatStep): number[] {
  // From text, so that a third of 0.3 is 0.1; `10 ** -324` would be zero.
  const at = (n: number): number => Number(`${n * factor}e${power}`);
  const edges: number[] = [];
  const first = Math.floor(low / at(1)) + 1;
  for (let i = 0; i < 2 * most && edges.length < most; i += 1) {
    const edge = at(first + i);
    if (!(edge <= high)) break;
    // Next to huge numbers, neighbours in a row of small steps are the same number.
    if (edge > (edges.at(-1) ?? low)) edges.push(edge);
  }
  return edges;
}
