import type { AnswerWarning, JsonValue, SourceUsed, Types } from '../../result/answer.js';

export type Accuracy = 'exact' | 'approximate';

/** A value of the profiled column, in the types of an `Answer`: what JSON numbers cannot hold is text. */
export type CellValue = Exclude<JsonValue, object> | null;

/** What a table holds, column by column. This is what `--format json` prints. */
export interface Profile {
  /** Rows that were profiled: those that `where` keeps. */
  readonly rows: number;
  /** Whether distinct counts, quantiles and top values could be exact; each says for itself whether it is. */
  readonly accuracy: Accuracy;
  readonly columns: readonly ColumnProfile[];
  readonly duplicateRows: DuplicateRows;
  /** Columns, alone or in pairs, whose values are never missing and never repeat. */
  readonly candidateKeys: readonly CandidateKey[];
  readonly sources: readonly SourceUsed[];
  readonly types: Types;
  readonly warnings: readonly AnswerWarning[];
  /** Over all scans. */
  readonly bytesRead: number;
  /** Milliseconds per stage, over all scans. */
  readonly ms: Readonly<Record<string, number>>;
}

/** Rows that another row is equal to in every profiled column, the first of each kind not counted. */
export interface DuplicateRows {
  readonly count: number;
  readonly exact: boolean;
  /** Only rows whose hash falls into one of so many classes were compared, and the count scaled up. */
  readonly sampledOneIn?: number;
}

export interface CandidateKey {
  readonly columns: readonly string[];
  /** False where values were compared by hash, or only a sample of them. */
  readonly exact: boolean;
}

export type ColumnKind = 'number' | 'time' | 'boolean' | 'text';

export interface ColumnProfile {
  readonly name: string;
  readonly type: string;
  readonly kind: ColumnKind;
  /** Values that are not NULL. */
  readonly count: number;
  readonly nulls: number;
  readonly distinct: DistinctCount;
  /** Of finite values; of text, the first 100 characters. */
  readonly min: CellValue;
  readonly max: CellValue;
  /** Most frequent first. Values that occur once are left out unless the list holds every value. */
  readonly top: TopValues;
  /** Infinite values and NaN, which no other figure but `count`, `distinct` and `top` includes. Only where there are any. */
  readonly notFinite?: number;
  /** Null where there is no value to average. */
  readonly mean?: CellValue;
  /** Of the sample (n − 1). Null below two values, and where squares would pass what a DOUBLE holds. */
  readonly stddev?: CellValue;
  readonly quantiles?: Quantiles;
  readonly histogram?: Histogram;
  readonly outliers?: Outliers;
  readonly text?: TextProfile;
}

export interface DistinctCount {
  readonly count: number;
  /** An approximate count has a standard error of about 7 %. */
  readonly exact: boolean;
}

export interface TopValues {
  /** The counts always are exact; false means that a value just as frequent may be missing. */
  readonly exact: boolean;
  readonly values: readonly ValueCount[];
}

export interface ValueCount {
  readonly value: CellValue;
  readonly count: number;
}

/** Where exact, values that occur (nearest rank), in the column's own type. Null where there are no values. */
export interface Quantiles {
  readonly exact: boolean;
  readonly p05: CellValue;
  readonly p25: CellValue;
  readonly p50: CellValue;
  readonly p75: CellValue;
  readonly p95: CellValue;
}

/** Bins from the smallest to the largest finite value; every one of them is in exactly one bin. */
export interface Histogram {
  readonly bins: readonly HistogramBin[];
}

/** Counts `from ≤ value < to`; the last bin counts its upper end too. */
export interface HistogramBin {
  readonly from: CellValue;
  readonly to: CellValue;
  readonly count: number;
}

/** Values further than 1.5 times the interquartile range from the quartiles. */
export interface Outliers {
  readonly low: OutlierSide;
  readonly high: OutlierSide;
}

export interface OutlierSide {
  /** The last value that is no outlier, in the column's type; null when it lies outside what the type holds. */
  readonly fence: CellValue;
  readonly count: number;
  /** The most extreme ones. */
  readonly samples: readonly CellValue[];
}

export interface TextProfile {
  /** In characters. */
  readonly minLength: number | null;
  readonly maxLength: number | null;
  readonly meanLength: CellValue;
  /** Empty, or nothing but spaces. */
  readonly blank: number;
  /** Texts that often mean "missing", as they are spelled: NA, null, -, … */
  readonly missingMarkers: readonly ValueCount[];
}
