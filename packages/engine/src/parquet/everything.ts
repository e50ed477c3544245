import type { RowLimits } from '../result/row-basket.js';

/** No limits: for statements of our own, whose rows are few. */
export const EVERYTHING: RowLimits = { maxRows: Infinity, maxResultBytes: Infinity, maxCellChars: Infinity };
