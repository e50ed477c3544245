import { BOUND_CASES } from './bound-cases.js';
import type { Case } from './case.js';
import { G1_CASES } from './g1-cases.js';
import { SESSION_CASES } from './session-cases.js';
import { SHAPE_CASES } from './shape-cases.js';

/** Every row of the table, in its order. */
export const CASES: readonly Case[] = [...G1_CASES, ...SESSION_CASES, ...SHAPE_CASES, ...BOUND_CASES];

/** Those that a run measures: all, the quick ones, or those that are named. */
export function chooseCases({ full, only }: { readonly full: boolean; readonly only: readonly string[] }): readonly Case[] {
  const unknown = only.find((id) => !CASES.some((each) => each.id === id));
  if (unknown !== undefined) throw new Error(`No case is called ${unknown}; there are ${CASES.map(({ id }) => id).join(', ')}`);
  if (only.length > 0) return CASES.filter(({ id }) => only.includes(id));
  return CASES.filter(({ isQuick }) => full || isQuick);
}
