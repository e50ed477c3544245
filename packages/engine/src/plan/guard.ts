import { nearest } from '../decode/nearest.js';
import { EngineError } from '../errors.js';
import { ALLOWED_FUNCTIONS, ALLOWED_TABLE_FUNCTIONS } from './allowed-functions.js';
import { foldCase } from './fold-case.js';
import { explainRefusal } from './refused-functions.js';
import { children, isNode, textOf, type SyntaxTree, type TreeNode } from './syntax-tree.js';
import { SYSTEM_VIEWS } from './system-views.js';

export interface GuardOptions {
  /** Table functions to let through besides the pure ones: `read_csv`, as long as its calls are yet to be replaced. */
  readonly tableFunctions: readonly string[];
  /** Types that the plan itself makes for a PIVOT without IN. */
  readonly pivotTypes: readonly string[];
  /** Names with a schema are let through: they are tables of the remote engine, yet to be replaced. @default false */
  readonly catalogs?: boolean;
}

const QUERY_NODES = new Set(['SELECT_NODE', 'SET_OPERATION_NODE', 'RECURSIVE_CTE_NODE', 'CTE_NODE']);

const TABLE_REFS = new Set(['BASE_TABLE', 'SUBQUERY', 'JOIN', 'TABLE_FUNCTION', 'EXPRESSION_LIST', 'EMPTY', 'SHOW_REF', 'PIVOT']);

const EXPRESSIONS = new Set(
  `BETWEEN CASE CAST COLLATE COLUMN_REF COMPARISON CONJUNCTION CONSTANT DEFAULT FUNCTION LAMBDA LAMBDA_REF OPERATOR PARAMETER
  POSITIONAL_REFERENCE STAR SUBQUERY TYPE WINDOW`.split(/\s+/),
);

/**
 * Refuses what is not known to be harmless, wherever in the tree it stands. Kinds of nodes are on lists of their own, so
 * that a release of DuckDB with new syntax is refused until somebody has looked at it.
 */
export function guard({ root }: SyntaxTree, options: GuardOptions): void {
  // A list instead of recursion: how deep a query nests is its author's choice.
  const open: TreeNode[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const next of check(node, options)) open.push(next);
  }
}

/** Judges one node and gives those below it that are still to be judged. */
function check(node: TreeNode, options: GuardOptions): Iterable<TreeNode> {
  if ('cte_map' in node) checkQuery(node);
  if ('class' in node) checkExpression(node);
  else if ('query_location' in node || TABLE_REFS.has(textOf(node, 'type'))) return checkTableRef(node, options);
  if ('function_name' in node) checkFunction(textOf(node, 'function_name'), ALLOWED_FUNCTIONS, 'function');
  if ('pivot_enum' in node) checkPivotType(textOf(node, 'pivot_enum'), options);
  return children(node);
}

function checkQuery(node: TreeNode): void {
  const type = textOf(node, 'type');
  if (!QUERY_NODES.has(type)) throw unknownSyntax(type);
}

function checkExpression(node: TreeNode): void {
  const kind = textOf(node, 'class');
  if (!EXPRESSIONS.has(kind)) throw unknownSyntax(kind);
}

function checkTableRef(node: TreeNode, options: GuardOptions): Iterable<TreeNode> {
  const type = textOf(node, 'type');
  if (!TABLE_REFS.has(type)) throw unknownSyntax(type);
  if (type === 'BASE_TABLE') checkBaseTable(node, options);
  if (type === 'SHOW_REF' && !isNode(node.query)) throw showRefused();
  return type === 'TABLE_FUNCTION' ? checkTableFunction(node, options) : children(node);
}

function checkTableFunction(node: TreeNode, { tableFunctions }: GuardOptions): Iterable<TreeNode> {
  const { function: call, ...rest } = node;
  if (!isNode(call) || textOf(call, 'class') !== 'FUNCTION') throw unknownSyntax('TABLE_FUNCTION');
  checkFunction(textOf(call, 'function_name'), new Set([...ALLOWED_TABLE_FUNCTIONS, ...tableFunctions]), 'table function');
  return [...children(call), ...children(rest)];
}

function checkBaseTable(node: TreeNode, { catalogs = false }: GuardOptions): void {
  const [catalog, schema, table] = [textOf(node, 'catalog_name'), textOf(node, 'schema_name'), textOf(node, 'table_name')];
  if (node.at_clause !== null) {
    throw refuse(`${table} AT (…)`, 'files have no versions that SQL could ask for', 'Remove the AT clause.');
  }
  if (catalog !== '' || schema !== '') {
    if (catalogs) return;
    const name = [catalog, schema, table].filter(Boolean).join('.');
    throw refuse(name, 'tables have no schema here', `A file's name stands in quotes, FROM '${name}'; an alias stands alone.`);
  }
  // Even where a common table expression has the name: which of the two is meant is not for this walk to decide.
  if (SYSTEM_VIEWS.has(foldCase(table))) {
    throw refuse(table, "it shows the database's internals, not data", 'Name a file or one of the tables given with the question.');
  }
}

function checkFunction(name: string, allowed: ReadonlySet<string>, what: string): void {
  // The parser gives them in lower case.
  if (allowed.has(name)) return;
  const reason = explainRefusal(name);
  if (reason !== undefined) throw refuse(`${what} ${name}`, reason.why, reason.hint);
  const [like = ''] = nearest(name.slice(0, 64), [...allowed], 1);
  throw refuse(`${what} ${name}`, 'it is not among those known to be safe', `Did you mean ${like}?`);
}

function checkPivotType(name: string, { pivotTypes }: GuardOptions): void {
  if (name === '' || pivotTypes.includes(name)) return;
  throw refuse(`PIVOT … IN ${name}`, 'there are no types of that name', "List the values, IN ('a', 'b'), or leave IN out.");
}

const showRefused = (): EngineError =>
  refuse('SHOW', "it lists the database's own tables, and a question's tables are files", "DESCRIBE FROM 'file.csv' shows a file's columns.");

const unknownSyntax = (kind: string): EngineError =>
  refuse(`Syntax of the kind ${JSON.stringify(kind)}`, 'it is not among the kinds known to be safe', 'Write the query another way.');

const refuse = (what: string, why: string, hint: string): EngineError =>
  new EngineError('SQL_REFUSED', `${what} is refused: ${why}`, { hint });
