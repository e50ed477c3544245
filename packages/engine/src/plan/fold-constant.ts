import { isNode, nodesIn, textOf, type TreeNode } from './syntax-tree.js';

export type Constant = string | number | boolean | null | readonly Constant[] | { readonly [name: string]: Constant };

/** An expression that only the data, or a parameter, gives a value. */
export class NotConstantError extends Error {
  override readonly name = 'NotConstantError';
}

/** The value of a literal: text, number, boolean, NULL, a list, a struct or a map of them. */
export function foldConstant(node: TreeNode): Constant {
  switch (textOf(node, 'class')) {
    case 'CONSTANT':
      return literal(node.value);
    case 'CAST':
      return castLiteral(node);
    case 'OPERATOR':
      if (node.type === 'ARRAY_CONSTRUCTOR') return [...nodesIn(node.children)].map(foldConstant);
      break;
    case 'FUNCTION':
      return foldFunction(textOf(node, 'function_name'), [...nodesIn(node.children)]);
  }
  throw new NotConstantError();
}

function literal(value: unknown): Constant {
  if (!isNode(value)) throw new NotConstantError();
  if (value.is_null === true) return null;
  const text = value.value;
  const type = isNode(value.type) ? textOf(value.type, 'id') : '';
  if (type === 'VARCHAR' && typeof text === 'string') return text;
  if (/^(INTEGER|BIGINT)$/.test(type) && typeof text === 'number') return text;
  throw new NotConstantError();
}

/** `true` and `false` are casts of a text in DuckDB's tree. */
function castLiteral({ child, cast_type: type }: TreeNode): boolean {
  const value = isNode(child) ? foldConstant(child) : null;
  if (isNode(type) && type.id === 'BOOLEAN' && typeof value === 'string') {
    if (/^(t|true)$/i.test(value)) return true;
    if (/^(f|false)$/i.test(value)) return false;
  }
  throw new NotConstantError();
}

function foldFunction(name: string, args: readonly TreeNode[]): Constant {
  if (name === 'list_value') return args.map(foldConstant);
  if (name === 'struct_pack') return Object.fromEntries(args.map((arg) => [textOf(arg, 'alias'), foldConstant(arg)]));
  if (name !== 'map') throw new NotConstantError();
  const [keys, values] = args.map(foldConstant);
  if (!Array.isArray(keys) || !Array.isArray(values)) throw new NotConstantError();
  return Object.fromEntries(keys.map((key: Constant, i) => [textKey(key), values[i] as Constant]));
}

function textKey(key: Constant): string {
  if (typeof key !== 'string') throw new NotConstantError();
  return key;
}
