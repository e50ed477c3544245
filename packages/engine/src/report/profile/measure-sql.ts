import { quoteLiteral } from '../../database/quote.js';
import { z } from 'zod';
import type { ProfiledColumn } from './column-axis.js';
import { countIfSql, finiteSql, frequentSql, rowsSql, shownSql, structSql, whenSql, type ProfiledRows } from './profile-source-sql.js';
import type { Accuracy } from './profile.js';

/** Texts that mean "no value" to many; compared without case and surrounding spaces. */
export const MISSING_MARKERS = ['na', 'n/a', '#n/a', '<na>', 'null', '(null)', 'none', 'nil', 'nan', 'nat', '-', '--', '---', '.', '..', '...', '?', '\\n'] as const;

export const QUANTILES = [0.05, 0.25, 0.5, 0.75, 0.95] as const;

export interface MeasureOptions {
  readonly accuracy: Accuracy;
  readonly topK: number;
  /** The columns to measure; the others only make rows differ. */
  readonly batch: readonly ProfiledColumn[];
  /** Whether to count distinct rows, if exact. */
  readonly countRows: boolean;
}

/**
 * The first scan: what can be said of columns without knowing anything about them. One row: the number of rows, each
 * column's measures, and when exact also each column's frequencies and the number of distinct rows.
 */
export function measureSql(rows: ProfiledRows, { accuracy, topK, batch, countRows }: MeasureOptions): string {
  const measures = batch.map((column) => `${columnMeasures(column, accuracy, topK)} AS ${column.id}`);
  const plain = `SELECT count(*) AS n, ${measures.join(', ')} FROM t`;
  if (accuracy === 'approximate') return `${rowsSql(rows, { materialized: false })} ${plain}`;
  // Grouping spills to disk and runs in parallel; a count(DISTINCT …) for each of many columns does not fit into memory.
  const frequencies = batch.map((column) => `(${frequencySql(column, topK)}) AS f${column.id}`);
  const distinctRows = countRows ? ['(SELECT count(*) FROM (SELECT DISTINCT * FROM t)) AS d'] : [];
  return `${rowsSql(rows, { materialized: true })} SELECT *, ${[...frequencies, ...distinctRows].join(', ')} FROM (${plain})`;
}

function columnMeasures(column: ProfiledColumn, accuracy: Accuracy, topK: number): string {
  const { id, kind, axis, unbounded } = column;
  const finite = finiteSql(column);
  const [low, high] = [`min(${finite})`, `max(${finite})`];
  const isApproximate = accuracy === 'approximate' && kind !== 'boolean';
  return structSql({
    count: `count(${id})`,
    finite: unbounded ? `count(${finite})` : undefined,
    min: shownSql(low, column),
    max: shownSql(high, column),
    low: axis.kind === 'discrete' ? `CAST(${axis.position(low)} AS VARCHAR)` : undefined,
    high: axis.kind === 'discrete' ? `CAST(${axis.position(high)} AS VARCHAR)` : undefined,
    trues: kind === 'boolean' ? countIfSql(id) : undefined,
    mean: kind === 'number' ? `avg(${column.type === 'HUGEINT' ? `CAST(${id} AS DOUBLE)` : finite})` : undefined,
    quantiles: axis.kind === 'none' ? undefined : `${accuracy === 'exact' ? 'quantile_disc' : 'approx_quantile'}(${finite}, [${QUANTILES.join(', ')}])`,
    distinct: isApproximate ? approximateDistinct(id) : undefined,
    candidates: isApproximate ? `approx_top_k(${frequentSql(column).value}, ${4 * topK})` : undefined,
    text: kind === 'text' ? textMeasures(id) : undefined,
  });
}

/** DuckDB's sketch alone has a standard error of 13 %; the mean of four independent ones halves it. */
function approximateDistinct(id: string): string {
  const sketches = [id, ...[1, 2, 3].map((salt) => whenSql(`${id} IS NOT NULL`, `hash(${id}, ${salt})`))].map((value) => `approx_count_distinct(${value})`);
  return `CAST(round((${sketches.join(' + ')}) / ${sketches.length}) AS BIGINT)`;
}

const textMeasures = (id: string): string =>
  structSql({
    minLength: `min(length(${id}))`,
    maxLength: `max(length(${id}))`,
    meanLength: `avg(length(${id}))`,
    blank: countIfSql(`trim(${id}) = ''`),
    markers: `map_entries(histogram(${whenSql(`lower(trim(${id})) IN (${MISSING_MARKERS.map(quoteLiteral).join(', ')})`, `trim(${id})`)}))`,
  });

/** Booleans are counted with the measures. Most frequent first, ties by value: `min` of the negated count. */
function frequencySql(column: ProfiledColumn, topK: number): string {
  const { id, kind } = column;
  if (kind === 'boolean') return 'NULL';
  const fields = structSql({ distinct: 'count(*)', top: `min({'n': -n, 'v': ${shownSql('v', column)}}, ${topK})` });
  return `SELECT ${fields} FROM (SELECT ${id} AS v, count(*) AS n FROM t WHERE ${id} IS NOT NULL GROUP BY ALL)`;
}

const cell = z.union([z.null(), z.boolean(), z.number(), z.string()]);
const entries = z.array(z.object({ key: cell, value: z.number() })).nullable();

const measures = z.object({
  count: z.number(),
  finite: z.number().optional(),
  min: cell,
  max: cell,
  low: z.string().nullish(),
  high: z.string().nullish(),
  trues: z.number().optional(),
  mean: cell.optional(),
  quantiles: z.array(cell).nullish(),
  distinct: z.number().optional(),
  candidates: z.array(cell).nullish(),
  text: z
    .object({ minLength: z.number().nullable(), maxLength: z.number().nullable(), meanLength: cell, blank: z.number(), markers: entries })
    .optional(),
});

const frequencies = z
  .object({ distinct: z.number(), top: z.array(z.object({ n: z.number(), v: cell })).nullable() })
  .nullable();

export type Measures = z.infer<typeof measures>;
export type Frequencies = z.infer<typeof frequencies>;

export interface Measured {
  readonly rows: number;
  readonly columns: readonly Measures[];
  /** By column; empty when approximate. */
  readonly frequencies: readonly Frequencies[];
  /** Undefined when approximate. */
  readonly distinctRows: number | undefined;
}

/** Reads the row that `measureSql` gives. */
export function readMeasured(row: readonly unknown[] | undefined, columnCount: number): Measured {
  const [rows, ...cells] = row ?? [];
  return {
    rows: z.number().parse(rows),
    columns: z.array(measures).parse(cells.slice(0, columnCount)),
    frequencies: z.array(frequencies).parse(cells.slice(columnCount, 2 * columnCount)),
    distinctRows: z.number().optional().parse(cells[2 * columnCount]),
  };
}
