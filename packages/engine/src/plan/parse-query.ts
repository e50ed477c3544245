import { EngineError } from '../errors.js';
import { computedColumns, type ComputedColumns } from './computed-columns.js';
import { guard } from './guard.js';
import { rewritePivots, type FreePivot } from './pivot.js';
import { statementText } from './query-text.js';
import { rowLimit, type RowLimit } from './row-limit.js';
import { splice } from './splice.js';
import { tokenize } from './sql-tokens.js';
import { NoTreeError, parseTree, type Parse, type SyntaxTree } from './syntax-tree.js';
import { SOURCE_CALLS } from './source-call.js';
import { collectTables } from './table-refs.js';
import { notFound, viewEdits } from './view-edits.js';
import { ViewNames, type PlannedTable } from './view-names.js';

export interface PlanOptions {
  readonly parse: Parse;
  /** Names that the caller gave to sources. */
  readonly aliases: readonly string[];
  /** Names with a schema are tables of the remote engine. @default false */
  readonly catalogs?: boolean;
}

/** A query that passed the guard. Every text in it is one that DuckDB's parser has read and the guard has judged. */
export interface QueryPlan {
  /** One statement without a semicolon, which runs once its tables are views and its pivots' types exist. */
  readonly sql: string;
  readonly tables: readonly PlannedTable[];
  /** Types to make first, in this order: run `valuesSql`, then `pivotTypeSql(pivot, values)`. */
  readonly pivots: readonly FreePivot[];
  readonly computed: ComputedColumns;
  readonly limit: RowLimit | undefined;
}

/**
 * Parses and guards a query, and finds its sources.
 * @throws EngineError USAGE, SQL_SYNTAX, SQL_REFUSED or UNKNOWN_TABLE
 */
export async function planQuery(sql: string, { parse, aliases, catalogs = false }: PlanOptions): Promise<QueryPlan> {
  const text = statementText(sql);
  const { sql: rewritten, tree, pivots } = await parseStatement(text, parse);
  const context = { parse, aliases, catalogs, names: new ViewNames(aliases), pivotTypes: pivots.map(({ typeName }) => typeName) };
  const plannedSql = await planText(rewritten, tree, context);
  const planned: FreePivot[] = [];
  for (const pivot of pivots) {
    const valuesTree = await parseTree(pivot.valuesSql, parse);
    if (valuesTree.parameters.length > 0) throw parameterInPivot();
    planned.push({ ...pivot, valuesSql: await planText(pivot.valuesSql, valuesTree, context) });
  }
  return { sql: plannedSql, tables: context.names.tables, pivots: planned, computed: computedColumns(tree), limit: rowLimit(tree) };
}

/** A query in another engine's SQL, of which nothing is known here but which tables were given names. */
export function planNative(sql: string, aliases: readonly string[]): QueryPlan {
  const text = sql.trim().replace(/;\s*$/, '');
  if (text === '') throw new EngineError('USAGE', 'There is no SQL to run', { hint: 'Write a query in the SQL of Databricks, e.g. SELECT count(*) FROM main.sales.orders.' });
  return { sql: text, tables: aliases.map((viewName) => ({ viewName, options: {} })), pivots: [], computed: 'all', limit: undefined };
}

interface ParsedStatement {
  readonly sql: string;
  readonly tree: SyntaxTree;
  readonly pivots: readonly FreePivot[];
}

/** The parser has no tree for a PIVOT without IN: only what it turns down is looked at for one. */
async function parseStatement(sql: string, parse: Parse): Promise<ParsedStatement> {
  try {
    return { sql, tree: await parseTree(sql, parse), pivots: [] };
  } catch (error) {
    if (!(error instanceof NoTreeError)) throw error;
    const { sql: rewritten, pivots } = rewritePivots(sql);
    if (pivots.length === 0) throw error;
    return { sql: rewritten, tree: await parseTree(rewritten, parse), pivots };
  }
}

interface PlanContext extends PlanOptions {
  readonly names: ViewNames;
  readonly pivotTypes: readonly string[];
}

/** Guards one text, names its sources, and gives the text that runs: guarded as well if it is another. */
async function planText(sql: string, tree: SyntaxTree, { parse, aliases, catalogs = false, names, pivotTypes }: PlanContext): Promise<string> {
  guard(tree, { tableFunctions: SOURCE_CALLS, pivotTypes, catalogs });
  const quoted = tokenize(sql).filter(({ kind }) => kind === 'string');
  const refs = collectTables(tree, aliases, new Set(quoted.map(({ byteStart }) => byteStart)));
  const edits = viewEdits(sql, refs, names);
  if (edits.length === 0) return sql;
  const runs = splice(sql, edits);
  const again = await parseTree(runs, parse);
  guard(again, { tableFunctions: [], pivotTypes });
  // As many views must be named now: a WITH could define a view's name.
  const views = collectTables(again, names.tables.map(({ viewName }) => viewName));
  if (views.length !== refs.length || views.some(({ kind }) => kind !== 'alias')) notFound();
  return runs;
}

const parameterInPivot = (): EngineError =>
  new EngineError('SQL_REFUSED', 'A PIVOT without IN is refused where its source or ON takes a parameter', {
    hint: "Write the value into the query, or list the columns: ON x IN ('a', 'b').",
  });
