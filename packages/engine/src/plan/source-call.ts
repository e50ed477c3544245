import { nameAtMoment, versionedName } from './table-version.js';
import { EngineError } from '../errors.js';
import type { InspectOptions } from '../inspect/inspect-source.js';
import { foldCase } from './fold-case.js';
import { foldConstant, NotConstantError, type Constant } from './fold-constant.js';
import { readingOptions } from './read-csv-options.js';
import { isNode, nodesIn, textOf, type TreeNode } from './syntax-tree.js';

/** Functions in FROM that name a source. */
export const SOURCE_CALLS = ['read_csv', 'read_csv_auto', 'delta_scan', 'read_parquet', 'parquet_scan'] as const;

export interface SourceCall {
  /** Without what only tells apart how DuckDB goes about it. */
  readonly name: string;
  readonly uris: readonly string[];
  readonly options: InspectOptions;
  readonly format: 'delta' | 'parquet' | 'csv';
}

/** What a `read_csv(…)` or `delta_scan(…)` in FROM asks for. @throws EngineError SQL_REFUSED for what is not constant or not safe */
export function sourceCall(tableFunction: TreeNode): SourceCall {
  const call = tableFunction.function;
  const name = isNode(call) ? textOf(call, 'function_name') : '';
  const args = isNode(call) ? [...nodesIn(call.children)] : [];
  if (tableFunction.with_ordinality !== 'WITHOUT_ORDINALITY') {
    throw refused(`${name} … WITH ORDINALITY is refused: rows of a file have no number`, 'Use row_number() OVER ().');
  }
  const { positional, options } = readArguments(name, args);
  const uris = readUris(name, positional);
  if (name === 'delta_scan') return { name, uris: [versioned(uris, options)], options: {}, format: 'delta' };
  if (name.startsWith('read_csv')) return { name: 'read_csv', uris, options: readingOptions(options), format: 'csv' };
  checkParquetOptions(name, options);
  return { name: 'read_parquet', uris, options: {}, format: 'parquet' };
}

interface Arguments {
  readonly positional: readonly Constant[];
  readonly options: ReadonlyMap<string, Constant>;
}

function readArguments(call: string, args: readonly TreeNode[]): Arguments {
  const options = new Map<string, Constant>();
  const positional: Constant[] = [];
  for (const arg of args) {
    const { name, value } = namedArgument(arg);
    const constant = fold(call, value, name);
    if (name === undefined) positional.push(constant);
    else if (options.has(name)) throw refused(`${call} option ${name} is given twice`, 'Give it once.');
    else options.set(name, constant);
  }
  return { positional, options };
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

function fold(call: string, value: TreeNode, name: string | undefined): Constant {
  try {
    return foldConstant(name?.startsWith('timestamp') === true ? withoutMomentCast(value) : value);
  } catch (error) {
    if (!(error instanceof NotConstantError)) throw error;
    const what = name === undefined ? `A file name in ${call}` : `${call} option ${name}`;
    throw refused(`${what} is refused: it is not a literal`, 'Write it out; a parameter or an expression cannot name a file or how to read it.');
  }
}

/** `TIMESTAMP '…'` is a cast of a text. */
function withoutMomentCast(value: TreeNode): TreeNode {
  const { cast_type: type, child } = value;
  return value.class === 'CAST' && isNode(child) && isNode(type) && /^(DATE|TIMESTAMP)/.test(textOf(type, 'id')) ? child : value;
}

function readUris(call: string, [files, ...more]: readonly Constant[]): readonly string[] {
  const uris = [files].flat();
  if (more.length > 0 || uris.length === 0 || !uris.every((uri) => typeof uri === 'string' && uri !== '')) {
    throw refused(`${call} takes one file name, or a list of them`, `Write ${call}('a') or ${call}(['a', 'b']).`);
  }
  return uris as string[];
}

function versioned([uri = '', ...more]: readonly string[], options: ReadonlyMap<string, Constant>): string {
  // DuckDB's grammar has `timestamp` for a type's name: before => it stands in quotes, or goes by the other name.
  const { version, timestamp_as_of: asOf, timestamp = asOf, ...unknown } = Object.fromEntries(options) as Record<string, Constant>;
  const [other] = Object.keys(unknown);
  if (other !== undefined) throw refused(`delta_scan option ${other} is not supported`, 'Known options: version, timestamp_as_of.');
  if (more.length > 0) throw refused('delta_scan takes one table', 'Join several with UNION ALL.');
  if (version !== undefined && timestamp !== undefined) throw refused('delta_scan takes a version or a timestamp, not both', 'Leave one of them out.');
  if (version === undefined && timestamp === undefined) return uri;
  if (typeof timestamp === 'string') return nameAtMoment(uri, timestamp);
  if (timestamp !== undefined) throw refused('The timestamp of delta_scan is no text', "Write timestamp_as_of => '2024-01-31 12:00:00', which is UTC.");
  if (typeof version !== 'number' || !Number.isSafeInteger(version) || version < 0) throw refused('The version of delta_scan is no whole number', 'Write version => 7.');
  return versionedName(uri, version);
}

/** Options that only say how sluice reads Parquet in any case. */
const INHERENT = new Map<string, Constant>([['union_by_name', true], ['hive_partitioning', false], ['filename', false]]);

function checkParquetOptions(call: string, options: ReadonlyMap<string, Constant>): void {
  for (const [name, value] of options) {
    if (INHERENT.get(name) !== value) throw refused(`${call} option ${name} is not supported`, 'Leave it out: files are joined by column name, and the column filename can be asked for.');
  }
}

const refused = (message: string, hint: string): EngineError => new EngineError('SQL_REFUSED', message, { hint });
