import type { AnswerWarning, JsonRow, JsonValue, SourceUsed } from '../../result/answer.js';

/** `schema` looks at samples only, `rows` at the rows by key, `all` at both. */
export type CompareMode = 'schema' | 'rows' | 'all';

/**
 * `undecided`: no difference was found, but rows without a usable key were left out, so that equality cannot be claimed.
 */
export type Verdict = 'equal' | 'different' | 'undecided';

/** How two sources differ. Plain data: JSON keeps all of it. */
export interface CompareReport {
  readonly verdict: Verdict;
  readonly left: string;
  readonly right: string;
  readonly mode: CompareMode;
  /** Absent in mode `rows`. */
  readonly schema?: SchemaComparison;
  /** Absent in mode `schema`. */
  readonly rows?: RowComparison;
  readonly sources: readonly SourceUsed[];
  readonly warnings: readonly AnswerWarning[];
}

export interface TypedColumn {
  readonly name: string;
  readonly type: string;
}

export interface SchemaComparison {
  readonly equal: boolean;
  readonly onlyLeft: readonly TypedColumn[];
  readonly onlyRight: readonly TypedColumn[];
  readonly typeChanges: readonly { readonly column: string; readonly left: string; readonly right: string }[];
  /** Names that differ in capitals only; such columns are compared with each other. */
  readonly nameChanges: readonly { readonly left: string; readonly right: string }[];
  /** The columns that both sides have stand in the same order. */
  readonly sameOrder: boolean;
}

/** `values`: the types are the same; `numbers`: both are numeric, 1.50 equals 1.5; `text`: as it stands in the files. */
export type ComparedAs = 'values' | 'numbers' | 'text';

export interface ComparedColumn {
  /** As the left side spells it. */
  readonly name: string;
  readonly comparedAs: ComparedAs;
  /** Rows on both sides whose values differ in this column. */
  readonly changedRows: number;
}

export interface RowComparison {
  readonly equal: boolean;
  readonly key: readonly string[];
  /** Columns of both sides besides the key and what was ignored. */
  readonly columns: readonly ComparedColumn[];
  /** All rows of a side: those without a usable key too. */
  readonly leftRows: number;
  readonly rightRows: number;
  readonly same: number;
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  /** Rows that have a NULL in their key. They are not compared. */
  readonly nullKeys: { readonly left: number; readonly right: number };
  readonly duplicateKeys: DuplicateKeys;
  /** The first of each in the order of the key. */
  readonly samples: {
    readonly added: readonly RowSample[];
    readonly removed: readonly RowSample[];
    readonly changed: readonly ChangeSample[];
  };
}

/** Keys that some side has more than once. Rows that have such a key are not compared, on either side. */
export interface DuplicateKeys {
  readonly keys: number;
  readonly leftRows: number;
  readonly rightRows: number;
  /** Of these keys, how many one side has more often than the other. */
  readonly uneven: number;
  readonly samples: readonly { readonly key: JsonRow; readonly leftRows: number; readonly rightRows: number }[];
}

export interface RowSample {
  readonly key: JsonRow;
  /** In the order of `RowComparison.columns`. */
  readonly values: JsonRow;
}

export interface ChangeSample {
  readonly key: JsonRow;
  readonly changes: readonly { readonly column: string; readonly left: JsonValue; readonly right: JsonValue }[];
}
