import { quoteIdentifier, quoteLiteral } from '../database/quote.js';
import { EngineError } from '../errors.js';
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

/** Each of them reads its source once more. */
const MAX_PIVOTS = 20;

/**
 * DuckDB runs a PIVOT without IN as two statements: it makes an enumeration type of the distinct values, then pivots by it.
 * This does the same in the open, so that each statement can be parsed and guarded.
 */
export function rewritePivots(sql: string): RewrittenPivots {
  const tokens = tokenize(sql).filter(isSignificant);
  if (tokens.filter(isPivot).length > MAX_PIVOTS) throw tooManyPivots();
  const brackets = matchBrackets(tokens);
  // One that another depends on ends before it.
  const found = tokens.flatMap((_, i) => freeItems(tokens, brackets, i)).sort((a, b) => a.place.end - b.place.end);
  const typeName = (i: number): string => `pivot values ${i + 1}`;
  const edits = found.map(({ place }, i): Edit => ({ ...place, text: ` IN ${quoteIdentifier(typeName(i))}` }));
  const pivots = found.map((item, i): FreePivot => {
    const others = edits.filter((_, k) => k !== i);
    return { typeName: typeName(i), valuesSql: valuesSql(item, ({ start, end }) => splice(sql, others, start, end)) };
  });
  return { sql: splice(sql, edits), pivots };
}

/**
 * The statement that makes a free pivot's type once its values are known.
 * @throws EngineError RESULT_LIMIT for more than `MAX_PIVOT_VALUES`
 */
export function pivotTypeSql({ typeName }: FreePivot, values: readonly string[]): string {
  if (values.length > MAX_PIVOT_VALUES) {
    throw new EngineError('RESULT_LIMIT', `A PIVOT would make more than ${MAX_PIVOT_VALUES} columns`, {
      hint: "List the values that matter, ON x IN ('a', 'b'), or group by the column instead.",
    });
  }
  return `CREATE OR REPLACE TEMP TYPE ${quoteIdentifier(typeName)} AS ENUM (${[...new Set(values)].map(quoteLiteral).join(', ')})`;
}

const isPivot = (token: Token | undefined): boolean => isWord(token, 'PIVOT', 'PIVOT_WIDER');

const tooManyPivots = (): EngineError =>
  new EngineError('SQL_REFUSED', `The query has more than ${MAX_PIVOTS} PIVOTs`, { hint: 'Ask for them one by one.' });

interface FreeItem {
  /** What gives way to `IN type`: the place behind the expression, or its `IN (SELECT …)`. */
  readonly place: TextRange;
  readonly source: TextRange;
  readonly expression: TextRange;
  /** The query in `IN (SELECT …)`, in its brackets. */
  readonly listed: TextRange | undefined;
  readonly scope: readonly WithDefinitions[];
}

/** The free ON expressions of the PIVOT at a token, if there is one. */
function freeItems(tokens: readonly Token[], brackets: Brackets, at: number): FreeItem[] {
  if (!isPivot(tokens[at]) || isTableSuffix(tokens, brackets, at)) return [];
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
  for (let i = at + 1; (depth[i] ?? -1) >= level && !(depth[i] === level && isWord(tokens[i], 'UNION', 'INTERSECT', 'EXCEPT')); i += 1) {
    if (depth[i] === level) inside.push(i);
  }
  return inside;
}

function splitAtCommas(tokens: readonly Token[], list: readonly number[], from: number, end: number): [number, number][] {
  const commas = list.filter((i) => tokens[i]?.text === ',');
  const starts = [from, ...commas.map((i) => i + 1)];
  return starts.map((start, k): [number, number] => [start, commas[k] ?? end]).filter(([start, stop]) => stop > start);
}

interface OnItem {
  readonly from: number;
  readonly to: number;
  readonly source: TextRange;
  readonly scope: readonly WithDefinitions[];
}

function freeItem(tokens: readonly Token[], { depth, partner }: Brackets, { from, to, source, scope }: OnItem): FreeItem | undefined {
  // The pivot's own IN ends the item; another belongs to the expression, as in CASE WHEN a IN (1) THEN b END.
  const isIn = (i: number): boolean => depth[i] === depth[from] && isWord(tokens[i], 'IN') && (partner.get(i + 1) ?? i + 1) === to - 1;
  const at = Array.from({ length: to - from }, (_, k) => from + k).find(isIn);
  const expression = textRange(tokens, from, at ?? to);
  if (expression === undefined) return undefined;
  if (at === undefined) return { place: { start: expression.end, end: expression.end }, source, expression, listed: undefined, scope };
  const listed = textRange(tokens, at + 1, (partner.get(at + 1) ?? at) + 1);
  if (listed === undefined || !isWord(tokens[at + 2], 'SELECT', 'FROM', 'WITH', 'VALUES')) return undefined;
  return { place: { start: expression.end, end: listed.end }, source, expression, listed, scope };
}

/** The query that DuckDB itself asks before it pivots, within the WITH clauses that its source may refer to. */
function valuesSql({ source, expression, listed, scope }: FreeItem, text: (range: TextRange) => string): string {
  const value = `(${text(expression)})`;
  const query =
    listed === undefined
      ? `SELECT DISTINCT CAST(${value} AS VARCHAR) FROM ${text(source)} WHERE ${value} IS NOT NULL`
      : `SELECT CAST(listed.value AS VARCHAR) FROM ${text(listed)} AS listed(value) WHERE listed.value IS NOT NULL`;
  const nested = scope.reduceRight((inner, definitions) => {
    return `WITH ${definitions.recursive ? 'RECURSIVE ' : ''}${text(definitions)} SELECT * FROM (${inner})`;
  }, query);
  return `SELECT * FROM (${nested})${listed === undefined ? ' ORDER BY 1' : ''} LIMIT ${MAX_PIVOT_VALUES + 1}`;
}

interface TextRange {
  readonly start: number;
  readonly end: number;
}

function textRange(tokens: readonly Token[], from: number, to: number): TextRange | undefined {
  const [first, last] = [tokens[from], tokens[to - 1]];
  return first === undefined || last === undefined || to <= from ? undefined : { start: first.start, end: last.end };
}
