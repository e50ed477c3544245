import type { Cell, Rows } from './answer.js';

/** Sums of the same numbers in another order differ in their last digits. */
const RELATIVE_TOLERANCE = 1e-9;

/** The first difference between two answers, in words; undefined where they say the same. */
export function findDifference(expected: Rows, actual: Rows): string | undefined {
  if (expected.length !== actual.length) return `${actual.length} rows instead of ${expected.length}`;
  const [wanted, given] = [inOrder(expected), inOrder(actual)];
  const row = wanted.findIndex((cells, i) => !sameCells(cells, given[i] ?? []));
  return row === -1 ? undefined : `row ${JSON.stringify(given[row])} instead of ${JSON.stringify(wanted[row])}`;
}

const sameCells = (wanted: readonly Cell[], given: readonly Cell[]): boolean =>
  wanted.length === given.length && wanted.every((cell, i) => sameCell(cell, given[i] ?? null));

function sameCell(wanted: Cell, given: Cell): boolean {
  if (typeof wanted === 'number' && typeof given === 'number') return Math.abs(wanted - given) <= RELATIVE_TOLERANCE * Math.max(Math.abs(wanted), Math.abs(given));
  return wanted === given;
}

/** Ordered by what is exact: fractions may differ a little, and all rows differ in something else. */
function inOrder(rows: Rows): Rows {
  const keyed = rows.map((row) => {
    const cells = row.map(toCell);
    return { cells, key: JSON.stringify(cells.filter((cell) => typeof cell !== 'number' || Number.isInteger(cell))) };
  });
  return keyed.sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ cells }) => cells);
}

/** Numbers that JSON could not hold exactly come as text. */
const toCell = (cell: Cell): Cell => (typeof cell === 'string' && /^-?\d+(\.\d+)?$/.test(cell) ? Number(cell) : cell);
