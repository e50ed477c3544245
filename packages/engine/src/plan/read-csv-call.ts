import { EngineError } from '../errors.js';
import type { InspectOptions } from '../inspect/inspect-source.js';
import { foldCase } from './fold-case.js';
import { foldConstant, NotConstantError, type Constant } from './fold-constant.js';
import { readingOptions } from './read-csv-options.js';
import { isNode, nodesIn, textOf, type TreeNode } from './syntax-tree.js';

export interface ReadCsvCall {
  readonly uris: readonly string[];
  readonly options: InspectOptions;
}

/** What a `read_csv(…)` in FROM asks for. @throws EngineError SQL_REFUSED for what is not constant or not safe */
export function readCsvCall(tableFunction: TreeNode): ReadCsvCall {
  const call = tableFunction.function;
  const args = isNode(call) ? [...nodesIn(call.children)] : [];
  if (tableFunction.with_ordinality !== 'WITHOUT_ORDINALITY') {
    throw refused('read_csv … WITH ORDINALITY is refused: rows of a file have no number', 'Use row_number() OVER ().');
  }
  const options = new Map<string, Constant>();
  const positional: Constant[] = [];
  for (const arg of args) {
    const { name, value } = namedArgument(arg);
    const constant = fold(value, name);
    if (name === undefined) positional.push(constant);
    else if (options.has(name)) throw refused(`read_csv option ${name} is given twice`, 'Give it once.');
    else options.set(name, constant);
  }
  return { uris: readUris(positional), options: readingOptions(options) };
}

/** `name = value` and `name := value` are two kinds of node. */
function namedArgument(arg: TreeNode): { name?: string; value: TreeNode } {
  const alias = textOf(arg, 'alias');
  if (alias !== '') return { name: foldCase(alias), value: arg };
  const { left, right } = arg;
  if (arg.type !== 'COMPARE_EQUAL' || !isNode(left) || !isNode(right)) return { value: arg };
  const column = left.column_names;
  return Array.isArray(column) && column.length === 1 ? { name: foldCase(String(column[0])), value: right } : { value: arg };
}

function fold(value: TreeNode, name: string | undefined): Constant {
  try {
    return foldConstant(value);
  } catch (error) {
    if (!(error instanceof NotConstantError)) throw error;
    const what = name === undefined ? 'A file name in read_csv' : `read_csv option ${name}`;
    throw refused(`${what} is refused: it is not a literal`, 'Write it out; a parameter or an expression cannot name a file or how to read it.');
  }
}

function readUris([files, ...more]: readonly Constant[]): readonly string[] {
  const uris = [files].flat();
  if (more.length > 0 || uris.length === 0 || !uris.every((uri) => typeof uri === 'string' && uri !== '')) {
    throw refused('read_csv takes one file name, or a list of them', "Write read_csv('a.csv') or read_csv(['a.csv', 'b.csv']).");
  }
  return uris as string[];
}

const refused = (message: string, hint: string): EngineError => new EngineError('SQL_REFUSED', message, { hint });
