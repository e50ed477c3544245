import { isNameable, sparkName } from './spark-text.js';
import type { Column } from './term.js';

/** Undefined is all, and none. */
export interface Limit {
  readonly rows: number | undefined;
  readonly offset: number | undefined;
}

/** One SELECT while it is built up. A clause that would come before one that is set needs a SELECT around. */
export interface Select {
  readonly columns: readonly Column[];
  /** Empty for one row without columns. */
  readonly from: string;
  readonly where?: readonly string[];
  /** Aggregated, over all rows if there is no `groupBy`. */
  readonly isGrouped?: boolean;
  readonly groupBy?: string;
  readonly having?: readonly string[];
  /** Several places in FROM. */
  readonly isJoin?: boolean;
  readonly isProjected?: boolean;
  readonly isDistinct?: boolean;
  readonly orderBy?: string;
  readonly limit?: Limit;
}

/** Names that no two columns share, however a reader folds case. */
export function uniqueNames(wanted: readonly string[]): string[] {
  const taken = new Set<string>();
  return wanted.map((name, i) => {
    let unique = isNameable(name) && name.length <= 120 ? name : `c${i}`;
    for (let n = 2; taken.has(unique.toLowerCase()); n += 1) unique = `${name}_${n}`;
    taken.add(unique.toLowerCase());
    return unique;
  });
}

export function renderSelect(select: Select, names = uniqueNames(select.columns.map(({ name }) => name))): string {
  const columns = select.columns.map(({ sql }, i) => `${sql} AS ${sparkName(names[i] ?? '')}`);
  const { from, where = [], groupBy, having = [], isDistinct, orderBy, limit } = select;
  return [
    `SELECT ${isDistinct === true ? 'DISTINCT ' : ''}${columns.length === 0 ? '1 AS `c0`' : columns.join(', ')}`,
    from === '' ? '' : `FROM ${from}`,
    where.length === 0 ? '' : `WHERE ${where.join(' AND ')}`,
    groupBy === undefined ? '' : `GROUP BY ${groupBy}`,
    having.length === 0 ? '' : `HAVING ${having.join(' AND ')}`,
    orderBy === undefined ? '' : `ORDER BY ${orderBy}`,
    limit?.rows === undefined ? '' : `LIMIT ${limit.rows}`,
    limit?.offset === undefined ? '' : `OFFSET ${limit.offset}`,
  ].filter(Boolean).join(' ');
}

/** A SELECT from this one, under an alias: every column is a plain name. */
export function derive(select: Select, alias: string): Select {
  const names = uniqueNames(select.columns.map(({ name }) => name));
  return from(`(${renderSelect(select, names)}) AS ${sparkName(alias)}`, alias, select.columns, names);
}

/** A SELECT from something under an alias whose columns have these names. */
export const from = (text: string, alias: string, columns: readonly Pick<Column, 'type'>[], names: readonly string[]): Select => ({
  from: text,
  columns: columns.map(({ type }, i) => {
    const name = names[i] ?? '';
    return { sql: `${sparkName(alias)}.${sparkName(name)}`, name, type, plain: true };
  }),
});

/** Whether this is a place in FROM still, with nothing said of its rows. */
export const isBare = ({ where = [], isGrouped, isProjected, isDistinct, orderBy, limit }: Select): boolean =>
  where.length === 0 && isGrouped !== true && isProjected !== true && isDistinct !== true && orderBy === undefined && limit === undefined;

export const isPlain = ({ columns }: Select): boolean => columns.every(({ plain }) => plain);

/** Aggregated over all rows, and none left out after. */
export const isOneRow = ({ isGrouped, groupBy, having = [], limit }: Select): boolean => isGrouped === true && groupBy === undefined && having.length === 0 && limit === undefined;
