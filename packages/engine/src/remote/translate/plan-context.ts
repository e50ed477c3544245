import type { DuckType } from './duck-type.js';
import type { Refusals } from './refusals.js';
import type { Column } from './term.js';

/** A table of the question: its name in the SQL that was planned, and what it is called at the remote engine. */
export interface RemoteTable {
  readonly viewName: string;
  /** Catalog, schema and table, or a temporary view's name alone. */
  readonly remoteName: readonly string[];
}

/** A query that is named in front of the statement, once. */
export interface NamedQuery {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: DuckType }[];
}

/** What a subquery that refers to outer columns joins to: the values that they have outside. */
export interface OuterValues {
  readonly query: NamedQuery;
  readonly columns: readonly Column[];
}

/** Names of the columns that a plan reads, by table. */
export type UsedColumns = Map<string, Set<string>>;

/** What one walk over a plan shares. */
export interface PlanContext {
  readonly tables: readonly RemoteTable[];
  readonly refusals: Refusals;
  readonly used: UsedColumns;
  /** Common table expressions by the index that the plan gives them. */
  readonly ctes: Map<string, NamedQuery>;
  /** `name AS (…)`, in an order in which each sees those before. */
  readonly named: string[];
  readonly alias: Aliases;
  readonly outer?: OuterValues;
}

/** A name that nothing else has; that of a query in front is not a table's either, which it would hide. */
export type Aliases = (wanted: string, isQuery?: boolean) => string;

export function createAliases(tables: readonly string[]): Aliases {
  const taken = new Set<string>();
  const hidden = new Set(tables.map((name) => name.toLowerCase()));
  return (wanted, isQuery = false) => {
    const base = /^[A-Za-z]\w{0,40}$/.test(wanted) ? wanted : 'q';
    let alias = base;
    for (let n = 1; taken.has(alias.toLowerCase()) || (isQuery && hidden.has(alias.toLowerCase())); n += 1) alias = `${base}_${n}`;
    taken.add(alias.toLowerCase());
    return alias;
  };
}
