import { readOperator, type OperatorOf } from './bound-plan.js';
import { sameType, simple, typeName } from './duck-type.js';
import { aggregate } from './grouping.js';
import { translateJoin } from './joins.js';
import type { PlanContext } from './plan-context.js';
import { Untranslatable } from './refusals.js';
import { distinct, filter, limit, order, project, windows } from './relations.js';
import { isScalarSubquery, scalarSubquery } from './scalar-subquery.js';
import { namedQuery, scanConstants, scanNamed, scanOuter, scanTable } from './scans.js';
import { from, renderSelect, uniqueNames, type Select } from './select.js';
import { sparkName } from './spark-text.js';
import type { Column } from './term.js';

/** A SELECT for one operator of DuckDB's plan and all below it. */
export function translatePlan(node: unknown, context: PlanContext): Select {
  const operator = readOperator(node);
  switch (operator.type) {
    case 'LOGICAL_GET':
      return scanTable(operator, context);
    case 'LOGICAL_DUMMY_SCAN':
      return { from: '', columns: [{ sql: 'NULL', name: 'row', type: simple('ROW NUMBER'), plain: true }] };
    case 'LOGICAL_EXPRESSION_GET':
      return scanConstants(operator, translatePlan(operator.children[0], context), context);
    case 'LOGICAL_PROJECTION':
      return isScalarSubquery(operator)
        ? scalarSubquery(translatePlan(operator.children[0].children[0], context), context)
        : project(translatePlan(operator.children[0], context), operator.expressions, context);
    case 'LOGICAL_FILTER':
      return filter(translatePlan(operator.children[0], context), operator.expressions, context);
    case 'LOGICAL_AGGREGATE_AND_GROUP_BY':
      return aggregate(translatePlan(operator.children[0], context), operator, context);
    case 'LOGICAL_WINDOW':
      return windows(translatePlan(operator.children[0], context), operator.expressions, context);
    case 'LOGICAL_ORDER_BY':
      return order(translatePlan(operator.children[0], context), operator.orders, context);
    case 'LOGICAL_LIMIT':
      return limit(translatePlan(operator.children[0], context), operator, context);
    case 'LOGICAL_DISTINCT':
      return distinct(translatePlan(operator.children[0], context), operator.distinct_targets, context);
    case 'LOGICAL_CROSS_PRODUCT':
    case 'LOGICAL_ANY_JOIN':
    case 'LOGICAL_COMPARISON_JOIN':
    case 'LOGICAL_DELIM_JOIN':
      return translateJoin(operator, context, translatePlan);
    case 'LOGICAL_DELIM_GET':
      return scanOuter(context);
    case 'LOGICAL_UNION':
    case 'LOGICAL_EXCEPT':
    case 'LOGICAL_INTERSECT':
      return setOperation(operator, context);
    case 'LOGICAL_MATERIALIZED_CTE':
      context.ctes.set(String(operator.table_index), namedQuery(operator.ctename, translatePlan(operator.children[0], context), context));
      return translatePlan(operator.children[1], context);
    case 'LOGICAL_CTE_REF':
      return scanNamed(context.ctes.get(String(operator.cte_index)), context);
  }
}

type SetOperation = OperatorOf<'LOGICAL_UNION' | 'LOGICAL_EXCEPT' | 'LOGICAL_INTERSECT'>;

/** Columns by position, types made one by DuckDB's planner. */
function setOperation({ type, children, setop_all: isAll }: SetOperation, context: PlanContext): Select {
  const sides = children.map((child) => translatePlan(child, context));
  const [left, ...others] = sides;
  for (const side of others) assertSameShape(left?.columns ?? [], side.columns);
  if (!isAll || type !== 'LOGICAL_UNION') context.refusals.chooseOf(left?.columns.map((column) => column.type) ?? []);
  const names = uniqueNames(left?.columns.map(({ name }) => name) ?? []);
  const alias = context.alias('q');
  const word = `${type.replace('LOGICAL_', '')} ${isAll ? 'ALL' : 'DISTINCT'}`;
  const text = sides.map((side) => `(${renderSelect(side, names)})`).join(` ${word} `);
  return from(`(${text}) AS ${sparkName(alias)}`, alias, left?.columns ?? [], names);
}

function assertSameShape(left: readonly Column[], right: readonly Column[]): void {
  if (left.length !== right.length) throw new Untranslatable('Tables of unequal width are not put together');
  left.forEach(({ type }, i) => {
    const other = right[i]?.type ?? type;
    if (!sameType(type, other)) throw new Untranslatable(`${typeName(type)} and ${typeName(other)} are not put together`);
  });
}
