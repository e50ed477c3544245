import { z } from 'zod';
import { orderSchema } from './bound-expression.js';
import { typeSchema } from './duck-type.js';
import { Untranslatable } from './refusals.js';

const none = z.union([z.null(), z.tuple([])]);
const noLimit = { constant_percentage: z.unknown(), expression: none };
const limit = z.union([
  z.strictObject({ type: z.literal('CONSTANT_VALUE'), constant_integer: z.number(), ...noLimit }),
  z.strictObject({ type: z.literal('UNSET'), constant_integer: z.unknown(), ...noLimit }).transform(() => undefined),
]);
const condition = z.strictObject({ left: z.unknown(), right: z.unknown(), comparison: z.string() });
export type JoinCondition = z.infer<typeof condition>;

const one = z.tuple([z.unknown()]);
const two = z.tuple([z.unknown(), z.unknown()]);
const join = { children: two, join_type: z.string(), mark_index: z.unknown(), left_projection_map: none, right_projection_map: none };
const comparisonJoin = { ...join, conditions: z.array(condition), mark_types: z.unknown(), duplicate_eliminated_columns: z.array(z.unknown()), delim_flipped: z.literal(false), predicate: none };
const setOperation = { children: z.array(z.unknown()).min(2), table_index: z.unknown(), column_count: z.number(), setop_all: z.boolean(), allow_out_of_order: z.unknown() };

/** The operators of DuckDB's plan that are translated. What they hold beyond these fields is not known here, and so refused. */
const operator = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('LOGICAL_GET'),
    children: none,
    name: z.literal('seq_scan'),
    names: z.array(z.string()),
    returned_types: z.array(typeSchema),
    function_data: z.looseObject({ table: z.string() }),
    column_indexes: z.array(z.looseObject({ index: z.union([z.number(), z.string()]), child_indexes: none, index_type: z.literal('FULL_READ') })),
    table_filters: z.strictObject({ filters: none }),
    projection_ids: none,
    projected_input: none,
    arguments: none,
    original_arguments: none,
    extra_info: z.looseObject({ file_filters: z.literal(''), sample_options: z.null() }),
    table_index: z.unknown(),
    catalog_name: z.unknown(),
    schema_name: z.unknown(),
    has_serialize: z.unknown(),
    ordinality_idx: z.unknown(),
    row_group_order_options: z.null(),
  }),
  z.strictObject({ type: z.literal('LOGICAL_DUMMY_SCAN'), children: none, table_index: z.unknown() }),
  z.strictObject({ type: z.literal('LOGICAL_EXPRESSION_GET'), children: one, table_index: z.unknown(), expr_types: z.array(typeSchema), expressions: z.array(z.array(z.unknown())) }),
  z.strictObject({ type: z.literal('LOGICAL_PROJECTION'), children: one, table_index: z.unknown(), expressions: z.array(z.unknown()) }),
  z.strictObject({ type: z.literal('LOGICAL_FILTER'), children: one, expressions: z.array(z.unknown()), projection_map: none }),
  z.strictObject({
    type: z.literal('LOGICAL_AGGREGATE_AND_GROUP_BY'),
    children: one,
    expressions: z.array(z.unknown()),
    groups: z.array(z.unknown()),
    grouping_sets: z.array(z.array(z.number())),
    grouping_functions: none,
    group_index: z.unknown(),
    aggregate_index: z.unknown(),
    groupings_index: z.unknown(),
    distinct_validity: z.unknown(),
  }),
  z.strictObject({ type: z.literal('LOGICAL_WINDOW'), children: one, window_index: z.unknown(), expressions: z.array(z.unknown()) }),
  z.strictObject({ type: z.literal('LOGICAL_ORDER_BY'), children: one, orders: z.array(orderSchema), projections: none }),
  z.strictObject({ type: z.literal('LOGICAL_LIMIT'), children: one, limit_val: limit, offset_val: limit }),
  z.strictObject({ type: z.literal('LOGICAL_DISTINCT'), children: one, distinct_type: z.literal('DISTINCT'), distinct_targets: z.array(z.unknown()), order_by: none }),
  z.strictObject({ type: z.literal('LOGICAL_CROSS_PRODUCT'), children: two }),
  z.strictObject({ type: z.literal('LOGICAL_ANY_JOIN'), ...join, condition: z.unknown() }),
  z.strictObject({ type: z.literal('LOGICAL_COMPARISON_JOIN'), ...comparisonJoin }),
  z.strictObject({ type: z.literal('LOGICAL_DELIM_JOIN'), ...comparisonJoin }),
  z.strictObject({ type: z.literal('LOGICAL_DELIM_GET'), children: none, table_index: z.unknown(), chunk_types: z.array(typeSchema) }),
  z.strictObject({ type: z.literal('LOGICAL_UNION'), ...setOperation }),
  z.strictObject({ type: z.literal('LOGICAL_EXCEPT'), ...setOperation }),
  z.strictObject({ type: z.literal('LOGICAL_INTERSECT'), ...setOperation }),
  z.strictObject({ type: z.literal('LOGICAL_MATERIALIZED_CTE'), children: two, table_index: z.unknown(), column_count: z.unknown(), ctename: z.string(), materialize: z.unknown() }),
  z.strictObject({
    type: z.literal('LOGICAL_CTE_REF'),
    children: none,
    table_index: z.unknown(),
    cte_index: z.unknown(),
    chunk_types: z.array(typeSchema),
    bound_columns: z.array(z.string()),
    is_recurring: z.literal(false),
  }),
]);
export type Operator = z.infer<typeof operator>;
export type OperatorOf<Type extends Operator['type']> = Extract<Operator, { type: Type }>;

const typed = z.looseObject({ type: z.string(), name: z.string().optional() });

export function readOperator(node: unknown): Operator {
  const read = operator.safeParse(node);
  if (read.success) return read.data;
  const { type, name } = typed.parse(node);
  const part = read.error.issues[0]?.path.filter((step) => typeof step === 'string').join('.') ?? '';
  const what = WORDS[type] ?? type.replace('LOGICAL_', '').replaceAll('_', ' ');
  throw new Untranslatable(`${what}${name === undefined || name === 'seq_scan' ? '' : ` of ${name}`}${part === '' || part === 'type' ? '' : ` with ${part}`} is not translated`);
}

const WORDS: Readonly<Record<string, string>> = {
  LOGICAL_GET: 'A table',
  LOGICAL_AGGREGATE_AND_GROUP_BY: 'GROUP BY',
  LOGICAL_RECURSIVE_CTE: 'WITH RECURSIVE',
  LOGICAL_ASOF_JOIN: 'ASOF JOIN',
  LOGICAL_POSITIONAL_JOIN: 'POSITIONAL JOIN',
  LOGICAL_SAMPLE: 'SAMPLE',
  LOGICAL_DISTINCT: 'DISTINCT',
};
