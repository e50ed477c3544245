/** A column may be made this narrow before columns at the end are left out. */
const MIN_WIDTH = 8;

/** Border and padding of each column, and the border at the end. */
const PER_COLUMN = 3;
const AROUND = 1;

/**
 * Widths with which a table fits `total` columns of a terminal: the widest columns give way first. A table that does
 * not fit even so gets widths for its leading columns only, at least one.
 */
export function fitWidths(natural: readonly number[], total: number): number[] {
  const shown = natural.slice(0, Math.max(1, countThatFit(natural, total)));
  const room = total - AROUND - PER_COLUMN * shown.length;
  return capWidths(shown, Math.max(shown.length, room));
}

function countThatFit(natural: readonly number[], total: number): number {
  let used = AROUND;
  const tooMany = natural.findIndex((width) => (used += Math.min(width, MIN_WIDTH) + PER_COLUMN) > total);
  return tooMany === -1 ? natural.length : tooMany;
}

/** Lowers one cap over all widths until they fit the room, then hands out what the last step freed. */
function capWidths(widths: readonly number[], room: number): number[] {
  let cap = Math.max(...widths, 0);
  while (sumCapped(widths, cap) > room) cap -= 1;
  let left = room - sumCapped(widths, cap);
  return widths.map((width) => {
    if (width <= cap || left === 0) return Math.min(width, cap);
    left -= 1;
    return cap + 1;
  });
}

const sumCapped = (widths: readonly number[], cap: number): number =>
  widths.reduce((sum, width) => sum + Math.min(width, cap), 0);
