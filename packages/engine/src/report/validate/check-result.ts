import { z } from 'zod';
import { columnsOf, type Check, type CheckOf } from './check.js';
import { columnsProblem } from './columns-check.js';
import { describeCheck } from './describe-check.js';
import type { PlacedCheck } from './place-check.js';
import type { BadRow, CheckResult } from './report.js';
import { MAX_SAMPLE_CHARS } from './rows-sql.js';

export interface Findings {
  /** Of the check among all. */
  readonly index: number;
  /** The source's. */
  readonly columns: readonly string[];
  /** The answer to `validationSql`, by column name. */
  readonly found: ReadonlyMap<string, unknown>;
  readonly samples: number;
}

/** One check's part of the report. */
export function checkResult({ check, absent }: PlacedCheck, { index, columns, found, samples }: Findings): CheckResult {
  const columnNames = columnsOf(check);
  const common = { kind: check.kind, columns: columnNames, check: describeCheck(check) };
  const problem = absent === undefined ? problemOf(check, columns, Number(found.get('total'))) : `there is no column ${JSON.stringify(absent)}`;
  if (problem !== undefined) return { ...common, passed: false, message: problem, samples: [] };
  if (check.kind === 'row-count' || check.kind === 'columns') return { ...common, passed: true, samples: [] };
  const badRows = Number(found.get(`bad_${index}`));
  return { ...common, passed: badRows === 0, badRows, samples: badRowsOf(found.get(`samples_${index}`), columnNames).slice(0, samples) };
}

/** What is wrong where no row is to blame. */
function problemOf(check: Check, columns: readonly string[], rowCount: number): string | undefined {
  if (check.kind === 'columns') return columnsProblem(check, columns);
  return check.kind === 'row-count' ? rowCountProblem(check, rowCount) : undefined;
}

const rowCountProblem = ({ min = 0, max = Infinity }: CheckOf<'row-count'>, rowCount: number): string | undefined =>
  rowCount >= min && rowCount <= max ? undefined : `there are ${rowCount}`;

const SAMPLES = z.array(z.object({ row: z.number(), first: z.number().optional(), texts: z.array(z.string().nullable()) })).nullable();

const badRowsOf = (value: unknown, columns: readonly string[]): BadRow[] =>
  (SAMPLES.parse(value) ?? []).map(({ row, first, texts }) => ({
    row,
    values: Object.fromEntries(columns.map((column, i) => [column, shortened(texts[i] ?? null)])),
    ...(first === undefined ? {} : { firstRow: first }),
  }));

/** By code points, as DuckDB counts. */
function shortened(text: string | null): string | null {
  const chars = Array.from(text ?? '');
  return text === null || chars.length <= MAX_SAMPLE_CHARS ? text : `${chars.slice(0, MAX_SAMPLE_CHARS).join('')}…`;
}
