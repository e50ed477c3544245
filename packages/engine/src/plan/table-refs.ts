import { nearest } from '../decode/nearest.js';
import { EngineError } from '../errors.js';
import { foldCase } from './fold-case.js';
import { children, isNode, nodesIn, textOf, type SyntaxTree, type TreeNode } from './syntax-tree.js';

/** A place in FROM that names a source. */
export type TableRef =
  | { readonly kind: 'alias'; readonly name: string }
  | (Source & { readonly kind: 'path'; readonly name: string })
  | (Source & { readonly kind: 'call'; readonly node: TreeNode });

interface Source {
  readonly byteOffset: number;
  /** What columns are qualified by without an AS that says so: of `'data/orders.csv'`, `orders`. */
  readonly impliedAlias: string | undefined;
}

/** Names of common table expressions in scope, case folded. */
type CteNames = ReadonlySet<string>;

/** Every place that names a source rather than a common table expression, in no particular order. */
export function collectTables({ root }: SyntaxTree, aliases: readonly string[]): TableRef[] {
  const found: TableRef[] = [];
  const known = new Map(aliases.map((alias) => [foldCase(alias), alias]));
  const qualifiers = collectQualifiers(root);
  const source = (node: TreeNode, name: string): Source => ({
    byteOffset: Number(node.query_location),
    impliedAlias: textOf(node, 'alias') === '' && qualifiers.has(foldCase(name)) ? name : undefined,
  });
  visit(root, new Set(), (node, scope) => {
    const called = readCsvName(node);
    if (called !== undefined) found.push({ kind: 'call', node, ...source(node, called) });
    if (node.type !== 'BASE_TABLE') return;
    const name = textOf(node, 'table_name');
    if (scope.has(foldCase(name))) return;
    const alias = known.get(foldCase(name));
    if (alias === undefined && !looksLikePath(name)) throw unknownTable(name, aliases, scope);
    found.push(alias === undefined ? { kind: 'path', name, ...source(node, baseName(name)) } : { kind: 'alias', name: alias });
  });
  return found;
}

/** As DuckDB names the table of a file: up to the first dot. */
const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1).split('.')[0] ?? '';

/** What stands before the dot in `orders.id` and `orders.*`, anywhere, case folded. */
function collectQualifiers(root: TreeNode): Set<string> {
  const found = new Set<string>();
  const open: TreeNode[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const path = node.column_names;
    const qualifier = Array.isArray(path) && path.length > 1 ? String(path[0]) : textOf(node, 'relation_name');
    if (qualifier !== '') found.add(foldCase(qualifier));
    for (const child of children(node)) open.push(child);
  }
  return found;
}

export const READ_CSV = ['read_csv', 'read_csv_auto'] as const;

function readCsvName({ type, function: call }: TreeNode): string | undefined {
  const called = type === 'TABLE_FUNCTION' && isNode(call) ? foldCase(textOf(call, 'function_name')) : '';
  return READ_CSV.find((name) => name === called);
}

/** Calls back for every table reference with the names that are in scope there. */
function visit(node: TreeNode, outer: CteNames, onTableRef: (node: TreeNode, scope: CteNames) => void): void {
  let scope = outer;
  const map = isNode(node.cte_map) ? node.cte_map.map : undefined;
  for (const cte of nodesIn(map)) {
    // An expression sees those before it; its own name means the table outside, if anything.
    visit(cte, scope, onTableRef);
    scope = withName(scope, textOf(cte, 'key'));
  }
  if ('query_location' in node && !('class' in node)) onTableRef(node, scope);
  const rest = { ...node, cte_map: null };
  if (node.type === 'RECURSIVE_CTE_NODE') {
    visitRecursive(rest, scope, onTableRef);
  } else {
    for (const child of children(rest)) visit(child, scope, onTableRef);
  }
}

/** Only the recursive part of a recursive expression sees its own name; to the part that starts it, the name is a table's. */
function visitRecursive(node: TreeNode, scope: CteNames, onTableRef: (node: TreeNode, scope: CteNames) => void): void {
  const { right, ...rest } = node;
  for (const child of children(rest)) visit(child, scope, onTableRef);
  for (const child of nodesIn(right)) visit(child, withName(scope, textOf(node, 'cte_name')), onTableRef);
}

const withName = (scope: CteNames, name: string): CteNames => new Set([...scope, foldCase(name)]);

/** A separator, a scheme, a wildcard or an extension. Other names are aliases, given or mistyped. */
const looksLikePath = (name: string): boolean => /[\\/*?]|^[a-z][a-z0-9+.-]+:|\.[a-z0-9]{1,10}$/i.test(name);

function unknownTable(name: string, aliases: readonly string[], scope: CteNames): EngineError {
  const [like] = nearest(name.slice(0, 64), [...aliases, ...scope], 1);
  const known = aliases.length === 0 ? 'no table was given a name' : `named tables are ${aliases.slice(0, 20).join(', ')}`;
  return new EngineError('UNKNOWN_TABLE', `There is no table "${name}"; ${known}`, {
    hint: `${like === undefined ? '' : `Did you mean ${like}? `}A file's name stands in quotes: FROM '${name}.csv'.`,
  });
}
