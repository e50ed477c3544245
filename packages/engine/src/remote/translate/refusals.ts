import type { DuckType } from './duck-type.js';

/** What a walk over a plan found that is not proven equal. It goes on after it, for the sake of the draft. */
export class Refusals {
  readonly #reasons = new Set<string>();
  readonly #notes = new Set<string>();
  #mixesZeros = false;

  get reasons(): readonly string[] {
    return [...this.#reasons];
  }
  get notes(): readonly string[] {
    return [...this.#notes];
  }
  /** Whether a zero below may have another sign in the other engine, as it was chosen among equal ones. */
  get mixesZeros(): boolean {
    return this.#mixesZeros;
  }
  /** One of several equal values stands for all of them. */
  chooseOf(types: readonly DuckType[]): void {
    if (types.some(({ id }) => id === 'DOUBLE' || id === 'FLOAT')) this.#mixesZeros = true;
  }
  refuse(reason: string): void {
    this.#reasons.add(reason);
  }
  /** What is left open in both engines, and may come out another way. */
  note(note: string): void {
    this.#notes.add(note);
  }
}

/** A part of a plan that there is no Databricks SQL for here, not even a draft. */
export class Untranslatable extends Error {}

export const ROUNDING = 'Sums, averages and deviations of fractions may differ in their last digits, as they do between runs of one engine.';
export const TIES = 'Where rows are equal in all that ORDER BY names, which of them comes first is not fixed in either engine.';
export const UNORDERED = 'Without ORDER BY the rows come in any order.';
