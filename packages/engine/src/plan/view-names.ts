import type { InspectOptions } from '../inspect/inspect-source.js';
import { foldCase } from './fold-case.js';

/** A source of the query, to be made a temporary view before the query runs. */
export interface PlannedTable {
  /** The view's name as the SQL spells it; of an alias, as the caller spelled it. */
  readonly viewName: string;
  /** Paths, URIs and globs; absent when the view's name is an alias, whose files the caller knows. */
  readonly uris?: readonly string[];
  readonly options: InspectOptions;
  /** What the statement says that it is, by the function that it calls. */
  readonly format?: 'delta' | 'parquet' | 'csv';
  /** A table that the remote engine knows by itself: catalog, schema and name. */
  readonly catalogName?: readonly string[];
}

/** Gives every distinct source one view name. DuckDB tells names apart without case, file systems with it. */
export class ViewNames {
  readonly #tables = new Map<string, PlannedTable>();
  readonly #reserved: ReadonlySet<string>;

  constructor(aliases: readonly string[]) {
    // An alias keeps its name even when a path that the query also reads is spelled alike.
    this.#reserved = new Set(aliases.map(foldCase));
  }

  alias(viewName: string): PlannedTable {
    const table = { viewName, options: {} };
    this.#tables.set(foldCase(viewName), table);
    return table;
  }

  /** @param wanted the name to use when no other source has it */
  source(wanted: string, source: Omit<PlannedTable, 'viewName'>): PlannedTable {
    for (let i = 1; ; i += 1) {
      const viewName = i === 1 ? wanted : `${wanted} (${i})`;
      const key = foldCase(viewName);
      const taken = this.#tables.get(key);
      if (taken !== undefined && isSame(taken, source)) return taken;
      if (taken !== undefined || this.#reserved.has(key)) continue;
      const table = { viewName, ...source };
      this.#tables.set(key, table);
      return table;
    }
  }

  get tables(): readonly PlannedTable[] {
    return [...this.#tables.values()];
  }
}

const isSame = (table: PlannedTable, { uris, options, format, catalogName }: Omit<PlannedTable, 'viewName'>): boolean =>
  JSON.stringify([table.uris, table.options, table.format, table.catalogName]) === JSON.stringify([uris, options, format, catalogName]);
