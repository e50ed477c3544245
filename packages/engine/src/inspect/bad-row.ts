/** A row that does not fit its table. */
export interface BadRow {
  readonly uri: string;
  /** Physical line in the file, from 1. */
  readonly line: number;
  readonly reason: string;
  /** As the file has it, but for quotes. */
  readonly text: string;
}
