import { isNode, nodesIn, type SyntaxTree } from './syntax-tree.js';

/** Rows that a statement asks for by its own, outermost LIMIT. */
export interface RowLimit {
  readonly rows: number;
  /** Rows before them, passed over. */
  readonly offset: number;
}

/** The LIMIT that a statement ends in, where it is written as numbers. */
export function rowLimit({ root }: SyntaxTree): RowLimit | undefined {
  const limit = [...nodesIn(root.modifiers)].find(({ type }) => type === 'LIMIT_MODIFIER');
  if (limit === undefined || limit.limit === null) return undefined;
  const rows = constantOf(limit.limit);
  const offset = limit.offset === null ? 0 : constantOf(limit.offset);
  return rows === undefined || offset === undefined ? undefined : { rows, offset };
}

function constantOf(expression: unknown): number | undefined {
  const value = isNode(expression) && expression.type === 'VALUE_CONSTANT' && isNode(expression.value) ? expression.value.value : undefined;
  return typeof value === 'number' ? value : undefined;
}
