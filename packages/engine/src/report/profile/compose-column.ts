import type { ProfiledColumn } from './column-axis.js';
import type { Details } from './detail-sql.js';
import { QUANTILES, type Frequencies, type Measures } from './measure-sql.js';
import { MAX_TEXT_CHARS } from './profile-source-sql.js';
import type { CellValue, ColumnProfile, DistinctCount, Histogram, Outliers, OutlierSide, Quantiles, TextProfile, TopValues, ValueCount } from './profile.js';

export interface ColumnParts {
  readonly rows: number;
  readonly measures: Measures;
  readonly details: Details;
  /** Null where values were not counted one by one. */
  readonly frequencies: Frequencies;
  readonly topK: number;
}

/** One column's report out of what the two scans found. */
export function composeColumn({ name, type, kind, axis }: ProfiledColumn, parts: ColumnParts): ColumnProfile {
  const { rows, measures, details, frequencies } = parts;
  const { count, finite = count, min, max, mean } = measures;
  const outliers = outliersOf(details);
  return {
    name,
    type,
    kind,
    count,
    nulls: rows - count,
    ...(kind === 'boolean' ? booleanValues(parts) : { distinct: distinctOf(parts), top: topOf(parts) }),
    min,
    max,
    ...(finite === count ? {} : { notFinite: count - finite }),
    ...(kind === 'number' ? { mean: mean ?? null, stddev: details.stddev ?? null } : {}),
    ...(axis.kind === 'none' ? {} : { quantiles: quantilesOf(measures.quantiles, frequencies !== null), histogram: histogramOf(parts, finite) }),
    ...(kind === 'boolean' ? booleanSpread(parts) : {}),
    ...(outliers === undefined ? {} : { outliers }),
    ...(measures.text === undefined ? {} : { text: textOf(measures.text) }),
  };
}

const booleanCounts = ({ measures: { count, trues = 0 } }: ColumnParts): ValueCount[] =>
  [
    { value: false, count: count - trues },
    { value: true, count: trues },
  ].filter((entry) => entry.count > 0);

function booleanValues(parts: ColumnParts): { distinct: DistinctCount; top: TopValues } {
  const counts = booleanCounts(parts);
  const values = counts.toSorted((a, b) => b.count - a.count).slice(0, parts.topK);
  return { distinct: { count: counts.length, exact: true }, top: { exact: true, values } };
}

function booleanSpread(parts: ColumnParts): { quantiles: Quantiles; histogram: Histogram } {
  const { count, trues = 0 } = parts.measures;
  const ranked = count === 0 ? undefined : QUANTILES.map((q) => Math.ceil(q * count) > count - trues);
  return {
    quantiles: quantilesOf(ranked, true),
    histogram: { bins: booleanCounts(parts).map((entry) => ({ from: entry.value, to: entry.value, count: entry.count })) },
  };
}

function distinctOf({ measures, details, frequencies }: ColumnParts): DistinctCount {
  if (frequencies !== null) return { count: frequencies.distinct, exact: true };
  const { candidates, rest, whole } = candidatesOf(measures, details);
  // Values that make up the whole column are all its values.
  if (whole && rest === 0) return { count: candidates.length, exact: true };
  return { count: Math.min(measures.distinct ?? 0, measures.count), exact: false };
}

function topOf({ measures, details, frequencies, topK }: ColumnParts): TopValues {
  if (frequencies !== null) {
    const values = (frequencies.top ?? []).map(({ n, v }) => ({ value: v, count: -n }));
    return { exact: true, values: frequencies.distinct > topK ? values.filter(({ count }) => count > 1) : values };
  }
  const { candidates, rest, whole } = candidatesOf(measures, details);
  const values = candidates.slice(0, topK);
  // No value outside can be as frequent as the last one listed, were it all the rest.
  const exact = whole && rest < (candidates[topK - 1]?.count ?? 1);
  return { exact, values: rest > 0 ? values.filter(({ count }) => count > 1) : values };
}

interface Candidates {
  /** Most frequent first. */
  readonly candidates: readonly ValueCount[];
  /** Values that are none of them. */
  readonly rest: number;
  /** They are whole values, not beginnings of texts. */
  readonly whole: boolean;
}

function candidatesOf({ count, text }: Measures, { top }: Details): Candidates {
  const candidates = (top ?? []).map(({ key, value }) => ({ value: key, count: value })).sort((a, b) => b.count - a.count);
  const rest = count - candidates.reduce((sum, entry) => sum + entry.count, 0);
  return { candidates, rest, whole: (text?.maxLength ?? 0) <= MAX_TEXT_CHARS };
}

function quantilesOf(values: readonly CellValue[] | null | undefined, exact: boolean): Quantiles {
  const [p05 = null, p25 = null, p50 = null, p75 = null, p95 = null] = values ?? [];
  return { exact, p05, p25, p50, p75, p95 };
}

/** Bins that nothing follows are missing from DuckDB's counts: the last one is, when it is empty. */
function histogramOf({ measures: { min, max }, details: { edges = [], counts } }: ColumnParts, finite: number): Histogram {
  if (finite === 0) return { bins: [] };
  const bounds = [min, ...edges, max];
  const all = edges.length === 0 ? [finite] : (counts ?? []);
  return { bins: bounds.slice(1).map((to, index) => ({ from: bounds[index] ?? null, to, count: all[index] ?? 0 })) };
}

function outliersOf({ low, high }: Details): Outliers | undefined {
  return low === undefined || high === undefined ? undefined : { low: sideOf(low), high: sideOf(high) };
}

const sideOf = ({ fence, count, samples }: NonNullable<Details['low']>): OutlierSide => ({ fence, count, samples: [...new Set(samples ?? [])] });

const textOf = ({ markers, ...lengths }: NonNullable<Measures['text']>): TextProfile => ({
  ...lengths,
  missingMarkers: (markers ?? []).map(({ key, value }) => ({ value: key, count: value })).sort((a, b) => b.count - a.count),
});
