import { quoteLiteral } from '../../database/quote.js';
import { EngineError } from '../../errors.js';
import type { Check, ValueType } from './check.js';
import { describeCheck } from './describe-check.js';
import type { Ask } from './source-columns.js';
import { matchesSql, valueSql } from './value-sql.js';

/**
 * Lets DuckDB try patterns, formats and bounds before any byte is read: a bound that is no value of its type would fail
 * every row.
 * @throws EngineError USAGE
 */
export async function verifyCheck(ask: Ask, check: Check): Promise<void> {
  assertOrdered(check);
  const trials = trialsOf(check);
  const literals = literalsOf(check);
  const tests = [...trials, ...literals.map(({ text, type }) => valueSql(quoteLiteral(text), type))];
  if (tests.length === 0) return;
  const { rows } = await ask(`SELECT ${tests.map((sql) => `(${sql}) IS NULL`).join(', ')}`).catch((error: unknown) => {
    throw error instanceof EngineError && error.code === 'SQL_FAILED' ? invalid(check, error.message, error) : error;
  });
  const wrong = literals.find((_, i) => rows[0]?.[trials.length + i] === true);
  if (wrong !== undefined) throw invalid(check, `${JSON.stringify(wrong.text)} is no ${wrong.type.name}`);
}

/** What DuckDB must be able to evaluate. */
function trialsOf(check: Check): string[] {
  if (check.kind === 'regex') return [matchesSql("''", check.pattern)];
  return check.kind === 'type' && 'format' in check.type ? [valueSql("''", check.type)] : [];
}

function literalsOf(check: Check): { readonly text: string; readonly type: ValueType }[] {
  if (check.kind !== 'range' && check.kind !== 'in-set') return [];
  const { type } = check;
  if (type === undefined) return [];
  const texts = check.kind === 'range' ? [check.min, check.max] : check.values;
  return texts.flatMap((text) => (text === undefined ? [] : { text, type }));
}

function assertOrdered(check: Check): void {
  if ((check.kind === 'length' || check.kind === 'row-count') && (check.min ?? 0) > (check.max ?? Infinity)) {
    throw invalid(check, 'the minimum is greater than the maximum');
  }
  if (check.kind === 'foreign-key' && check.columns.length !== check.reference.columns.length) {
    throw invalid(check, `${check.columns.length} columns cannot refer to ${check.reference.columns.length}`);
  }
}

const invalid = (check: Check, problem: string, cause?: unknown): EngineError =>
  new EngineError('USAGE', `The check "${describeCheck(check)}" cannot be made: ${problem}`, {
    hint: 'Patterns are in RE2 syntax, formats in strptime syntax; bounds are written as the column writes its values.',
    cause,
  });
