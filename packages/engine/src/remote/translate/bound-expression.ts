import { z } from 'zod';
import { typeSchema } from './duck-type.js';

/** Nothing may stand in a field that the translation does not look at. */
const nothing = z.union([z.null(), z.tuple([])]);
const base = { type: z.string(), alias: z.string(), query_location: z.unknown() };
const call = {
  name: z.string(),
  arguments: z.array(typeSchema),
  original_arguments: z.unknown(),
  catalog_name: z.unknown(),
  schema_name: z.unknown(),
  has_serialize: z.boolean(),
  function_data: z.unknown().optional(),
};

export const orderSchema = z.strictObject({
  type: z.enum(['ASCENDING', 'DESCENDING']),
  null_order: z.enum(['NULLS FIRST', 'NULLS LAST']),
  expression: z.unknown(),
});
export type Order = z.infer<typeof orderSchema>;

const aggregate = z.strictObject({
  ...base,
  ...call,
  expression_class: z.literal('BOUND_AGGREGATE'),
  return_type: typeSchema,
  children: z.array(z.unknown()),
  aggregate_type: z.enum(['NON_DISTINCT', 'DISTINCT']),
  filter: z.unknown(),
  order_bys: nothing,
});
export type AggregateCall = z.infer<typeof aggregate>;

const window = z.strictObject({
  ...base,
  ...call,
  name: z.string().optional(),
  arguments: z.array(typeSchema).optional(),
  original_arguments: z.unknown().optional(),
  catalog_name: z.unknown().optional(),
  schema_name: z.unknown().optional(),
  has_serialize: z.boolean().optional(),
  expression_class: z.literal('BOUND_WINDOW'),
  return_type: typeSchema,
  children: z.array(z.unknown()),
  partitions: z.array(z.unknown()),
  orders: z.array(orderSchema),
  filters: nothing,
  ignore_nulls: z.literal(false),
  start: z.string(),
  end: z.string(),
  start_expr: z.unknown(),
  end_expr: z.unknown(),
  offset_expr: z.unknown(),
  default_expr: z.unknown(),
  exclude_clause: z.literal('NO_OTHER'),
  distinct: z.literal(false),
  arg_orders: nothing,
});
export type WindowCall = z.infer<typeof window>;

/** Expressions as DuckDB's planner binds them: columns by position, types known, casts spelled out. */
const expression = z.discriminatedUnion('expression_class', [
  z.strictObject({ ...base, expression_class: z.literal('BOUND_REF'), return_type: typeSchema, index: z.number() }),
  z.strictObject({
    ...base,
    expression_class: z.literal('BOUND_CONSTANT'),
    value: z.strictObject({ type: typeSchema, is_null: z.boolean(), value: z.unknown().optional() }),
  }),
  z.strictObject({ ...base, expression_class: z.literal('BOUND_CAST'), child: z.unknown(), return_type: typeSchema, try_cast: z.boolean() }),
  z.strictObject({ ...base, expression_class: z.literal('BOUND_COMPARISON'), left: z.unknown(), right: z.unknown() }),
  z.strictObject({ ...base, expression_class: z.literal('BOUND_CONJUNCTION'), children: z.array(z.unknown()) }),
  z.strictObject({ ...base, expression_class: z.literal('BOUND_OPERATOR'), return_type: typeSchema, children: z.array(z.unknown()) }),
  z.strictObject({
    ...base,
    expression_class: z.literal('BOUND_CASE'),
    return_type: typeSchema,
    case_checks: z.array(z.strictObject({ when_expr: z.unknown(), then_expr: z.unknown() })),
    else_expr: z.unknown(),
  }),
  z.strictObject({
    ...base,
    ...call,
    expression_class: z.literal('BOUND_FUNCTION'),
    return_type: typeSchema,
    children: z.array(z.unknown()),
    is_operator: z.boolean(),
  }),
  aggregate,
  window,
]);
export type BoundExpression = z.infer<typeof expression>;

export type ExpressionOf<Class extends BoundExpression['expression_class']> = Extract<BoundExpression, { expression_class: Class }>;

const classOf = z.looseObject({ expression_class: z.string(), name: z.string().optional(), type: z.string() });

/** The expression, or what to call it if it is of a kind, or has a part, that is not known here. */
export function readExpression(node: unknown): BoundExpression | string {
  const read = expression.safeParse(node);
  if (read.success) return read.data;
  const { expression_class: kind, name, type } = classOf.parse(node);
  const part = read.error.issues[0]?.path[0];
  return `${name ?? type.replace('BOUND_', '').toLowerCase()}${part === undefined || part === 'expression_class' ? '' : ` with ${String(part).replaceAll('_', ' ')}`} (${kind})`;
}
