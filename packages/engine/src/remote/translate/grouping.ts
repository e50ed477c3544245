import { translateAggregate } from './aggregate.js';
import { readExpression } from './bound-expression.js';
import type { OperatorOf } from './bound-plan.js';
import { column, nameFor, scopeOf, ungrouped } from './clauses.js';
import { constantTerm } from './constant.js';
import { translateExpression } from './expression.js';
import type { PlanContext } from './plan-context.js';
import { Untranslatable } from './refusals.js';
import { namedQuery, scanNamed } from './scans.js';
import { derive, from, renderSelect, uniqueNames, type Select } from './select.js';
import { sparkName } from './spark-text.js';
import type { Column } from './term.js';

type Grouping = OperatorOf<'LOGICAL_AGGREGATE_AND_GROUP_BY'>;

export function aggregate(select: Select, grouping: Grouping, context: PlanContext): Select {
  const sets = grouping.grouping_sets;
  const base = ungrouped(select, context);
  const keys = keysOf(base, grouping, context);
  context.refusals.chooseOf(keys.map(({ type }) => type));
  if (sets.length > 1 && sets.some((set) => set.length === 0)) return withTotal(base, { keys, grouping, context });
  // A constant in GROUP BY would be a place in the list; of several sets' keys, Spark is to see columns alone.
  const isSafe = keys.every(({ plain, sql }) => plain || (sets.length <= 1 && sql.includes('`')));
  return isSafe ? grouped(base, { keys, grouping, context }) : overColumns(base, { keys, grouping, context });
}

interface Grouped {
  readonly keys: readonly Column[];
  readonly grouping: Grouping;
  readonly context: PlanContext;
}

const keysOf = (base: Select, { groups }: Grouping, context: PlanContext): Column[] =>
  groups.map((node, i) => {
    const expression = readExpression(node);
    const below = typeof expression === 'object' && expression.expression_class === 'BOUND_REF' ? base.columns[expression.index] : undefined;
    const name = nameFor(typeof expression === 'object' ? expression.alias : '', below?.name ?? '', i);
    return column(translateExpression(node, scopeOf(base, context)), name, below?.plain === true);
  });

function grouped(base: Select, { keys, grouping, context }: Grouped): Select {
  return { ...base, columns: [...keys, ...valuesOf(base, grouping, context)], isGrouped: true, ...groupBy(keys, grouping.grouping_sets) };
}

const valuesOf = (base: Select, { expressions }: Grouping, context: PlanContext): Column[] =>
  expressions.map((node, i) => {
    const call = readExpression(node);
    if (typeof call === 'string' || call.expression_class !== 'BOUND_AGGREGATE') throw new Untranslatable(`${typeof call === 'string' ? call : call.type} is not translated`);
    return column(translateAggregate(call, scopeOf(base, context)), `a${i}`, false);
  });

/** The keys computed first, as columns after all others. */
const withKeys = (base: Select, keys: readonly Column[]): Select => ({ ...base, columns: [...base.columns, ...keys], isProjected: true });
const keysAfter = (inner: Select, keys: readonly Column[]): Column[] => inner.columns.slice(inner.columns.length - keys.length).map((one, i) => ({ ...one, name: keys[i]?.name ?? one.name }));

function overColumns(base: Select, { keys, ...rest }: Grouped): Select {
  const inner = derive(withKeys(base, keys), rest.context.alias('q'));
  return grouped(inner, { ...rest, keys: keysAfter(inner, keys) });
}

/** Over no rows a total is one row in DuckDB, and none in Spark where it is one of several grouping sets: so it stands by itself. */
function withTotal(base: Select, { keys, grouping, context }: Grouped): Select {
  const query = namedQuery('grouped_rows', withKeys(base, keys), context);
  const [inner, again] = [scanNamed(query, context), scanNamed(query, context)];
  const sets = grouping.grouping_sets.filter((set) => set.length > 0);
  if (sets.length !== grouping.grouping_sets.length - 1) throw new Untranslatable('Grouping sets that say the same twice are not translated');
  const groups = grouped(inner, { keys: keysAfter(inner, keys), grouping: { ...grouping, grouping_sets: sets }, context });
  const nulls = keys.map(({ type, name }) => column(constantTerm(type, null), name, false));
  const total: Select = { ...again, columns: [...nulls, ...valuesOf(again, grouping, context)], isGrouped: true };
  const names = uniqueNames(groups.columns.map(({ name }) => name));
  const alias = context.alias('q');
  return from(`(${[groups, total].map((part) => renderSelect(part, names)).join(' UNION ALL ')}) AS ${sparkName(alias)}`, alias, groups.columns, names);
}

function groupBy(keys: readonly Column[], sets: readonly (readonly number[])[]): Pick<Select, 'groupBy'> {
  if (sets.length > 1) {
    const listed = sets.map((set) => `(${set.map((i) => keys[i]?.sql ?? '').join(', ')})`);
    if (new Set(listed).size !== listed.length) throw new Untranslatable('Grouping sets that say the same twice are not translated');
    return { groupBy: `GROUPING SETS (${listed.join(', ')})` };
  }
  // The planner lists no set where it grouped by the values of outer columns.
  if (sets[0] !== undefined && sets[0].length !== keys.length) throw new Untranslatable('Groups that no grouping set names are not translated');
  return keys.length === 0 ? {} : { groupBy: keys.map(({ sql }) => sql).join(', ') };
}
