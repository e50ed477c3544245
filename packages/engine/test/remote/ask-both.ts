import type { Engine, QueryOptions } from '../../src/engine.js';
import { EngineError } from '../../src/errors.js';
import { bindQuestion } from '../../src/remote/translate/bind-question.js';
import { translateQuestion, type Translation } from '../../src/remote/translate/translate-question.js';
import { exactValue } from '../../src/remote/exact-value.js';
import type { Answer, JsonValue } from '../../src/result/answer.js';
import { firstDifference, type Answered } from './compare-answers.js';
import type { DuckdbSide } from './duckdb-side.js';
import { TABLES } from './tables.js';

/** Runs one Databricks SQL statement whose columns are all text. */
export type RunDatabricksSql = (sql: string) => Promise<Rows>;

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
  const [here, there] = await Promise.all([settled(duckdb.rows(sql)), settled(run(translation.sql(MAX_ROWS)).then((rows) => rows.map((row) => row.map((text, i) => textOf(exactValue(text, translation.types[i] ?? ''))))))]);
  return outcomeOf(here, there, translation);
}

/** Asks an engine to answer by itself, and to have its warehouse answer: the same files by both roads. */
export async function askBothRoads(sql: string, engine: Engine, options: QueryOptions): Promise<Outcome> {
  const ask = (choice: QueryOptions['engine']): Promise<Answer> => engine.query(sql, { ...options, ...(choice && { engine: choice }), limits: { maxRows: MAX_ROWS, maxResultBytes: 100_000_000 } });
  const far = await ask('databricks').catch((error: unknown) => error);
  if (far instanceof EngineError && far.code === 'REMOTE_UNSUPPORTED') return { kind: 'refused', reasons: [far.message] };
  const [here, there] = await Promise.all([settled(ask('duckdb').then(rowsOf)), settled(far instanceof Error ? Promise.reject(far) : Promise.resolve(rowsOf(far as Answer)))]);
  const { columns = [], warnings = [] } = far instanceof Error ? {} : (far as Answer);
  return outcomeOf(here, there, { types: columns.map(({ type }) => type), notes: warnings.map(({ message }) => message) });
}

const rowsOf = ({ rows }: Answer): Rows => rows.map((row) => row.map(textOf));
const textOf = (value: JsonValue): string | null => (value === null ? null : typeof value === 'object' ? JSON.stringify(value) : String(value));

type Rows = readonly (readonly (string | null)[])[];

interface Settled {
  readonly rows: Rows;
  readonly error?: string;
}

const settled = (rows: Promise<Rows>): Promise<Settled> => rows.then((found) => ({ rows: found }), (error: unknown) => ({ rows: [], error: (error as Error).message }));

function outcomeOf(here: Settled, there: Settled, answered: Answered): Outcome {
  if (there.error !== undefined) {
    const isLoud = here.error !== undefined || /sluice: |^Databricks gave /.test(there.error);
    return isLoud ? { kind: 'failed', message: there.error } : { kind: 'different', what: `only Spark fails: ${there.error}` };
  }
  if (here.error !== undefined) return { kind: 'different', what: `only DuckDB fails: ${here.error}` };
  const what = firstDifference(answered, here.rows, there.rows);
  return what === undefined ? { kind: 'equal' } : { kind: 'different', what };
}
