import { readExpression, type Order } from './bound-expression.js';
import type { OperatorOf } from './bound-plan.js';
import { simple } from './duck-type.js';
import { translateExpression } from './expression.js';
import type { PlanContext } from './plan-context.js';
import { column, nameFor, scopeOf, ungrouped } from './clauses.js';
import { TIES, Untranslatable } from './refusals.js';
import { derive, isOneRow, isPlain, type Select } from './select.js';
import type { Column } from './term.js';
import { orderBy, translateWindow } from './window.js';

export function project(select: Select, expressions: readonly unknown[], context: PlanContext): Select {
  const read = expressions.map(readExpression);
  const isRenaming = read.every((expression) => typeof expression !== 'string' && expression.expression_class === 'BOUND_REF');
  const isOpen = !select.isDistinct && (!select.isProjected || isPlain(select) || isRenaming);
  const base = isOpen ? select : derive(select, context.alias('q'));
  const columns = expressions.map((node, i): Column => {
    const expression = read[i];
    const term = translateExpression(node, scopeOf(base, context));
    const isReference = typeof expression === 'object' && expression.expression_class === 'BOUND_REF';
    const below = isReference ? base.columns[expression.index] : undefined;
    const alias = typeof expression === 'object' ? expression.alias : '';
    return column(term, nameFor(alias, below?.name ?? '', i), below?.plain === true);
  });
  return { ...base, columns, isProjected: true };
}

export function filter(select: Select, expressions: readonly unknown[], context: PlanContext): Select {
  const isHaving = select.isGrouped === true && !select.isProjected && !select.isDistinct && select.orderBy === undefined && select.limit === undefined;
  const base = isHaving ? select : ungrouped(select, context);
  const conditions = expressions.map((node) => condition(node, base, context));
  const columns = base.columns.map((one) => (one.isMark === true ? { ...one, sql: 'CAST(NULL AS BOOLEAN)' } : one));
  return isHaving ? { ...base, columns, having: [...(base.having ?? []), ...conditions] } : { ...base, columns, where: [...(base.where ?? []), ...conditions] };
}

/** IN and EXISTS with a subquery are conditions of Spark's right below WHERE and NOT: elsewhere it forgets NULL. */
function condition(node: unknown, base: Select, context: PlanContext): string {
  const mark = markOf(node, base);
  if (mark !== undefined) return `(${mark})`;
  const expression = readExpression(node);
  if (typeof expression === 'object' && expression.expression_class === 'BOUND_OPERATOR' && expression.type === 'OPERATOR_NOT') {
    const negated = markOf(expression.children[0], base);
    if (negated !== undefined) return `(NOT ${negated})`;
  }
  return translateExpression(node, scopeOf(base, context)).sql;
}

function markOf(node: unknown, base: Select): string | undefined {
  const expression = readExpression(node);
  if (typeof expression === 'string' || expression.expression_class !== 'BOUND_REF') return undefined;
  const found = base.columns[expression.index];
  return found?.isMark === true ? found.sql : undefined;
}

export function windows(select: Select, expressions: readonly unknown[], context: PlanContext): Select {
  const base = ungrouped(select, context);
  const added = expressions.map((node, i) => {
    const call = readExpression(node);
    if (typeof call === 'string' || call.expression_class !== 'BOUND_WINDOW') throw new Untranslatable(`${typeof call === 'string' ? call : call.type} is not translated`);
    return column(translateWindow(call, scopeOf(base, context)), `w${i}`, false);
  });
  return { ...base, columns: [...base.columns, ...added] };
}

export function order(select: Select, orders: readonly Order[], context: PlanContext): Select {
  const { isProjected, isGrouped, isDistinct, limit: rows } = select;
  const isOpen = isPlain(select) && !isProjected && !isGrouped && !isDistinct && rows === undefined;
  const base = isOpen ? select : derive(select, context.alias('q'));
  const keys = orderBy(orders, scopeOf(base, context));
  const named = new Set(orders.map(({ expression }) => translateExpression(expression, scopeOf(base, context)).sql));
  if (!base.columns.every(({ sql }) => named.has(sql))) context.refusals.note(TIES);
  return { ...base, orderBy: keys };
}

export function limit(select: Select, { limit_val: limited, offset_val: skipped }: OperatorOf<'LOGICAL_LIMIT'>, context: PlanContext): Select {
  const [rows, offset] = [limited?.constant_integer, skipped?.constant_integer];
  if ([rows, offset].some((value) => value !== undefined && value > 2_147_483_647)) throw new Untranslatable('LIMIT and OFFSET beyond 2147483647 are not translated');
  const base = select.limit === undefined ? select : derive(select, context.alias('q'));
  if (base.orderBy === undefined && !isOneRow(base)) context.refusals.refuse('LIMIT without ORDER BY takes the first rows of the file; name what they are ordered by');
  return { ...base, limit: { rows, offset } };
}

export function distinct(select: Select, targets: readonly unknown[], context: PlanContext): Select {
  if (targets.length !== select.columns.length) throw new Untranslatable('DISTINCT ON keeps whichever row comes first');
  const { isDistinct, orderBy: keys, limit: rows } = select;
  const base = isDistinct || keys !== undefined || rows !== undefined ? derive(select, context.alias('q')) : select;
  if (targets.some((node) => translateExpression(node, scopeOf(base, context)).type.id === simple('INTERVAL').id)) throw new Untranslatable('DISTINCT intervals are not translated');
  context.refusals.chooseOf(base.columns.map(({ type }) => type));
  return { ...base, isDistinct: true };
}
