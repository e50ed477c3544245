import { z } from 'zod';
import type { OperatorOf } from './bound-plan.js';
import type { PlanContext } from './plan-context.js';
import { Untranslatable } from './refusals.js';
import { derive, isOneRow, type Select } from './select.js';

const reference = (index: number) => z.looseObject({ expression_class: z.literal('BOUND_REF'), index: z.literal(index) });
const one = z.looseObject({ expression_class: z.literal('BOUND_CONSTANT'), value: z.looseObject({ value: z.literal(1) }) });
const call = (name: string, children: z.ZodType) => z.looseObject({ name: z.literal(name), children, filter: z.null(), aggregate_type: z.literal('NON_DISTINCT') });

/** What DuckDB's planner makes of `(SELECT …)` as a value: the first row, or an error if there are more. */
const guarded = z.looseObject({
  expressions: z.tuple([
    z.looseObject({
      expression_class: z.literal('BOUND_CASE'),
      case_checks: z.tuple([
        z.looseObject({
          when_expr: z.looseObject({ type: z.literal('COMPARE_GREATERTHAN'), left: reference(1), right: one }),
          then_expr: z.looseObject({ expression_class: z.literal('BOUND_FUNCTION'), name: z.literal('error') }),
        }),
      ]),
      else_expr: reference(0),
    }),
  ]),
  children: z.tuple([
    z.looseObject({
      type: z.literal('LOGICAL_AGGREGATE_AND_GROUP_BY'),
      children: z.tuple([z.unknown()]),
      expressions: z.tuple([call('first', z.tuple([reference(0)])), call('count_star', z.tuple([]))]),
      groups: z.tuple([]),
    }),
  ]),
});

type Projection = OperatorOf<'LOGICAL_PROJECTION'>;
type ScalarSubquery = Projection & { readonly children: readonly [{ readonly children: readonly [unknown] }] };

export const isScalarSubquery = (projection: Projection): projection is ScalarSubquery => guarded.safeParse(projection).success;

/** One row of one value: NULL if the subquery gave none. */
export function scalarSubquery(rows: Select, { alias }: PlanContext): Select {
  if (isOneRow(rows)) return rows;
  const base = derive(rows, alias('q'));
  const [value] = base.columns;
  if (value === undefined) throw new Untranslatable('A subquery without columns is not translated');
  const sql = `CASE WHEN count(*) > 1L THEN raise_error('sluice: a subquery gave more than one row') ELSE any_value(${value.sql}) END`;
  return { ...base, columns: [{ ...value, sql, plain: false }], isGrouped: true, isProjected: true };
}
