import type { AggregateCall } from './bound-expression.js';
import { INTEGERS, isInteger, sparkType, typeName, type DuckType } from './duck-type.js';
import { translateExpression } from './expression.js';
import { ROUNDING, type Refusals } from './refusals.js';
import { orFail, type Scope, type Term } from './term.js';

/** An aggregate over these texts: with DISTINCT and FILTER, or over a window. */
export type Over = (name: string, args: readonly string[]) => string;

export interface AggregateParts {
  readonly name: string;
  readonly args: readonly Term[];
  readonly type: DuckType;
  readonly functionData: unknown;
  readonly over: Over;
  readonly refusals: Refusals;
}

export function translateAggregate(call: AggregateCall, scope: Scope): Term {
  const args = call.children.map((child) => translateExpression(child, scope));
  const distinct = call.aggregate_type === 'DISTINCT' ? 'DISTINCT ' : '';
  const filter = call.filter === null ? '' : ` FILTER (WHERE ${translateExpression(call.filter, scope).sql})`;
  const over: Over = (name, texts) => `${name}(${distinct}${texts.join(', ')})${filter}`;
  return aggregateTerm({ name: call.name, args, type: call.return_type, functionData: call.function_data, over, refusals: scope.refusals });
}

/** An aggregate that gives the same value in both engines, up to the last digits of fractions. */
export function aggregateTerm(parts: AggregateParts): Term {
  const { name, args, type, over, refusals } = parts;
  const sql = aggregateSql(parts);
  if (sql !== undefined) return { sql, type };
  refusals.refuse(`${name}(${args.map((arg) => typeName(arg.type)).join(', ')}) is not proven equal`);
  return { sql: over(name, args.map((arg) => arg.sql)), type };
}

function aggregateSql(parts: AggregateParts): string | undefined {
  const { name, args, type, over } = parts;
  const [first, ...others] = args;
  // Over a window it is called count.
  if ((name === 'count_star' || name === 'count') && first === undefined) return over('count', ['*']);
  if (first === undefined || others.length > 0) return undefined;
  const { sql, type: of } = first;
  if (name === 'count') return over('count', [sql]);
  if ((name === 'min' || name === 'max') && COMPARED.includes(of.id)) {
    parts.refusals.chooseOf([of]);
    return over(name, [sql]);
  }
  if (name === 'sum') return sum(parts, first);
  if (name === 'avg') return average(parts, first);
  // Of no values, Spark's own counts 0, DuckDB's NULL.
  if (name === 'count_if' || name === 'countif') return of.id === 'BOOLEAN' ? sum(parts, first) : undefined;
  if (name === 'bool_and' || name === 'bool_or') return of.id === 'BOOLEAN' ? over(name, [sql]) : undefined;
  if (DEVIATIONS.has(name) && of.id === 'DOUBLE') return deviation(parts, first);
  return type.id === 'DOUBLE' && QUANTILES.includes(of.id) ? quantile(parts, first) : undefined;
}

const QUANTILES = ['DOUBLE', 'TINYINT', 'SMALLINT', 'INTEGER'];
const COMPARED = ['BOOLEAN', ...INTEGERS, 'HUGEINT', 'DOUBLE', 'FLOAT', 'DECIMAL', 'VARCHAR', 'DATE', 'TIMESTAMP', 'TIMESTAMP WITH TIME ZONE'];

/** Spark adds whole numbers as BIGINT and fails past its end, which BIGINTs reach soon. */
function exactSum({ over }: AggregateParts, { sql, type }: Term): string | undefined {
  if (type.id === 'BIGINT' || type.id === 'HUGEINT') return over('sum', [`CAST(${sql} AS ${type.id === 'BIGINT' ? 'DECIMAL(28,0)' : 'DECIMAL(38,0)'})`]);
  if (type.id === 'BOOLEAN') return over('sum', [`CAST(${sql} AS INT)`]);
  return isInteger(type) || type.id === 'DECIMAL' ? over('sum', [sql]) : undefined;
}

function sum(parts: AggregateParts, arg: Term): string | undefined {
  if (arg.type.id === 'DOUBLE') {
    parts.refusals.note(ROUNDING);
    return parts.over('sum', [arg.sql]);
  }
  const exact = exactSum(parts, arg);
  return exact === undefined ? undefined : `CAST(${exact} AS ${sparkType(parts.type) ?? ''})`;
}

function average(parts: AggregateParts, arg: Term): string | undefined {
  if (parts.type.id !== 'DOUBLE' || arg.type.id === 'BOOLEAN') return undefined;
  if (!['TINYINT', 'SMALLINT', 'INTEGER'].includes(arg.type.id)) parts.refusals.note(ROUNDING);
  if (arg.type.id === 'DOUBLE') return parts.over('avg', [arg.sql]);
  const exact = exactSum(parts, arg);
  if (exact === undefined) return undefined;
  // Spark rounds averages of decimals to four more digits, and adds whole numbers as doubles.
  return `(CAST(${exact} AS DOUBLE) / nullif(${parts.over('count', [arg.sql])}, 0L))`;
}

const DEVIATIONS: ReadonlyMap<string, string> = new Map([
  ['stddev', 'stddev_samp'], ['stddev_samp', 'stddev_samp'], ['stddev_pop', 'stddev_pop'],
  ['variance', 'var_samp'], ['var_samp', 'var_samp'], ['var_pop', 'var_pop'],
]);

/** Where a value is infinite or NaN, DuckDB fails. */
function deviation({ name, over, refusals }: AggregateParts, { sql }: Term): string {
  refusals.note(ROUNDING);
  const value = over(DEVIATIONS.get(name) ?? name, [sql]);
  return orFail(`(${value} IS NULL OR abs(${value}) < CAST('Infinity' AS DOUBLE))`, value, 'a deviation is out of range');
}

/** Interpolated between neighbours, by formulas that differ in the last digit. */
function quantile({ name, functionData, over, refusals }: AggregateParts, { sql }: Term): string | undefined {
  const at = name === 'median' ? '0.5' : name === 'quantile_cont' ? constantQuantile(functionData) : undefined;
  if (at === undefined) return undefined;
  refusals.note(ROUNDING);
  return over('percentile', [sql, at]);
}

function constantQuantile(data: unknown): string | undefined {
  const { quantiles, desc } = (data ?? {}) as { quantiles?: readonly { type?: { type_info?: { scale?: number } | null; id?: string }; value?: unknown }[]; desc?: boolean };
  const [only, ...others] = quantiles ?? [];
  if (only === undefined || others.length > 0 || desc !== false || typeof only.value !== 'number') return undefined;
  const scaled = only.type?.id === 'DECIMAL' ? only.value / 10 ** (only.type.type_info?.scale ?? 0) : only.value;
  return only.type?.id === 'DECIMAL' || only.type?.id === 'DOUBLE' ? `${scaled}D` : undefined;
}

