/** Every bound on what one tool call gives back, with its default. */
export interface AnswerLimits {
  /** Characters of one result: about 10,000 tokens, well under what hosts cut off. @default 40,000 */
  readonly maxChars: number;
  /** Characters of one value. @default 1,000 */
  readonly maxCellChars: number;
  /** Rows of one page unless the call says otherwise. @default 200 */
  readonly pageRows: number;
  /** Rows of a result that can be paged through; more is for export. @default 200,000 */
  readonly maxKeptRows: number;
  /** Bytes of one kept result, as JSON. @default 32 MB */
  readonly maxKeptBytes: number;
  /** Bytes of all kept results together. @default 64 MB */
  readonly keptBudgetBytes: number;
}

export const DEFAULT_ANSWER_LIMITS: AnswerLimits = {
  maxChars: 40_000,
  maxCellChars: 1_000,
  pageRows: 200,
  maxKeptRows: 200_000,
  maxKeptBytes: 32_000_000,
  keptBudgetBytes: 64_000_000,
};
