/**
 * Deterministic integers for one row: mulberry32, started at a murmur3-mixed hash of seed and row, so that rows need
 * not be made in order.
 * @returns a function that gives an integer from 0 up to but not including its bound
 */
export function createRandom(seed: number, row: number): (bound: number) => number {
  let state = mix(Math.imul(row + 1, 0x9e3779b1) ^ mix(seed));
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return Math.floor((((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32) * bound);
  };
}

/** murmur3's finalizer: every bit of the input changes about half of the output's. */
function mix(value: number): number {
  let bits = value | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}
