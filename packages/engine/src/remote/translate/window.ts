import { aggregateTerm } from './aggregate.js';
import { orderSchema, type Order, type WindowCall } from './bound-expression.js';
import { toBigint } from './cast.js';
import { translateExpression } from './expression.js';
import { TIES, Untranslatable } from './refusals.js';
import type { Scope, Term } from './term.js';

/** Every key says where its NULLs go: the engines' defaults differ. */
export function orderBy(orders: readonly Order[], scope: Scope): string {
  const keys = orders.map((order) => {
    const { type, null_order: nulls, expression } = orderSchema.parse(order);
    return `${translateExpression(expression, scope).sql} ${type === 'DESCENDING' ? 'DESC' : 'ASC'} ${nulls}`;
  });
  return keys.join(', ');
}

const RANKS: Readonly<Record<string, string>> = { WINDOW_ROW_NUMBER: 'row_number', WINDOW_RANK: 'rank', WINDOW_RANK_DENSE: 'dense_rank' };
const SHARES: Readonly<Record<string, string>> = { WINDOW_PERCENT_RANK: 'percent_rank', WINDOW_CUME_DIST: 'cume_dist' };
const VALUES: Readonly<Record<string, string>> = { WINDOW_FIRST_VALUE: 'first_value', WINDOW_LAST_VALUE: 'last_value', WINDOW_NTH_VALUE: 'nth_value' };
/** What depends on the order of rows that are equal in ORDER BY. */
const PLACES = ['WINDOW_ROW_NUMBER', 'WINDOW_LAG', 'WINDOW_LEAD', 'WINDOW_NTILE', ...Object.keys(VALUES)];

export function translateWindow(call: WindowCall, scope: Scope): Term {
  const args = call.children.map((child) => translateExpression(child, scope));
  const keys = orderBy(call.orders, scope);
  const partitions = call.partitions.map((node) => translateExpression(node, scope).sql).join(', ');
  const isByRow = PLACES.includes(call.type) || (call.start + call.end).includes('_ROWS');
  if (keys === '' && (call.type !== 'WINDOW_AGGREGATE' || isByRow)) scope.refusals.refuse('A window that counts rows without ORDER BY follows the order of the file');
  if (isByRow) scope.refusals.note(TIES);
  const order = [partitions === '' ? '' : `PARTITION BY ${partitions}`, keys === '' ? '' : `ORDER BY ${keys}`].filter(Boolean).join(' ');
  const over = (text: string, frame = ''): string => `${text} OVER (${[order, frame].filter(Boolean).join(' ')})`;
  const rank = RANKS[call.type];
  if (rank !== undefined) return { sql: toBigint(over(`${rank}()`)), type: call.return_type };
  const share = SHARES[call.type];
  if (share !== undefined) return { sql: over(`${share}()`), type: call.return_type };
  return windowOfRows(call, { scope, args, over });
}

interface WindowParts {
  readonly scope: Scope;
  readonly args: readonly Term[];
  readonly over: (text: string, frame?: string) => string;
}

function windowOfRows(call: WindowCall, { scope, args, over }: WindowParts): Term {
  const { type, return_type: result } = call;
  const texts = args.map(({ sql }) => sql);
  if (type === 'WINDOW_NTILE') return { sql: toBigint(over(`ntile(${constantCount(call.children[0], scope)})`)), type: result };
  if (type === 'WINDOW_LAG' || type === 'WINDOW_LEAD') return { sql: over(`${type === 'WINDOW_LAG' ? 'lag' : 'lead'}(${[...texts, ...offsetAndDefault(call, scope)].join(', ')})`), type: result };
  const value = VALUES[type];
  if (value === 'nth_value') return { sql: over(`nth_value(${texts[0] ?? ''}, ${constantCount(call.children[1], scope)})`, frame(call, scope)), type: result };
  if (value !== undefined) return { sql: over(`${value}(${texts.join(', ')})`, frame(call, scope)), type: result };
  if (type !== 'WINDOW_AGGREGATE') throw new Untranslatable(`${type.replace('WINDOW_', '').toLowerCase()} over a window is not translated`);
  const parts = { name: call.name ?? '', args, type: result, functionData: call.function_data, refusals: scope.refusals };
  if (args.some(({ type: of }) => of.id === 'DOUBLE') && !['count', 'min', 'max', 'sum', 'avg'].includes(parts.name)) scope.refusals.refuse(`${parts.name} over a window is not proven equal`);
  return aggregateTerm({ ...parts, over: (name, of) => over(`${name}(${of.join(', ')})`, frame(call, scope)) });
}

function offsetAndDefault({ offset_expr: offset, default_expr: otherwise }: WindowCall, scope: Scope): string[] {
  if (offset === null && otherwise === null) return [];
  const count = offset === null ? '1' : constantCount(offset, scope);
  return otherwise === null ? [count] : [count, translateExpression(otherwise, scope).sql];
}

/** As an INT, which Spark wants here. */
function constantCount(node: unknown, scope: Scope): string {
  const { constant } = translateExpression(node, scope);
  if (typeof constant !== 'bigint' || constant < 0n || constant > 1_000_000n) throw new Untranslatable('A window is translated with constant counts of rows only');
  return String(constant);
}

function frame({ start, end, start_expr: startExpr, end_expr: endExpr, orders }: WindowCall, scope: Scope): string {
  // Without ORDER BY every row of the partition is in the frame of a RANGE.
  if (orders.length === 0 && !(start + end).includes('_ROWS')) return '';
  const unit = (start + end).includes('_ROWS') ? 'ROWS' : 'RANGE';
  if (unit === 'ROWS' && placeOf(start, startExpr, scope) > placeOf(end, endExpr, scope)) throw new Untranslatable("A window's frame that ends before it begins is not translated");
  return `${unit} BETWEEN ${bound(start, startExpr, scope)} AND ${bound(end, endExpr, scope)}`;
}

/** Rows from the current one on. */
function placeOf(kind: string, expression: unknown, scope: Scope): number {
  if (kind.startsWith('UNBOUNDED')) return kind.endsWith('PRECEDING') ? -Infinity : Infinity;
  if (!kind.startsWith('EXPR_')) return 0;
  return Number(constantCount(expression, scope)) * (kind.includes('PRECEDING') ? -1 : 1);
}

function bound(kind: string, expression: unknown, scope: Scope): string {
  const known = {
    UNBOUNDED_PRECEDING: 'UNBOUNDED PRECEDING',
    UNBOUNDED_FOLLOWING: 'UNBOUNDED FOLLOWING',
    CURRENT_ROW_ROWS: 'CURRENT ROW',
    CURRENT_ROW_RANGE: 'CURRENT ROW',
  }[kind];
  if (known !== undefined) return known;
  if (kind === 'EXPR_PRECEDING_ROWS' || kind === 'EXPR_FOLLOWING_ROWS') return `${constantCount(expression, scope)} ${kind.includes('PRECEDING') ? 'PRECEDING' : 'FOLLOWING'}`;
  throw new Untranslatable(`A window's frame of ${kind.replaceAll('_', ' ')} is not translated`);
}
