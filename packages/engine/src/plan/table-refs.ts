import { nearest } from '../decode/nearest.js';
import { EngineError } from '../errors.js';
import { foldCase } from './fold-case.js';
import { SOURCE_CALLS } from './source-call.js';
import { children, isNode, nodesIn, textOf, type SyntaxTree, type TreeNode } from './syntax-tree.js';

/** A place in FROM that names a source. */
export type TableRef = Place &
  (
    | { readonly kind: 'alias'; readonly name: string }
    | { readonly kind: 'path'; readonly name: string }
    | { readonly kind: 'call'; readonly node: TreeNode }
    /** With its schema, and perhaps a catalog before. */
    | { readonly kind: 'catalog'; readonly names: readonly string[] }
  );

interface Place {
  readonly byteOffset: number;
  /** What columns are qualified by without an AS that says so: of `'data/orders.csv'`, `orders`. */
  readonly impliedAlias: string | undefined;
}

/** Names of common table expressions in scope, case folded. */
type CteNames = ReadonlySet<string>;

/**
 * Every place that names a source rather than a common table expression, in the order of the text.
 * @param quotedAt byte offsets of '…' in the text: what is written so is meant as a path, whatever it looks like
 */
export function collectTables({ root }: SyntaxTree, aliases: readonly string[], quotedAt: ReadonlySet<number> = new Set()): TableRef[] {
  const found: TableRef[] = [];
  const known = new Map(aliases.map((alias) => [foldCase(alias), alias]));
  const qualifiers = collectQualifiers(root);
  const placeOf = (node: TreeNode, name: string): Place => ({
    byteOffset: Number(node.query_location),
    impliedAlias: textOf(node, 'alias') === '' && qualifiers.has(foldCase(name)) ? name : undefined,
  });
  for (const { node, scope } of scopedNodes(root)) {
    const called = calledName(node);
    if (called !== undefined) found.push({ kind: 'call', node, ...placeOf(node, called) });
    const name = textOf(node, 'table_name');
    if (node.type !== 'BASE_TABLE') continue;
    const within = [textOf(node, 'catalog_name'), textOf(node, 'schema_name')].filter(Boolean);
    if (within.length > 0) {
      found.push({ kind: 'catalog', names: [...within, name], ...placeOf(node, name) });
      continue;
    }
    if (scope.has(foldCase(name))) continue;
    const alias = known.get(foldCase(name));
    if (alias === undefined && !looksLikePath(name) && !quotedAt.has(Number(node.query_location))) throw unknownTable(name, aliases, scope);
    found.push(alias === undefined ? { kind: 'path', name, ...placeOf(node, baseName(name)) } : { kind: 'alias', name: alias, ...placeOf(node, alias) });
  }
  return found.sort((a, b) => a.byteOffset - b.byteOffset);
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

function calledName({ type, function: call }: TreeNode): string | undefined {
  const called = type === 'TABLE_FUNCTION' && isNode(call) ? textOf(call, 'function_name') : '';
  return SOURCE_CALLS.find((name) => name === called);
}

interface ScopedNode {
  readonly node: TreeNode;
  readonly scope: CteNames;
}

/** Every node with the names that are in scope there. */
function* scopedNodes(root: TreeNode): Generator<ScopedNode> {
  const open: ScopedNode[] = [{ node: root, scope: new Set() }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    yield next;
    for (const below of scopedChildren(next)) open.push(below);
  }
}

function* scopedChildren({ node, scope: outer }: ScopedNode): Generator<ScopedNode> {
  let scope = outer;
  const { cte_map: ctes, right, ...rest } = node;
  for (const cte of nodesIn(isNode(ctes) ? ctes.map : undefined)) {
    // An expression sees those before it; its own name means the table outside, if anything.
    yield { node: cte, scope };
    scope = withName(scope, textOf(cte, 'key'));
  }
  for (const child of children(rest)) yield { node: child, scope };
  // Of a recursive expression only this side sees its name; to the side that starts it, the name is a table's.
  const rightScope = node.type === 'RECURSIVE_CTE_NODE' ? withName(scope, textOf(node, 'cte_name')) : scope;
  for (const child of nodesIn(right)) yield { node: child, scope: rightScope };
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
