import { quoteIdentifier } from '../../database/quote.js';

/** A table of the question with its columns as DuckDB types them. */
export interface TypedTable {
  readonly viewName: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

/** Where statements run: a connection of its own, whose temporary tables end with it. */
export interface Binder {
  execute(sql: string): Promise<void>;
  /** The one text that a statement gives. */
  text(sql: string, parameter: string): Promise<string>;
  describe(sql: string): Promise<readonly { readonly name: string; readonly type: string }[]>;
}

/** A question as DuckDB binds it: names resolved, stars written out, types known, casts spelled out. */
export interface BoundQuestion {
  /** JSON. */
  readonly plan: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

/** `optimize := false`: the optimizer would lean on the tables being empty. */
const PLAN = 'SELECT json_serialize_plan($1::VARCHAR, skip_null := false, skip_empty := false, optimize := false)';

/** Has DuckDB bind a question over empty tables of its tables' types. The SQL was parsed and guarded before. */
export async function bindQuestion(sql: string, tables: readonly TypedTable[], binder: Binder): Promise<BoundQuestion> {
  for (const { viewName, columns } of tables) {
    const defined = columns.map(({ name, type }) => `${quoteIdentifier(name)} ${type}`);
    await binder.execute(`CREATE OR REPLACE TEMP TABLE ${quoteIdentifier(viewName)} (${defined.join(', ')})`);
  }
  const columns = await binder.describe(sql);
  return { plan: await binder.text(PLAN, sql), columns };
}
