import { quoteIdentifier } from '../../database/quote.js';
import type { ProfiledColumn } from './column-axis.js';

/** The source's name in the profile's statements. */
export const SOURCE_TABLE = 'data';

export interface ProfiledRows {
  readonly columns: readonly ProfiledColumn[];
  /** An SQL expression over the source's own columns. */
  readonly where: string | undefined;
}

/**
 * The rows as a common table expression `t`, whose columns are named `c0`, `c1`, … The casts do nothing as long as columns
 * have the type they are expected to have; where the engine had to widen one meanwhile, the statement still binds.
 */
export function rowsSql({ columns, where }: ProfiledRows, { materialized }: { readonly materialized: boolean }): string {
  const values = columns.map(({ name, type, id }) => `TRY_CAST(${quoteIdentifier(name)} AS ${type}) AS ${id}`);
  // The newline ends a trailing comment.
  const filter = where === undefined ? '' : ` WHERE (${where}\n)`;
  return `WITH t AS ${materialized ? 'MATERIALIZED ' : ''}(SELECT ${values.join(', ')} FROM ${SOURCE_TABLE}${filter})`;
}

/** An SQL struct from fields; those without an expression are left out. */
export const structSql = (fields: Readonly<Record<string, string | undefined>>): string =>
  `{${Object.entries(fields)
    .filter(([, sql]) => sql !== undefined)
    .map(([name, sql]) => `'${name}': ${sql ?? ''}`)
    .join(', ')}}`;

/**
 * A column's values, or NULL where they do not satisfy a condition. Not `FILTER (WHERE …)`: DuckDB keeps a copy of the whole
 * chunk for each aggregate that has one, gigabytes for hundreds of columns.
 */
export const whenSql = (condition: string, value: string): string => `CASE WHEN ${condition} THEN ${value} END`;

/** How often a condition holds: 0, not NULL, where there is no row. */
export const countIfSql = (condition: string): string => `count(${whenSql(condition, '1')})`;

/** A column's values without infinite ones and NaN. */
export const finiteSql = ({ id, unbounded }: ProfiledColumn): string => (unbounded ? whenSql(`isfinite(${id})`, id) : id);

/** Text is shown, and compared for approximate top values, by so many of its first characters. */
export const MAX_TEXT_CHARS = 100;

/** The value as a report can show it. */
export const shownSql = (value: string, { kind }: ProfiledColumn): string => (kind === 'text' ? `left(${value}, ${MAX_TEXT_CHARS})` : value);

/** What stands for a value where frequent ones are looked for: DuckDB's `histogram_exact` would take decimals for doubles. */
export const frequentSql = (column: ProfiledColumn): { readonly value: string; readonly type: string } => {
  const isDecimal = column.type.startsWith('DECIMAL');
  return { value: isDecimal ? `CAST(${column.id} AS VARCHAR)` : shownSql(column.id, column), type: isDecimal ? 'VARCHAR' : column.type };
};
