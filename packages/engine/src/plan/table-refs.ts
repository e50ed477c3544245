import { nearest } from '../decode/nearest.js';
import { EngineError } from '../errors.js';
import { foldCase } from './fold-case.js';
import { children, isNode, nodesIn, textOf, type SyntaxTree, type TreeNode } from './syntax-tree.js';

/** A place in FROM that names a source. */
export type TableRef =
  | { readonly kind: 'alias'; readonly name: string; readonly byteOffset: number }
  | { readonly kind: 'path'; readonly name: string; readonly byteOffset: number }
  | { readonly kind: 'call'; readonly node: TreeNode; readonly byteOffset: number };

/** Names of common table expressions in scope, case folded. */
type CteNames = ReadonlySet<string>;

/** Every place that names a source rather than a common table expression, in no particular order. */
export function collectTables({ root }: SyntaxTree, aliases: readonly string[]): TableRef[] {
  const found: TableRef[] = [];
  const known = new Map(aliases.map((alias) => [foldCase(alias), alias]));
  visit(root, new Set(), (node, scope) => {
    const byteOffset = Number(node['query_location']);
    if (node['type'] === 'TABLE_FUNCTION' && isReadCsv(node)) found.push({ kind: 'call', node, byteOffset });
    if (node['type'] !== 'BASE_TABLE') return;
    const name = textOf(node, 'table_name');
    if (scope.has(foldCase(name))) return;
    const alias = known.get(foldCase(name));
    if (alias === undefined && !looksLikePath(name)) throw unknownTable(name, aliases, scope);
    found.push(alias === undefined ? { kind: 'path', name, byteOffset } : { kind: 'alias', name: alias, byteOffset });
  });
  return found;
}

export const READ_CSV = ['read_csv', 'read_csv_auto'] as const;

const isReadCsv = ({ function: call }: TreeNode): boolean =>
  isNode(call) && READ_CSV.some((name) => name === foldCase(textOf(call, 'function_name')));

/** Calls back for every table reference with the names that are in scope there. */
function visit(node: TreeNode, outer: CteNames, onTableRef: (node: TreeNode, scope: CteNames) => void): void {
  let scope = outer;
  const map = isNode(node['cte_map']) ? node['cte_map']['map'] : undefined;
  for (const cte of nodesIn(map)) {
    // An expression sees those before it; its own name means the table outside, if anything.
    visit(cte, scope, onTableRef);
    scope = withName(scope, textOf(cte, 'key'));
  }
  if ('query_location' in node && !('class' in node)) onTableRef(node, scope);
  const { cte_map: _visited, ...rest } = node;
  if (node['type'] === 'RECURSIVE_CTE_NODE') {
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
