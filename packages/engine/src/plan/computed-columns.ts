import { foldCase } from './fold-case.js';
import { children, isNode, nodesIn, textOf, type SyntaxTree, type TreeNode } from './syntax-tree.js';

/** Names of columns that a statement computes with, case folded; `all` where that takes more than reading its own clauses. */
export type ComputedColumns = ReadonlySet<string> | 'all';

/**
 * What a statement does more with than to show it: `SELECT a, b FROM t WHERE c > 1 ORDER BY a` computes with `a` and `c`, and
 * only shows `b`. Names count wherever they stand in, so that a doubt makes a column a computed one.
 */
export function computedColumns({ root }: SyntaxTree): ComputedColumns {
  if (!isPlainSelect(root)) return 'all';
  const selected = [...nodesIn(root.select_list)];
  const shown = selected.filter(isColumn);
  const rest = [...selected.filter((item) => !isColumn(item)).flatMap(computedParts), ...children({ ...root, select_list: [] })];
  const names = new Set<string>();
  for (const node of rest.flatMap((item) => [...descendants(item)])) {
    if (DOUBTFUL.has(textOf(node, 'type')) || textOf(node, 'class') === 'SUBQUERY') return 'all';
    for (const name of namesIn(node)) names.add(foldCase(name));
  }
  for (const item of shown) if (names.has(foldCase(textOf(item, 'alias')))) for (const name of namesIn(item)) names.add(foldCase(name));
  return names;
}

/** One SELECT over tables: no grouping, no DISTINCT, nothing nested, no column renamed on its way, nothing told by position. */
function isPlainSelect(root: TreeNode): boolean {
  const { type, group_expressions: groups, aggregate_handling: handling, having, qualify, cte_map: ctes } = root;
  const isGrouped = size(groups) > 0 || handling !== 'STANDARD_HANDLING' || isNode(having) || isNode(qualify);
  if (type !== 'SELECT_NODE' || isGrouped || (isNode(ctes) && size(ctes.map) > 0)) return false;
  if ([...nodesIn(root.select_list)].some(({ rename_list: renamed }) => size(renamed) > 0)) return false;
  return isPlainFrom(root.from_table) && [...nodesIn(root.modifiers)].every(isPlainModifier);
}

function isPlainFrom(from: unknown): boolean {
  if (!isNode(from)) return false;
  if (from.type === 'JOIN') return from.ref_type !== 'NATURAL' && isPlainFrom(from.left) && isPlainFrom(from.right);
  return (from.type === 'BASE_TABLE' || from.type === 'TABLE_FUNCTION') && size(from.column_name_alias) === 0;
}

function isPlainModifier({ type, orders }: TreeNode): boolean {
  if (type === 'LIMIT_MODIFIER') return true;
  return type === 'ORDER_MODIFIER' && [...nodesIn(orders)].every(({ expression }) => isNode(expression) && textOf(expression, 'class') !== 'CONSTANT');
}

const size = (list: unknown): number => (Array.isArray(list) ? list.length : 0);

const isColumn = ({ type }: TreeNode): boolean => type === 'COLUMN_REF';

/** A star shows what it stands for, but for what it replaces: `* REPLACE (a + 1 AS a)`. */
const computedParts = (item: TreeNode): TreeNode[] => (item.type === 'STAR' ? [...nodesIn(item.replace_list)] : [item]);

/** Below an expression these stand for any column. */
const DOUBTFUL: ReadonlySet<string> = new Set(['STAR', 'POSITIONAL_REFERENCE']);

function* namesIn(node: TreeNode): Generator<string> {
  for (const list of [node.column_names, node.using_columns]) {
    if (Array.isArray(list)) for (const name of list) if (typeof name === 'string') yield name;
  }
}

function* descendants(top: TreeNode): Generator<TreeNode> {
  const open: TreeNode[] = [top];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    yield node;
    open.push(...children(node));
  }
}
