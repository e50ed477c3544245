import { readExpression, type ExpressionOf } from './bound-expression.js';
import { translateCall } from './calls/translate-call.js';
import { castTerm } from './cast.js';
import { constantTerm, readConstant } from './constant.js';
import { sameType, simple, sparkType, typeName, type DuckType } from './duck-type.js';
import { Untranslatable } from './refusals.js';
import type { Scope, Term } from './term.js';

const BOOLEAN = simple('BOOLEAN');

/** Databricks SQL for one expression of DuckDB's planner, over columns known by position. */
export function translateExpression(node: unknown, scope: Scope): Term {
  const expression = readExpression(node);
  if (typeof expression === 'string') throw new Untranslatable(`${expression} is not translated`);
  switch (expression.expression_class) {
    case 'BOUND_REF':
      return translateReference(expression, scope);
    case 'BOUND_CONSTANT':
      return translateConstant(expression, scope);
    case 'BOUND_CAST':
      return translateCast(expression, scope);
    case 'BOUND_COMPARISON':
      return translateComparison(expression, scope);
    case 'BOUND_CONJUNCTION':
      return conjunction(expression.type === 'CONJUNCTION_OR' ? ' OR ' : ' AND ', expression.children.map((child) => translateExpression(child, scope)));
    case 'BOUND_OPERATOR':
      return translateOperator(expression, scope);
    case 'BOUND_CASE':
      return translateCase(expression, scope);
    case 'BOUND_FUNCTION':
      return translateCall({
        name: expression.name,
        type: expression.return_type,
        args: expression.children.map((child) => translateExpression(child, scope)),
        refusals: scope.refusals,
      });
    case 'BOUND_AGGREGATE':
    case 'BOUND_WINDOW':
      throw new Untranslatable(`${expression.name ?? expression.type} is not expected here`);
  }
}

export const conjunction = (word: string, terms: readonly Term[]): Term => ({ sql: `(${terms.map(({ sql }) => sql).join(word)})`, type: BOOLEAN });

function translateReference({ index, return_type: type }: ExpressionOf<'BOUND_REF'>, { columns, refusals }: Scope): Term {
  const column = columns[index];
  if (column === undefined) throw new Untranslatable('A row number of DuckDB\'s is not translated');
  if (column.isMark === true) refusals.refuse('IN or EXISTS with a subquery is translated only right below WHERE, AND and NOT');
  if (sparkType(column.type) === undefined) refusals.refuse(`${typeName(column.type)} is not a type that is translated`);
  if (!sameType(column.type, type)) throw new Untranslatable(`A column of type ${typeName(column.type)} as ${typeName(type)} is not translated`);
  return { sql: column.sql, type };
}

function translateConstant({ value: { type, is_null: isNull, value } }: ExpressionOf<'BOUND_CONSTANT'>, { refusals }: Scope): Term {
  if (isNull) return { ...constantTerm(type, null), sql: sparkType(type) === undefined ? 'NULL' : constantTerm(type, null).sql };
  const constant = readConstant(type, value);
  // Spark's decimals end at 38 digits.
  const isLong = typeof constant === 'bigint' && String(constant).replace('-', '').length > 38;
  if (constant !== undefined && !isLong) return constantTerm(type, constant);
  refusals.refuse(`A constant of type ${typeName(type)} is not translated`);
  return { sql: `CAST('${JSON.stringify(value)}' AS ${typeName(type)})`, type };
}

function translateCast({ child, return_type: type, try_cast: isTry }: ExpressionOf<'BOUND_CAST'>, scope: Scope): Term {
  const term = translateExpression(child, scope);
  if (!isTry) return castTerm(term, type, scope.refusals);
  scope.refusals.refuse(`TRY_CAST from ${typeName(term.type)} to ${typeName(type)}: the engines do not take the same texts for values`);
  return { sql: `TRY_CAST(${term.sql} AS ${sparkType(type) ?? typeName(type)})`, type };
}

const COMPARISONS: Readonly<Record<string, string>> = {
  COMPARE_EQUAL: '=',
  COMPARE_NOTEQUAL: '<>',
  COMPARE_LESSTHAN: '<',
  COMPARE_GREATERTHAN: '>',
  COMPARE_LESSTHANOREQUALTO: '<=',
  COMPARE_GREATERTHANOREQUALTO: '>=',
  COMPARE_NOT_DISTINCT_FROM: '<=>',
};

/** Both sides have one type: DuckDB's planner has cast them. */
export function compare(type: string, left: Term, right: Term): Term {
  if (!sameType(left.type, right.type)) throw new Untranslatable(`A comparison of ${typeName(left.type)} with ${typeName(right.type)} is not translated`);
  if (type === 'COMPARE_DISTINCT_FROM') return { sql: `(NOT (${left.sql} <=> ${right.sql}))`, type: BOOLEAN };
  const sign = COMPARISONS[type];
  if (sign === undefined) throw new Untranslatable(`${type} is not translated`);
  return { sql: `(${left.sql} ${sign} ${right.sql})`, type: BOOLEAN };
}

const translateComparison = ({ type, left, right }: ExpressionOf<'BOUND_COMPARISON'>, scope: Scope): Term =>
  compare(type, translateExpression(left, scope), translateExpression(right, scope));

function translateOperator({ type, children, return_type: result }: ExpressionOf<'BOUND_OPERATOR'>, scope: Scope): Term {
  const terms = children.map((child) => translateExpression(child, scope));
  const [first, ...others] = terms;
  const list = others.map(({ sql }) => sql).join(', ');
  const sql = {
    OPERATOR_NOT: `(NOT ${first?.sql ?? ''})`,
    OPERATOR_IS_NULL: `(${first?.sql ?? ''} IS NULL)`,
    OPERATOR_IS_NOT_NULL: `(${first?.sql ?? ''} IS NOT NULL)`,
    OPERATOR_COALESCE: `coalesce(${terms.map((term) => term.sql).join(', ')})`,
    COMPARE_IN: `(${first?.sql ?? ''} IN (${list}))`,
    COMPARE_NOT_IN: `(${first?.sql ?? ''} NOT IN (${list}))`,
  }[type];
  if (sql === undefined) throw new Untranslatable(`${type} is not translated`);
  if (!type.startsWith('OPERATOR_IS') && terms.some((term) => !sameType(term.type, first?.type ?? term.type))) throw new Untranslatable(`${type} of several types is not translated`);
  return { sql, type: result };
}

function translateCase({ case_checks: checks, else_expr: otherwise, return_type: type }: ExpressionOf<'BOUND_CASE'>, scope: Scope): Term {
  const branches = checks.map(({ when_expr: when, then_expr: then }) => `WHEN ${translateExpression(when, scope).sql} THEN ${valueOf(then, type, scope)}`);
  return { sql: `CASE ${branches.join(' ')} ELSE ${valueOf(otherwise, type, scope)} END`, type };
}

function valueOf(node: unknown, type: DuckType, scope: Scope): string {
  const term = translateExpression(node, scope);
  // A NULL without a type takes that of the other branches.
  if (!sameType(term.type, type) && term.constant !== null) throw new Untranslatable(`CASE of several types is not translated`);
  return term.sql;
}
