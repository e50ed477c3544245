import { quoteLiteral } from '../../database/quote.js';
import { z } from 'zod';
import type { ProfiledColumn } from './column-axis.js';
import { fencesSql } from './fences.js';
import { repeatedHashesSql, type KeyCheck } from './key-checks.js';
import type { Measures } from './measure-sql.js';
import { niceFloatEdges } from './nice-edges.js';
import { countIfSql, finiteSql, frequentSql, rowsSql, structSql, whenSql, type ProfiledRows } from './profile-source-sql.js';
import type { CellValue } from './profile.js';

export interface DetailOptions {
  readonly bins: number;
  /** The columns to look into, and what the first scan found of each. */
  readonly batch: readonly ProfiledColumn[];
  readonly measured: readonly Measures[];
  readonly keyChecks: readonly KeyCheck[];
  /** Rows are compared by hash, those of one class of so many. Undefined where they are not to be compared. */
  readonly duplicatesOneIn: number | undefined;
}

const MAX_SAMPLES = 5;
/** Squares of larger values, added up over a table, may pass what a DOUBLE holds: DuckDB makes that an error. */
const MAX_SQUARED = 1e140;

/** The second scan: what takes the first one's extremes, quartiles and candidates. One row. */
export function detailSql(rows: ProfiledRows, { bins, batch, measured, keyChecks, duplicatesOneIn }: DetailOptions): string {
  const details = batch.flatMap((column, index) => {
    const measures = measured[index];
    return measures === undefined ? [] : `${columnDetails(column, measures, bins)} AS ${column.id}`;
  });
  const keys = keyChecks.map(({ sql }, index) => `${sql} AS k${index}`);
  const duplicates = duplicatesOneIn === undefined ? [] : [`${duplicatesSql(rows.columns, duplicatesOneIn)} AS d`];
  return `${rowsSql(rows, { materialized: false })} SELECT ${[...details, ...keys, ...duplicates].join(', ')} FROM t`;
}

function columnDetails(column: ProfiledColumn, measures: Measures, bins: number): string {
  const { id } = column;
  const [, q1 = null, , q3 = null] = measures.quantiles ?? [];
  const fences = fencesSql(column, q1, q3);
  return structSql({
    // A struct has a field at least.
    seen: `count(${id})`,
    ...histogramFields(column, measures, bins),
    stddev: hasStddev(column, measures) ? `stddev_samp(CAST(${finiteSql(column)} AS DOUBLE))` : undefined,
    low: fences === undefined ? undefined : sideSql('min', column, { test: '<', fence: fences.low }),
    high: fences === undefined ? undefined : sideSql('max', column, { test: '>', fence: fences.high }),
    top: candidateCounts(column, measures.candidates ?? []),
  });
}

function sideSql(extreme: 'min' | 'max', column: ProfiledColumn, { test, fence }: { readonly test: '<' | '>'; readonly fence: string }): string {
  const value = finiteSql(column);
  const outside = `${value} ${test} ${fence}`;
  return structSql({ fence, count: countIfSql(outside), samples: `${extreme}(${whenSql(outside, column.id)}, ${MAX_SAMPLES})` });
}

/** DuckDB's bins include their upper edge, ours the lower one: each ends at the last value before the next begins. */
function histogramFields(column: ProfiledColumn, measures: Measures, bins: number): { edges?: string; counts?: string } {
  const { binned, edges } = binsSql(column, measures, bins);
  if (edges.length === 0) return {};
  return {
    edges: `[${edges.map(({ at }) => at).join(', ')}]`,
    counts: `map_values(histogram(${binned}, [${edges.map(({ before }) => before).join(', ')}]))`,
  };
}

interface BinsSql {
  readonly binned: string;
  /** Inner edges, each with the last value before it. */
  readonly edges: readonly { readonly at: string; readonly before: string }[];
}

function binsSql(column: ProfiledColumn, { low, high, min, max }: Measures, bins: number): BinsSql {
  const { axis, type } = column;
  const finite = finiteSql(column);
  if (axis.kind === 'discrete' && low != null && high != null) {
    const edges = axis.edges(axis.units(low), axis.units(high), bins);
    return { binned: axis.binned(finite), edges: edges.map((edge) => ({ at: axis.literal(edge), before: axis.binEnd(edge - 1n) })) };
  }
  if (axis.kind !== 'continuous' || min === null || max === null) return { binned: finite, edges: [] };
  const at = (edge: number): string => `CAST(${quoteLiteral(String(edge))} AS ${type})`;
  const edges = niceFloatEdges(Number(min), Number(max), bins);
  return { binned: finite, edges: edges.map((edge) => ({ at: at(edge), before: `nextafter(${at(edge)}, CAST('-Infinity' AS ${type}))` })) };
}

const hasStddev = ({ kind }: ProfiledColumn, { min, max }: Measures): boolean =>
  kind === 'number' && Math.abs(Number(min)) < MAX_SQUARED && Math.abs(Number(max)) < MAX_SQUARED;

/** Exact counts of the values that the first scan took for the most frequent. */
function candidateCounts(column: ProfiledColumn, candidates: readonly CellValue[]): string | undefined {
  const { value, type } = frequentSql(column);
  const literals = candidates.flatMap((one) => (one === null || String(one).includes('\0') ? [] : `CAST(${quoteLiteral(String(one))} AS ${type})`));
  if (literals.length === 0) return undefined;
  const list = literals.join(', ');
  return `map_entries(histogram_exact(${whenSql(`${value} IN (${list})`, value)}, [${list}]))`;
}

const duplicatesSql = (columns: readonly ProfiledColumn[], oneIn: number): string =>
  repeatedHashesSql(`hash(${columns.map(({ id }) => id).join(', ')})`, oneIn);

const cell = z.union([z.null(), z.boolean(), z.number(), z.string()]);
const side = z.object({ fence: cell, count: z.number(), samples: z.array(cell).nullable() });

const details = z.object({
  edges: z.array(cell).optional(),
  counts: z.array(z.number()).nullish(),
  stddev: cell.optional(),
  low: side.optional(),
  high: side.optional(),
  top: z.array(z.object({ key: cell, value: z.number() })).nullish(),
});

export type Details = z.infer<typeof details>;

export interface Detailed {
  readonly columns: readonly Details[];
  /** How many values of each key check repeat an earlier one. */
  readonly repeats: readonly number[];
  readonly duplicates: number | undefined;
}

/** Reads the row that `detailSql` gives. */
export function readDetailed(row: readonly unknown[] | undefined, columnCount: number, keyCount: number): Detailed {
  const cells = row ?? [];
  return {
    columns: z.array(details).parse(cells.slice(0, columnCount)),
    repeats: z.array(z.number()).parse(cells.slice(columnCount, columnCount + keyCount)),
    duplicates: z.number().optional().parse(cells[columnCount + keyCount]),
  };
}
