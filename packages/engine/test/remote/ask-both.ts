import { bindQuestion } from '../../src/remote/translate/bind-question.js';
import { translateQuestion, type Translation } from '../../src/remote/translate/translate-question.js';
import { firstDifference } from './compare-answers.js';
import type { DuckdbSide } from './duckdb-side.js';
import type { RunDatabricksSql } from './spark-process.js';
import { TABLES } from './tables.js';

/** What became of a question. Only `different` is a fault. */
export type Outcome =
  | { readonly kind: 'equal' }
  | { readonly kind: 'refused'; readonly reasons: readonly string[] }
  /** Spark failed where DuckDB failed too, or what was translated said itself that it would not be equal. */
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'different'; readonly what: string };

const MAX_ROWS = 1_000_000;

export async function translate(sql: string, { binder }: Pick<DuckdbSide, 'binder'>): Promise<Translation & { readonly types: readonly string[] }> {
  const bound = await bindQuestion(sql, TABLES, binder);
  const tables = TABLES.map(({ viewName }) => ({ viewName, remoteName: [viewName] }));
  return { ...translateQuestion(bound, tables), types: bound.columns.map(({ type }) => type) };
}

/** Asks DuckDB, and Spark by way of the translation. */
export async function askBoth(sql: string, duckdb: DuckdbSide, run: RunDatabricksSql): Promise<Outcome> {
  const translation = await translate(sql, duckdb);
  if (translation.kind === 'refused') return translation;
  const [here, there] = await Promise.all([settled(duckdb.rows(sql)), settled(run(translation.sqlAsText(MAX_ROWS)))]);
  if (there.error !== undefined) {
    const isLoud = here.error !== undefined || there.error.includes('sluice: ');
    return isLoud ? { kind: 'failed', message: there.error } : { kind: 'different', what: `only Spark fails: ${there.error}` };
  }
  if (here.error !== undefined) return { kind: 'different', what: `only DuckDB fails: ${here.error}` };
  const what = firstDifference(translation, here.rows, there.rows);
  return what === undefined ? { kind: 'equal' } : { kind: 'different', what };
}

interface Settled {
  readonly rows: readonly (readonly (string | null)[])[];
  readonly error?: string;
}

const settled = (rows: Promise<Settled['rows']>): Promise<Settled> => rows.then((found) => ({ rows: found }), (error: unknown) => ({ rows: [], error: (error as Error).message }));
