import { quoteIdentifier, quoteLiteral } from '../database/quote.js';
import { isSignificant, isWord, tokenize, type Token } from './sql-tokens.js';
import { splice, type Edit } from './splice.js';
import { definitionsInScope, matchBrackets, type Brackets, type WithDefinitions } from './with-clauses.js';

/** An ON expression of a PIVOT whose columns the data decides. */
export interface FreePivot {
  /** The enumeration type that the rewritten statement names instead of values. */
  readonly typeName: string;
  /** Lists the values as text, in the order of the columns. It may name the types of free pivots before it. */
  readonly valuesSql: string;
}

export interface RewrittenPivots {
  readonly sql: string;
  /** In the order in which their values can be asked for. */
  readonly pivots: readonly FreePivot[];
}

/** More columns than this are no table that anybody reads; DuckDB's own limit is 100,000. */
export const MAX_PIVOT_VALUES = 10_000;

/**
 * DuckDB runs a PIVOT without IN as two statements: it makes an enumeration type of the distinct values, then pivots by it.
 * This does the same in the open, so that each statement can be parsed and guarded.
 */
export function rewritePivots(sql: string): RewrittenPivots {
  const tokens = tokenize(sql).filter(isSignificant);
  const brackets = matchBrackets(tokens);
  const found = tokens.flatMap((_, i) => freeItems(tokens, brackets, i)).sort((a, b) => a.edit.start - b.edit.start);
  const named = found.map((item, i) => ({ ...item, typeName: `pivot values ${i + 1}` }));
  const edits = named.map(({ edit, typeName }) => ({ ...edit, text: edit.text + quoteIdentifier(typeName) }));
  const text = (start: number, end: number): string => splice(sql, edits, start, end);
  const pivots = named.map(({ typeName, scope, query }) => ({ typeName, valuesSql: valuesSql(scope, query(text), text) }));
  return { sql: text(0, sql.length), pivots };
}

/** The statement that makes a free pivot's type once its values are known. */
export function pivotTypeSql({ typeName }: FreePivot, values: readonly string[]): string {
  return `CREATE OR REPLACE TEMP TYPE ${quoteIdentifier(typeName)} AS ENUM (${[...new Set(values)].map(quoteLiteral).join(', ')})`;
}

type TextOf = (start: number, end: number) => string;

interface FreeItem {
  /** Where the type's name goes, and what precedes it. */
  readonly edit: Edit;
  readonly scope: readonly WithDefinitions[];
  /** The values, unordered as yet, given the text with other pivots rewritten. */
  readonly query: (text: TextOf) => ValuesQuery;
}

interface ValuesQuery {
  readonly sql: string;
  readonly sorted: boolean;
}

/** The free ON expressions of the PIVOT at a token, if there is one. */
function freeItems(tokens: readonly Token[], brackets: Brackets, at: number): FreeItem[] {
  if (!isWord(tokens[at], 'PIVOT', 'PIVOT_WIDER') || isTableSuffix(tokens, brackets, at)) return [];
  const inside = clauseTokens(tokens, brackets, at);
  const tail = inside.find((i) => isWord(tokens[i], 'GROUP', 'ORDER', 'LIMIT', 'OFFSET')) ?? Infinity;
  // A source may itself be a join with ON: the pivot's is the last.
  const on = inside.findLast((i) => i < tail && isWord(tokens[i], 'ON'));
  const source = textRange(tokens, at + 1, on ?? 0);
  if (on === undefined || source === undefined) return [];
  const list = inside.filter((i) => i > on);
  const stop = list.findIndex((i) => isWord(tokens[i], 'USING', 'GROUP', 'ORDER', 'LIMIT', 'OFFSET'));
  const end = stop < 0 ? (inside.at(-1) ?? on) + 1 : (list[stop] ?? 0);
  const scope = definitionsInScope(tokens, brackets, at);
  const items = splitAtCommas(tokens, stop < 0 ? list : list.slice(0, stop), on + 1, end);
  return items.flatMap(([from, to]) => freeItem(tokens, brackets, { from, to, source, scope }) ?? []);
}

/** `FROM t PIVOT (sum(x) FOR y IN (…))`, which lists its values always. */
function isTableSuffix(tokens: readonly Token[], { depth, partner }: Brackets, at: number): boolean {
  const end = partner.get(at + 1) ?? 0;
  const level = (depth[at] ?? 0) + 1;
  return tokens[at + 1]?.text === '(' && tokens.some((token, i) => i > at && i < end && depth[i] === level && isWord(token, 'FOR'));
}

/** Tokens of a PIVOT that are not within brackets, as far as it goes. */
function clauseTokens(tokens: readonly Token[], { depth }: Brackets, at: number): number[] {
  const level = depth[at] ?? 0;
  const inside: number[] = [];
  for (let i = at + 1; i < tokens.length; i += 1) {
    const closes = depth[i] === level - 1 || (depth[i] === level && /[)\]}]/.test(tokens[i]?.text ?? '') && !inside.length);
    if (closes || (depth[i] ?? 0) < level) break;
    if (depth[i] !== level) continue;
    if (isWord(tokens[i], 'UNION', 'INTERSECT', 'EXCEPT')) break;
    inside.push(i);
  }
  return inside;
}

function splitAtCommas(tokens: readonly Token[], list: readonly number[], from: number, end: number): [number, number][] {
  const commas = list.filter((i) => tokens[i]?.text === ',');
  const starts = [from, ...commas.map((i) => i + 1)];
  return starts.map((start, k): [number, number] => [start, commas[k] ?? end]).filter(([start, stop]) => stop > start);
}

interface ItemPlace {
  readonly from: number;
  readonly to: number;
  readonly source: TextRange;
  readonly scope: readonly WithDefinitions[];
}

function freeItem(tokens: readonly Token[], { depth, partner }: Brackets, { from, to, source, scope }: ItemPlace): FreeItem | undefined {
  const isIn = (i: number): boolean => depth[i] === depth[from] && isWord(tokens[i], 'IN');
  const at = Array.from({ length: to - from }, (_, k) => from + k).find(isIn);
  const expression = textRange(tokens, from, at ?? to);
  if (expression === undefined) return undefined;
  if (at === undefined) {
    const query = (text: TextOf): ValuesQuery => distinctValues(text(source.start, source.end), text(expression.start, expression.end));
    return { edit: { start: expression.end, end: expression.end, text: ' IN ' }, scope, query };
  }
  if (!isWord(tokens[at + 2], 'SELECT', 'FROM', 'WITH', 'VALUES', 'PIVOT')) return undefined;
  const listed = textRange(tokens, at + 1, (partner.get(at + 1) ?? at) + 1);
  if (listed === undefined) return undefined;
  const query = (text: TextOf): ValuesQuery => ({
    sql: `SELECT CAST(listed.value AS VARCHAR) FROM ${text(listed.start, listed.end)} AS listed(value) WHERE listed.value IS NOT NULL`,
    sorted: true,
  });
  return { edit: { ...listed, text: '' }, scope, query };
}

/** The query that DuckDB itself asks before it pivots. */
const distinctValues = (source: string, expression: string): ValuesQuery => ({
  sql: `SELECT DISTINCT CAST((${expression}\n) AS VARCHAR) FROM ${source}\n WHERE (${expression}\n) IS NOT NULL`,
  sorted: false,
});

function valuesSql(scope: readonly WithDefinitions[], { sql, sorted }: ValuesQuery, text: TextOf): string {
  const nested = scope.reduceRight((inner, { recursive, start, end }) => {
    return `WITH ${recursive ? 'RECURSIVE ' : ''}${text(start, end)} SELECT * FROM (${inner})`;
  }, sql);
  return `SELECT * FROM (${nested})${sorted ? '' : ' ORDER BY 1'} LIMIT ${MAX_PIVOT_VALUES + 1}`;
}

interface TextRange {
  readonly start: number;
  readonly end: number;
}

function textRange(tokens: readonly Token[], from: number, to: number): TextRange | undefined {
  const [first, last] = [tokens[from], tokens[to - 1]];
  return first === undefined || last === undefined || to <= from ? undefined : { start: first.start, end: last.end };
}
