import { z } from 'zod';
import { EngineError } from '../errors.js';
import { isSignificant, isWord, tokenize } from './sql-tokens.js';

/** A node of DuckDB's syntax tree. Only what is asked for is ever interpreted; the rest is walked through. */
export type TreeNode = Readonly<Record<string, unknown>>;

/** One SELECT-like statement, parsed. */
export interface SyntaxTree {
  readonly root: TreeNode;
  /** Parameters by name, positional ones by number. */
  readonly parameters: readonly string[];
}

/** DuckDB's parser: `json_serialize_sql`, its JSON parsed. */
export type Parse = (sql: string) => Promise<unknown>;

const serialized = z.union([
  z.object({ error: z.literal(true), error_type: z.string(), error_message: z.string(), position: z.coerce.number().optional() }),
  z.object({
    error: z.literal(false),
    statements: z.array(z.object({ node: z.looseObject({}), named_param_map: z.array(z.object({ key: z.string() })) })),
  }),
]);

/** What the parser said of a text that it knows, but has no tree for: anything but a SELECT, and a PIVOT without IN. */
export class NoTreeError extends EngineError {}

/** Parses exactly one statement. */
export async function parseTree(sql: string, parse: Parse): Promise<SyntaxTree> {
  const result = serialized.parse(await parse(sql));
  if (result.error) throw parserError(sql, result);
  const [statement, ...others] = result.statements;
  if (statement === undefined || others.length > 0) throw manyStatements();
  return { root: statement.node, parameters: statement.named_param_map.map(({ key }) => key) };
}

interface ParserComplaint {
  readonly error_type: string;
  readonly error_message: string;
  readonly position?: number | undefined;
}

function parserError(sql: string, { error_type: type, error_message: message, position }: ParserComplaint): EngineError {
  if (message.startsWith('Max expression depth')) {
    return new EngineError('SQL_REFUSED', 'The query nests more than 1000 expressions', { hint: 'Nest less: IN (…) instead of many ORs.' });
  }
  if (message.startsWith('Only SELECT')) return notSelect(sql);
  const near = position === undefined ? '' : ` (${lineAndColumn(sql, position)})`;
  return new EngineError('SQL_SYNTAX', `${type === 'parser' ? 'DuckDB cannot parse the SQL' : 'The SQL is not supported'}: ${message}${near}`, {
    hint: UNQUOTED_FILE.test(sql)
      ? "Put file names in single quotes: FROM 's3://bucket/key.csv'."
      : 'Correct the statement; the dialect is DuckDB SQL.',
  });
}

const UNQUOTED_FILE = /\b(?:from|join)\s+(?:[a-z]\w*:|\.{0,2}\/|[\w-]+[/-])/i;

function notSelect(sql: string): EngineError {
  const tokens = tokenize(sql).filter(isSignificant);
  if (tokens.some(({ text }) => text === ';')) return manyStatements();
  const keyword = (tokens[0]?.text ?? '').toUpperCase();
  const explain = isWord(tokens[0], 'EXPLAIN');
  return new NoTreeError('SQL_REFUSED', `${keyword} is refused: only queries that read are answered`, {
    hint: explain ? 'Ask for a dry run to see what a query would read.' : 'Write one SELECT, FROM, WITH, VALUES, PIVOT, DESCRIBE or SUMMARIZE.',
  });
}

const manyStatements = (): EngineError =>
  new EngineError('SQL_REFUSED', 'The SQL holds more than one statement', { hint: 'Send one statement at a time.' });

/** The parser gives places of errors in characters, unlike places in its tree. */
function lineAndColumn(sql: string, offset: number): string {
  const before = Array.from(sql).slice(0, offset);
  const lineStart = before.lastIndexOf('\n') + 1;
  return `line ${before.filter((character) => character === '\n').length + 1}, column ${before.length - lineStart + 1}`;
}

export const isNode = (value: unknown): value is TreeNode => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Nodes directly below, through arrays. */
export function* children(node: TreeNode): Generator<TreeNode> {
  for (const value of Object.values(node)) yield* nodesIn(value);
}

export function* nodesIn(value: unknown): Generator<TreeNode> {
  if (Array.isArray(value)) for (const item of value) yield* nodesIn(item);
  else if (isNode(value)) yield value;
}

/** A text field; `''` when there is none. */
export const textOf = (node: TreeNode, field: string): string => {
  const value = node[field];
  return typeof value === 'string' ? value : '';
};
