import type { OperatorOf } from './bound-plan.js';
import { simple } from './duck-type.js';
import { translateExpression } from './expression.js';
import type { NamedQuery, PlanContext } from './plan-context.js';
import { Untranslatable } from './refusals.js';
import { derive, from, renderSelect, uniqueNames, type Select } from './select.js';
import { isNameable, sparkName } from './spark-text.js';
import type { Column } from './term.js';

export function scanTable({ function_data: { table: name }, names, returned_types: types, column_indexes: indexes }: OperatorOf<'LOGICAL_GET'>, { tables, used, alias: aliasFor }: PlanContext): Select {
  const table = tables.find(({ viewName }) => viewName === name);
  if (table === undefined) throw new Untranslatable(`The table ${name} is not known at the remote engine`);
  const folded = new Set(names.map((column) => column.toLowerCase()));
  if (folded.size !== names.length || ![...names, ...table.remoteName].every(isNameable)) throw new Untranslatable(`The names of ${name} and its columns do not keep apart in Spark`);
  const alias = aliasFor(name);
  const read = used.get(name) ?? new Set();
  used.set(name, read);
  const columns = indexes.map(({ index }): Column => {
    const column = names[Number(index)];
    // Rows are counted by their number where no column is needed.
    if (column === undefined) return { sql: 'NULL', name: 'row', type: simple('ROW NUMBER'), plain: true };
    read.add(column);
    return { sql: `${sparkName(alias)}.${sparkName(column)}`, name: column, type: types[Number(index)] ?? simple('UNKNOWN'), plain: true };
  });
  return { from: `${table.remoteName.map(sparkName).join('.')} AS ${sparkName(alias)}`, columns };
}

/** VALUES, each row a SELECT, so that every value keeps its type. */
export function scanConstants({ expressions: rows, expr_types: types }: OperatorOf<'LOGICAL_EXPRESSION_GET'>, below: Select, context: PlanContext): Select {
  const names = types.map((_, i) => `c${i}`);
  const selects = rows.map((row) => {
    const columns = row.map((node, i) => `${translateExpression(node, { columns: below.columns, refusals: context.refusals }).sql} AS ${sparkName(names[i] ?? '')}`);
    return `SELECT ${columns.join(', ')}`;
  });
  const alias = context.alias('q');
  return from(`(${selects.join(' UNION ALL ')}) AS ${sparkName(alias)}`, alias, types.map((type) => ({ type })), names);
}

/** Puts a query in front of the statement under a name. */
export function namedQuery(wanted: string, select: Select, { named, alias }: PlanContext): NamedQuery {
  const name = alias(wanted, true);
  const names = uniqueNames(select.columns.map((column) => column.name));
  named.push(`${sparkName(name)} AS (${renderSelect(select, names)})`);
  return { name, columns: select.columns.map(({ type }, i) => ({ name: names[i] ?? '', type })) };
}

export function scanNamed(query: NamedQuery | undefined, { alias: aliasFor }: PlanContext): Select {
  if (query === undefined) throw new Untranslatable('WITH RECURSIVE is not translated');
  const alias = aliasFor(query.name);
  return from(`${sparkName(query.name)} AS ${sparkName(alias)}`, alias, query.columns, query.columns.map(({ name }) => name));
}

/** The values that outer columns have, each once. */
export function scanOuter(context: PlanContext): Select {
  if (context.outer === undefined) throw new Untranslatable('Subqueries within subqueries that refer outwards are not translated');
  const { query, columns } = context.outer;
  context.refusals.chooseOf(columns.map(({ type }) => type));
  return derive({ from: sparkName(query.name), columns, isDistinct: true }, context.alias('q'));
}
