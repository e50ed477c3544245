/** What a column would take, and the least it may be given before columns at the end are left out. */
export interface WidthRange {
  readonly natural: number;
  readonly least: number;
}

/** Border and padding of each column, and the border at the end. */
const PER_COLUMN = 3;
const AROUND = 1;

/**
 * Widths with which a table fits `total` columns of a terminal: the widest columns give way first. A table that does
 * not fit even so gets widths for its leading columns only, at least one.
 */
export function fitWidths(columns: readonly WidthRange[], total: number): number[] {
  const shown = columns.slice(0, Math.max(1, countThatFit(columns, total)));
  const room = Math.max(shown.length, total - AROUND - PER_COLUMN * shown.length);
  // Too narrow even for one column as it should be.
  const [only] = shown;
  if (shown.length === 1 && only !== undefined) return [Math.min(only.natural, room)];
  return capWidths(shown, room);
}

function countThatFit(columns: readonly WidthRange[], total: number): number {
  let used = AROUND;
  const tooMany = columns.findIndex(({ least }) => (used += least + PER_COLUMN) > total);
  return tooMany === -1 ? columns.length : tooMany;
}

/** Lowers one cap over all widths until they fit the room, then hands out what the last step freed. */
function capWidths(columns: readonly WidthRange[], room: number): number[] {
  const capped = (cap: number): number[] => columns.map(({ natural, least }) => Math.max(least, Math.min(natural, cap)));
  let cap = Math.max(0, ...columns.map(({ natural }) => natural));
  while (sum(capped(cap)) > room) cap -= 1;
  const widths = capped(cap);
  let left = room - sum(widths);
  return widths.map((width, index) => {
    if (width !== cap || left === 0 || (columns[index]?.natural ?? 0) <= cap) return width;
    left -= 1;
    return width + 1;
  });
}

const sum = (widths: readonly number[]): number => widths.reduce((total, width) => total + width, 0);
