import type { JoinCondition, OperatorOf } from './bound-plan.js';
import { simple } from './duck-type.js';
import { compare, translateExpression } from './expression.js';
import type { PlanContext } from './plan-context.js';
import { Untranslatable } from './refusals.js';
import { namedQuery, scanNamed } from './scans.js';
import { derive, isBare, isPlain, renderSelect, type Select } from './select.js';
import type { Column } from './term.js';

type Join = OperatorOf<'LOGICAL_CROSS_PRODUCT' | 'LOGICAL_ANY_JOIN' | 'LOGICAL_COMPARISON_JOIN' | 'LOGICAL_DELIM_JOIN'>;
type Translate = (node: unknown, context: PlanContext) => Select;

const WORDS: Readonly<Record<string, string>> = {
  INNER: 'INNER JOIN', LEFT: 'LEFT JOIN', RIGHT: 'RIGHT JOIN', OUTER: 'FULL JOIN', FULL: 'FULL JOIN', SEMI: 'LEFT SEMI JOIN', ANTI: 'LEFT ANTI JOIN',
};

export function translateJoin(join: Join, context: PlanContext, translate: Translate): Select {
  if (join.type === 'LOGICAL_DELIM_JOIN') return correlated(join, context, translate);
  const left = place(translate(join.children[0], context), context);
  const rightSide = translate(join.children[1], context);
  if (join.type === 'LOGICAL_CROSS_PRODUCT') {
    const right = placeRight(rightSide, context);
    return joined(left, right, { word: 'CROSS JOIN' });
  }
  if (join.type === 'LOGICAL_COMPARISON_JOIN' && join.join_type === 'MARK') return marked(left, rightSide, { conditions: join.conditions, context });
  const right = placeRight(rightSide, context);
  const word = WORDS[join.join_type];
  if (word === undefined) throw new Untranslatable(`A join of kind ${join.join_type} is not translated`);
  const both = { columns: [...left.columns, ...right.columns], refusals: context.refusals };
  const on = join.type === 'LOGICAL_ANY_JOIN' ? translateExpression(join.condition, both).sql : matches(join.conditions, left, right, context).join(' AND ');
  return joined(left, right, { word, on });
}

/** A SELECT as a place in FROM. */
const place = (select: Select, context: PlanContext): Select => (isBare(select) && isPlain(select) && select.from !== '' ? select : derive(select, context.alias('q')));

const placeRight = (select: Select, context: PlanContext): Select => {
  const right = place(select, context);
  return right.isJoin === true ? derive(right, context.alias('q')) : right;
};

const joined = (left: Select, right: Select, { word, on }: { readonly word: string; readonly on?: string }): Select => ({
  from: `${left.from} ${word} ${right.from}${on === undefined ? '' : ` ON ${on}`}`,
  columns: word.startsWith('LEFT SEMI') || word.startsWith('LEFT ANTI') ? left.columns : [...left.columns, ...right.columns],
  isJoin: true,
});

const matches = (conditions: readonly JoinCondition[], left: Select, right: Select, { refusals }: PlanContext): string[] =>
  conditions.map(({ left: a, right: b, comparison }) => compare(comparison, translateExpression(a, { columns: left.columns, refusals }), translateExpression(b, { columns: right.columns, refusals })).sql);

interface MarkOptions {
  readonly conditions: readonly JoinCondition[];
  readonly context: PlanContext;
}

/** IN and EXISTS: a condition for the filter above. What is compared by `=` may be NULL, what is matched to outer values is not told apart. */
function marked(left: Select, rightSide: Select, { conditions, context }: MarkOptions): Select {
  const right = derive(rightSide, context.alias('q'));
  const sought = conditions.filter(({ comparison }) => comparison !== 'COMPARE_NOT_DISTINCT_FROM');
  const outer = matches(conditions.filter(({ comparison }) => comparison === 'COMPARE_NOT_DISTINCT_FROM'), left, right, context);
  const { refusals } = context;
  const [only, ...others] = sought;
  if (others.length > 0 || (only !== undefined && only.comparison !== 'COMPARE_EQUAL')) throw new Untranslatable('IN of several columns, ANY and ALL with a subquery are not translated');
  const value = only === undefined ? undefined : translateExpression(only.right, { columns: right.columns, refusals }).sql;
  const column: Column = { sql: value ?? '1', name: 'c0', type: simple('BOOLEAN'), plain: false };
  const subquery = renderSelect({ ...right, columns: [column], where: outer });
  const sql = only === undefined ? `EXISTS (${subquery})` : `${translateExpression(only.left, { columns: left.columns, refusals }).sql} IN (${subquery})`;
  return { ...left, columns: [...left.columns, { sql, name: 'found', type: simple('BOOLEAN'), plain: true, isMark: true }] };
}

/**
 * A subquery that refers to outer columns, as DuckDB unnests it: computed once for each of their values, then joined.
 * The outer rows are named in front, since they are read twice.
 */
function correlated(join: OperatorOf<'LOGICAL_DELIM_JOIN'>, context: PlanContext, translate: Translate): Select {
  if (context.outer !== undefined) throw new Untranslatable('Subqueries within subqueries that refer outwards are not translated');
  const query = namedQuery('outer_rows', translate(join.children[0], context), context);
  const left = scanNamed(query, context);
  const bare = scanNamed(query, { ...context, alias: () => query.name });
  const columns = join.duplicate_eliminated_columns.map((node): Column => {
    const { sql, type } = translateExpression(node, { columns: bare.columns, refusals: context.refusals });
    return { sql, type, name: bare.columns.find((one) => one.sql === sql)?.name ?? 'c', plain: true };
  });
  const rightSide = translate(join.children[1], { ...context, outer: { query, columns } });
  if (join.join_type === 'MARK') return marked(left, rightSide, { conditions: join.conditions, context });
  const right = placeRight(rightSide, context);
  const word = join.join_type === 'SINGLE' && isOneRowEach(join.children[1], columns.length) ? 'LEFT JOIN' : WORDS[join.join_type === 'SINGLE' ? '' : join.join_type];
  if (word === undefined) throw new Untranslatable('A subquery that may give several rows for a value is not translated');
  return joined(left, right, { word, on: matches(join.conditions, left, right, context).join(' AND ') });
}

/** Whether it is an aggregate that is grouped by the outer values alone, which DuckDB's planner joins to these values. */
function isOneRowEach(node: unknown, values: number): boolean {
  const { type, children = [], groups = [] } = node as { readonly type: string; readonly children?: readonly unknown[]; readonly groups?: readonly unknown[] };
  if (type === 'LOGICAL_PROJECTION') return isOneRowEach(children[0], values);
  if (type === 'LOGICAL_COMPARISON_JOIN') return (children[0] as { readonly type?: string }).type === 'LOGICAL_DELIM_GET' && isOneRowEach(children[1], values);
  return type === 'LOGICAL_AGGREGATE_AND_GROUP_BY' && groups.length === values;
}
