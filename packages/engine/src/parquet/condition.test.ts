import { describe, expect, it } from '@jest/globals';
import { parseCondition, type Condition } from './condition.js';

const unknown: Condition = { kind: 'unknown' };
const is = (column: number, operator: '=' | '!=' | '<' | '<=' | '>' | '>=', literal: string): Condition => ({ kind: 'comparison', column, operator, literal });

describe('a filter as DuckDB writes it', () => {
  it.each<[string, Condition]>([
    ['(s1c0 > 5)', is(0, '>', '5')],
    ["(s12c3 = 'it''s')", is(3, '=', "'it''s'")],
    ['(s1c0 >= -1.5)', is(0, '>=', '-1.5')],
    ["(s1c2 <= '2020-01-01 00:00:00+00'::TIMESTAMP WITH TIME ZONE)", is(2, '<=', "'2020-01-01 00:00:00+00'::TIMESTAMP WITH TIME ZONE")],
    ['(s1c0 != 3)', is(0, '!=', '3')],
    ['(s1c0 IS NULL)', { kind: 'is-null', column: 0 }],
    ['(s1c0 IS NOT NULL)', { kind: 'is-not-null', column: 0 }],
    ['(s1c0 BETWEEN 1 AND 3)', { kind: 'and', conditions: [is(0, '>=', '1'), is(0, '<=', '3')] }],
    ["((s1c0 BETWEEN 1 AND 3) AND (s1c1 = 'a AND b'))", { kind: 'and', conditions: [{ kind: 'and', conditions: [is(0, '>=', '1'), is(0, '<=', '3')] }, is(1, '=', "'a AND b'")] }],
    ['((s1c0 = 1) OR ((s1c0 > 5) AND (s1c1 < 2)))', { kind: 'or', conditions: [is(0, '=', '1'), { kind: 'and', conditions: [is(0, '>', '5'), is(1, '<', '2')] }] }],
    ['s1c0 IN (3, 4)', { kind: 'or', conditions: [is(0, '=', '3'), is(0, '=', '4')] }],
  ])('%s is understood', (text, condition) => {
    expect(parseCondition(text)).toEqual(condition);
  });

  it.each([
    '(NOT ((s1c0 >= 2) AND (s1c0 <= 3)))',
    "prefix(s1c1, 'ab')",
    '(CAST(s1c0 AS DOUBLE) > 1e+300)',
    '(s1c0 > s1c1)',
    "(s1c1 ~~ 'ab%c')",
    "(s1c1 IS NOT DISTINCT FROM 'x')",
    '(s1c0 = (1 + 2))',
    "(struct_extract(s1c4, 'a') = 3)",
    '(s1c0 = NULL)',
    "(s1c0 = 'open",
    '(other = 3)',
    '',
  ])('%s is not, so that nothing is left out by it', (text) => {
    const parsed = parseCondition(text);
    expect(parsed.kind === 'or' ? unknown : parsed).toEqual(unknown);
  });

  it('that is understood in part leaves out by that part alone', () => {
    expect(parseCondition("((s1c0 > 5) AND prefix(s1c1, 'a'))")).toEqual({ kind: 'and', conditions: [is(0, '>', '5'), unknown] });
  });
});
