/**
 * How one file's text is to be read. `inspect/` produces it from samples; `feed/` and `database/` obey it.
 * Names follow DuckDB's `read_csv` options.
 */
export interface Dialect {
  /** Field separator, one or more characters. */
  readonly delimiter: string;
  /** What blanks are beside separating fields or being part of them; absent where they are nothing else. */
  readonly blanks?: Blanks;
  /** Quote character, or `''` when the file quotes nothing. */
  readonly quote: string;
  /** What stands before a quote inside a quoted field: the quote itself, a backslash, or `''`. */
  readonly escape: string;
  /** Record separator. `mixed` means more than one of them occurs outside quotes. */
  readonly newline: '\n' | '\r\n' | '\r' | 'mixed';
  /** Lines that start with this are not records; `''` for none. */
  readonly comment: string;
  /** Physical lines before the header or, without one, before the first record (titles, notes, `sep=;`). */
  readonly skipLines: number;
  /** Records that make up the header: 0 for none, 1 as a rule, 2 or more for stacked headers. */
  readonly headerRecords: number;
}

/**
 * `padding`: one that follows the delimiter belongs to it, as in `a, "b", c`. `run`: the delimiter is a blank, and so are
 * several of them in a row, as in columns that are aligned by eye.
 */
export type Blanks = 'padding' | 'run';

/** A column's SQL type as DuckDB spells it. */
export type ColumnType =
  | 'BOOLEAN'
  | 'BIGINT'
  | 'HUGEINT'
  | 'DOUBLE'
  | `DECIMAL(${number},${number})`
  | 'DATE'
  | 'TIME'
  | 'TIMESTAMP'
  | 'TIMESTAMP WITH TIME ZONE'
  | 'VARCHAR';

export interface Column {
  /** Unique within the file, compared without case; empty and repeated header cells have been renamed. */
  readonly name: string;
  readonly type: ColumnType;
  /** A strptime format, where the type is a date or timestamp not written in ISO 8601. */
  readonly format?: string;
  /** Texts that mean "missing" in this column besides the empty field, e.g. `NA`. On text columns only what the caller gave. */
  readonly missing?: readonly string[];
  /** The caller said which texts mean "missing", so that no other does. */
  readonly missingGiven?: true;
  /** `,` where numbers are written `1.234,56`; absent means `.`. */
  readonly decimalSeparator?: ',';
  /** The thousands mark where numbers carry one. */
  readonly thousandsSeparator?: ',' | '.' | ' ' | "'" | '_';
  /** With its type, DuckDB would write some value otherwise than the file does: `13/02/2020`, `1,234` or `NA`. */
  readonly respelled?: true;
  /** The column as it is computed with, where a question only shows it and so gets its text. */
  readonly whenComputed?: Column;
  /** The caller gave the type: a value that does not fit is a bad row, never a reason to take another type. */
  readonly declared?: true;
  /** Some sampled record leaves it empty or missing. */
  readonly nullable: boolean;
  /** Up to three distinct values as they stand in the file. */
  readonly examples: readonly string[];
}

/** The column with another type: what belonged to the old type alone is gone. */
export function retyped({ name, nullable, examples, missing, missingGiven, respelled }: Column, type: ColumnType): Column {
  const keepsMissing = missing !== undefined && (type !== 'VARCHAR' || missingGiven === true);
  return {
    name,
    type,
    nullable,
    examples,
    ...(keepsMissing ? { missing } : {}),
    ...(missingGiven === true ? { missingGiven } : {}),
    ...(respelled === true && type !== 'VARCHAR' ? { respelled } : {}),
  };
}

export interface ReadingWarning {
  /** Stable, in capitals: `AMBIGUOUS_DIALECT`, `AMBIGUOUS_DATE`, `RAGGED_ROWS`, `MISSING_MARKERS`, … */
  readonly code: string;
  /** A sentence for people, which says what was chosen and how to ask for the other. */
  readonly message: string;
}

/** Everything the sample said about one file. */
export interface Reading {
  readonly dialect: Dialect;
  readonly columns: readonly Column[];
  /** Records' field counts differ from the header's in the sample: short ones are padded with NULL. */
  readonly ragged: boolean;
  readonly warnings: readonly ReadingWarning[];
}

/** Decoded text of a file, in part. */
export interface TextSample {
  /** From the first character (after a byte-order mark). */
  readonly head: string;
  /** Later pieces, each starting at the beginning of a physical line; empty when `complete`. */
  readonly pieces: readonly string[];
  /** `head` is the whole file. */
  readonly complete: boolean;
}

/** What the caller fixed by hand: never second-guessed. Names as in DuckDB's `read_csv`. */
export interface ReadingOptions {
  readonly delimiter?: string;
  readonly quote?: string;
  readonly escape?: string;
  readonly comment?: string;
  readonly skip?: number;
  readonly header?: boolean;
  readonly newline?: '\n' | '\r\n' | '\r';
  readonly nullStrings?: readonly string[];
  readonly decimalSeparator?: ',' | '.';
  readonly thousands?: string;
  readonly dateFormat?: string;
  readonly timestampFormat?: string;
  readonly allVarchar?: boolean;
  /** Column names instead of those in the file, by position. */
  readonly names?: readonly string[];
  /** Types by column name; the others are detected. */
  readonly types?: Readonly<Record<string, string>>;
}
