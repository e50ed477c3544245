/** What a walk over a plan found that is not proven equal. It goes on after it, for the sake of the draft. */
export class Refusals {
  readonly #reasons = new Set<string>();
  readonly #notes = new Set<string>();

  get reasons(): readonly string[] {
    return [...this.#reasons];
  }
  get notes(): readonly string[] {
    return [...this.#notes];
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
