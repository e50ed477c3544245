export type Cell = string | number | boolean | null;

/** An answer's rows; their order says nothing. */
export type Rows = readonly (readonly Cell[])[];

/** What a contestant's process says. */
export interface Outcome {
  /** One for each question. */
  readonly answers: readonly Rows[];
  /** What each question took by the process's own clock. */
  readonly ms: readonly number[];
}
