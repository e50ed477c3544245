import { isSignificant, isWord, tokenize, type Token } from '../plan/sql-tokens.js';

/** What a scan's rows have to satisfy, as far as it is understood. */
export type Condition =
  | { readonly kind: 'and' | 'or'; readonly conditions: readonly Condition[] }
  | { readonly kind: 'comparison'; readonly column: number; readonly operator: Operator; readonly literal: string }
  | { readonly kind: 'is-null'; readonly column: number }
  | { readonly kind: 'is-not-null'; readonly column: number }
  | { readonly kind: 'unknown' };

export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=';

const UNKNOWN: Condition = { kind: 'unknown' };

/**
 * Reads a filter as DuckDB's plan writes it: `((s1c0 > 5) AND (s1c1 = 'x'))`. What is not plainly a column beside literals
 * is unknown, which may always be satisfied.
 */
export function parseCondition(text: string): Condition {
  return conditionOf(tokenize(text).filter(isSignificant));
}

function conditionOf(given: readonly Token[]): Condition {
  const tokens = withoutBrackets(given);
  for (const kind of ['or', 'and'] as const) {
    const parts = splitAt(tokens, kind);
    if (parts.length > 1) return { kind, conditions: parts.map(conditionOf) };
  }
  return simpleOf(tokens);
}

/** Without the brackets around all of it. */
function withoutBrackets(tokens: readonly Token[]): readonly Token[] {
  let rest = tokens;
  while (rest[0]?.text === '(' && closingOf(rest) === rest.length - 1) rest = rest.slice(1, -1);
  return rest;
}

/** Where the bracket that the first token opens is closed. */
function closingOf(tokens: readonly Token[]): number {
  let depth = 0;
  return tokens.findIndex(({ text }) => (depth += text === '(' ? 1 : text === ')' ? -1 : 0) === 0);
}

/** Splits at a keyword outside of brackets; the AND of a BETWEEN joins nothing. */
function splitAt(tokens: readonly Token[], keyword: 'and' | 'or'): (readonly Token[])[] {
  const parts: (readonly Token[])[] = [];
  let depth = 0;
  let from = 0;
  let between = 0;
  for (const [i, token] of tokens.entries()) {
    if (token.text === '(') depth += 1;
    if (token.text === ')') depth -= 1;
    if (depth > 0) continue;
    if (isWord(token, 'BETWEEN')) between += 1;
    if (isWord(token, 'AND') && between > 0) between -= 1;
    else if (isWord(token, keyword.toUpperCase())) {
      parts.push(tokens.slice(from, i));
      from = i + 1;
    }
  }
  return [...parts, tokens.slice(from)];
}

function simpleOf([first, ...rest]: readonly Token[]): Condition {
  const column = Number(/^s\d+c(\d+)$/.exec(first?.kind === 'word' ? first.text : '')?.[1] ?? NaN);
  if (Number.isNaN(column)) return UNKNOWN;
  const words = rest.map(({ text }) => text.toUpperCase()).join(' ');
  if (words === 'IS NULL') return { kind: 'is-null', column };
  if (words === 'IS NOT NULL') return { kind: 'is-not-null', column };
  if (isWord(rest[0], 'BETWEEN')) return betweenOf(column, rest.slice(1));
  if (isWord(rest[0], 'IN') && rest[1]?.text === '(' && rest.at(-1)?.text === ')') return inOf(column, rest.slice(2, -1));
  const symbols = rest.findIndex(({ text }) => !/^[<>=!]$/.test(text));
  const operator = OPERATORS.find((known) => known === rest.slice(0, Math.max(0, symbols)).map(({ text }) => text).join(''));
  return operator === undefined ? UNKNOWN : comparison(column, operator, rest.slice(symbols));
}

const OPERATORS: readonly Operator[] = ['=', '!=', '<', '<=', '>', '>='];

function comparison(column: number, operator: Operator, tokens: readonly Token[]): Condition {
  const literal = literalOf(tokens);
  return literal === undefined ? UNKNOWN : { kind: 'comparison', column, operator, literal };
}

function betweenOf(column: number, tokens: readonly Token[]): Condition {
  const and = tokens.findIndex((token) => isWord(token, 'AND'));
  return { kind: 'and', conditions: [comparison(column, '>=', tokens.slice(0, and)), comparison(column, '<=', tokens.slice(and + 1))] };
}

function inOf(column: number, tokens: readonly Token[]): Condition {
  const values: Token[][] = [[]];
  for (const token of tokens) if (token.text === ',') values.push([]);
    else values.at(-1)?.push(token);
  return { kind: 'or', conditions: values.map((value) => comparison(column, '=', value)) };
}

/** The text of a number or a text, with the type that DuckDB may have put behind it. */
function literalOf(tokens: readonly Token[]): string | undefined {
  const unsigned = tokens[0]?.text === '-' ? tokens.slice(1) : tokens;
  const [value, ...type] = unsigned;
  if (value === undefined || (value.kind !== 'number' && !(value.kind === 'string' && value.text.startsWith("'")))) return undefined;
  if (type.length > 0 && !isType(type)) return undefined;
  return `${unsigned === tokens ? '' : '-'}${value.text}${type.length === 0 ? '' : `::${type.slice(2).map(({ text }) => text).join(' ')}`}`;
}

/** `::TIMESTAMP WITH TIME ZONE`, `::DECIMAL(9,2)`. */
const isType = (tokens: readonly Token[]): boolean =>
  tokens[0]?.text === ':' && tokens[1]?.text === ':' && tokens.slice(2).every(({ kind, text }) => kind === 'word' || kind === 'number' || /^[(),]$/.test(text));
