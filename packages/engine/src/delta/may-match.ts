import { quoteLiteral } from '../database/quote.js';
import { typeSql, type Field } from '../parquet/field.js';
import type { Condition } from '../parquet/condition.js';

export interface MatchContext {
  /** The table's columns by their positions in conditions. */
  readonly fields: readonly Field[];
  readonly partitionColumns: ReadonlySet<string>;
}

/**
 * A condition over a file's row in the list of files: false only when no row of the file satisfies the other condition, as far
 * as partition values and statistics tell.
 */
export function mayMatchSql(condition: Condition, context: MatchContext): string {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return `(${condition.conditions.map((inner) => mayMatchSql(inner, context)).join(condition.kind === 'and' ? ' AND ' : ' OR ')})`;
    case 'unknown':
      return 'true';
    case 'comparison':
    case 'is-null':
    case 'is-not-null': {
      const field = context.fields[condition.column];
      if (field === undefined) return 'true';
      const inner = context.partitionColumns.has(field.name) ? partitionSql(condition, field) : statisticsSql(condition, field);
      return `coalesce(${inner}, true)`;
    }
  }
}

type Simple = Extract<Condition, { readonly column: number }>;

/** A file's value of a partition column; the empty text stands for NULL too. */
export function partitionValueSql({ physicalName, type }: Field, partitions = 'partitions'): string {
  const text = `nullif(json_extract_string(${partitions}, ${jsonPath([physicalName])}), '')`;
  const target = typeSql(type);
  if (target === 'VARCHAR') return text;
  return target === 'BLOB' ? `encode(${text})` : `CAST(${text} AS ${target})`;
}

function partitionSql(condition: Simple, field: Field): string {
  const value = partitionValueSql(field);
  if (condition.kind === 'is-null') return `${value} IS NULL`;
  if (condition.kind === 'is-not-null') return `${value} IS NOT NULL`;
  // NULL compares with nothing.
  return `coalesce(${value} ${condition.operator} ${literalSql(condition.literal, field)}, false)`;
}

const literalSql = (literal: string, { type }: Field): string => `CAST(${literal} AS ${typeSql(type)})`;

function statisticsSql(condition: Simple, field: Field): string {
  const path = [field.physicalName];
  const nulls = `CAST(json_extract_string(stats, ${jsonPath(['nullCount', ...path])}) AS BIGINT)`;
  const rows = `CAST(json_extract_string(stats, '$.numRecords') AS BIGINT)`;
  if (condition.kind === 'is-null') return `${nulls} > 0`;
  if (condition.kind === 'is-not-null') return `${nulls} < ${rows}`;
  return `(${boundsSql(condition, field)}) AND coalesce(${nulls} < ${rows}, true)`;
}

/** Types whose statistics can be compared as values. JSON's numbers lose digits of longer decimals. */
const COMPARABLE = /^(TINYINT|SMALLINT|INTEGER|BIGINT|DECIMAL\((\d|1[0-5]),\d+\)|FLOAT|DOUBLE|DATE|VARCHAR|TIMESTAMP|TIMESTAMP WITH TIME ZONE)$/;

function boundsSql({ operator, literal }: Extract<Condition, { readonly kind: 'comparison' }>, field: Field): string {
  const type = typeSql(field.type);
  if (!COMPARABLE.test(type)) return 'true';
  const value = literalSql(literal, field);
  const bound = (name: string): string => `TRY_CAST(json_extract_string(stats, ${jsonPath([name, field.physicalName])}) AS ${type})`;
  const atLeast = `coalesce(${bound('minValues')} ${operator === '<' ? '<' : '<='} ${value}, true)`;
  const atMost = `coalesce(${upperSql(bound('maxValues'), operator === '>' ? '>' : '>=', value, type)}, true)`;
  switch (operator) {
    case '=':
      return `${atLeast} AND ${atMost}`;
    case '<':
    case '<=':
      return atLeast;
    case '>':
    case '>=':
      return atMost;
    case '!=':
      return 'true';
  }
}

/** Greatest values are not exact: texts are cut, moments are cut to milliseconds, and NaN, which is greater than all, is left out. */
function upperSql(greatest: string, operator: '>' | '>=', value: string, type: string): string {
  if (type === 'FLOAT' || type === 'DOUBLE') return 'true';
  if (type === 'VARCHAR') return `${greatest} ${operator} ${value} OR starts_with(${value}, ${greatest})`;
  if (type.startsWith('TIMESTAMP')) return `${greatest} + INTERVAL 1 MILLISECOND >= ${value}`;
  return `${greatest} ${operator} ${value}`;
}

/** Names may hold what a path would take for its own: quotes within are escaped. */
const jsonPath = (names: readonly string[]): string => quoteLiteral(`$${names.map((name) => `."${name.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`).join('')}`);
