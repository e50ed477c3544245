/** How the texts of a column are to be understood. Names and defaults follow Frictionless Table Schema. */
export type ValueType =
  | { readonly name: 'string'; readonly format?: StringFormat }
  | { readonly name: 'integer' | 'number'; readonly decimalChar?: string; readonly groupChar?: string }
  | { readonly name: 'boolean'; readonly trueValues?: readonly string[]; readonly falseValues?: readonly string[] }
  /** `format` is a strptime format; without one, ISO 8601. */
  | { readonly name: 'date' | 'time' | 'datetime'; readonly format?: string }
  | { readonly name: 'year' };

export type StringFormat = 'email' | 'uri' | 'uuid';

/**
 * One thing to hold about a source. A missing value fails `not-null` alone: the other checks leave it out, `unique` and
 * `foreign-key` where any of their columns has none. Values are compared as the text they are, but for `range`, and for
 * `in-set` where it names a type; a text that is not of the type fails these.
 */
export type Check =
  | { readonly kind: 'not-null'; readonly column: string }
  | { readonly kind: 'type'; readonly column: string; readonly type: ValueType }
  /** Bounds are inclusive, and written as the type's values are. */
  | { readonly kind: 'range'; readonly column: string; readonly type: ValueType; readonly min?: string; readonly max?: string }
  /** In characters, both inclusive. */
  | { readonly kind: 'length'; readonly column: string; readonly min?: number; readonly max?: number }
  /** The whole value matches, in RE2's syntax. */
  | { readonly kind: 'regex'; readonly column: string; readonly pattern: string }
  | { readonly kind: 'in-set'; readonly column: string; readonly values: readonly string[]; readonly type?: ValueType }
  /** No two rows have the same values in these columns, taken together. */
  | { readonly kind: 'unique'; readonly columns: readonly string[] }
  | { readonly kind: 'foreign-key'; readonly columns: readonly string[]; readonly reference: Reference }
  | { readonly kind: 'row-count'; readonly min?: number; readonly max?: number }
  /** `exact`: these columns in this order; `equal`: in any order; `subset`: others may stand beside them. */
  | { readonly kind: 'columns'; readonly names: readonly string[]; readonly match: ColumnsMatch };

export type ColumnsMatch = 'exact' | 'equal' | 'subset';

export type CheckOf<K extends Check['kind']> = Extract<Check, { kind: K }>;

/** A check that one row passes or fails by itself. */
export type RowCheck = CheckOf<'not-null' | 'type' | 'range' | 'length' | 'regex' | 'in-set'>;

export interface Reference {
  /** Absent where the source refers to itself. */
  readonly source?: string;
  readonly columns: readonly string[];
}

/** The columns that a check reads. */
export function columnsOf(check: Check): readonly string[] {
  if ('column' in check) return [check.column];
  return 'columns' in check ? check.columns : [];
}

export const isRowCheck = (check: Check): check is RowCheck => 'column' in check;
