import { z } from 'zod';
import { EngineError, type ErrorCode } from '../../errors.js';

/** Of a statement that failed: what the driver throws has this somewhere. */
const failedStatement = z.object({ response: z.object({ sqlState: z.string().nullish(), errorMessage: z.string().nullish(), displayMessage: z.string().nullish() }) });
const httpFailure = z.object({ statusCode: z.number() });
const refusedStatement = z.object({ name: z.literal('Status Error'), message: z.string() });

/** By the first two characters of an SQLSTATE, or by all five. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  '42703': 'UNKNOWN_COLUMN',
  '42P01': 'UNKNOWN_TABLE',
  '42501': 'REMOTE_DENIED',
  '42704': 'UNKNOWN_TABLE',
  '42601': 'SQL_SYNTAX',
  '57014': 'CANCELLED',
  HY008: 'CANCELLED',
  HYT00: 'DEADLINE_EXCEEDED',
  '08': 'REMOTE_UNAVAILABLE',
  '22': 'SQL_FAILED',
  '42': 'SQL_FAILED',
  P0: 'SQL_FAILED',
};

const HINTS: Readonly<Partial<Record<ErrorCode, string>>> = {
  UNKNOWN_COLUMN: 'Look at its columns first, for example with DESCRIBE or sluice inspect.',
  UNKNOWN_TABLE: 'Write catalog.schema.table, and check that the token may read it.',
  SQL_SYNTAX: "Databricks reads its own SQL: mend the statement, or ask in DuckDB's SQL without --dialect databricks.",
  SQL_FAILED: 'Change the statement; the message names the value or function that it is about.',
  REMOTE_DENIED: 'Have the right granted (SELECT on the table, CAN USE on the warehouse, READ FILES on the place), or use another token.',
  REMOTE_FAILED: 'Ask again; if it fails again, look the statement up in the query history of the warehouse.',
};

/**
 * What the driver throws, as one of our own errors. Of the server's words only the sentence after its error class is passed on: the rest is
 * Java's stack, its plan and pieces of the statement.
 */
export function databricksError(error: unknown): EngineError {
  if (error instanceof EngineError) return error;
  const status = httpFailure.safeParse(error);
  if (status.success) return fromStatus(status.data.statusCode, error);
  const failed = failedStatement.safeParse(error);
  if (failed.success) return fromStatement(failed.data.response.errorMessage ?? failed.data.response.displayMessage ?? '', failed.data.response.sqlState ?? undefined, error);
  const refused = refusedStatement.safeParse(error);
  if (refused.success) return fromStatement(refused.data.message, undefined, error);
  return isSignIn(error) ? denied('its credentials are not accepted', error) : unavailable(error);
}

function fromStatus(status: number, cause: unknown): EngineError {
  if (status === 401) return denied('the token is wrong or has expired', cause);
  if (status === 403) return denied('the token may not use this warehouse', cause);
  if (status === 404) return new EngineError('REMOTE_UNAVAILABLE', 'Databricks has no warehouse under this path', { hint: 'Copy DATABRICKS_HTTP_PATH from the connection details of the warehouse.', cause });
  return new EngineError('REMOTE_UNAVAILABLE', `Databricks answered with HTTP status ${status}`, { hint: 'Ask again in a moment; a warehouse that starts takes up to some minutes.', cause });
}

function fromStatement(text: string, given: string | undefined, cause: unknown): EngineError {
  const state = given ?? /SQLSTATE: (\w{5})/.exec(text)?.[1];
  const code = (state === undefined ? undefined : (CODES[state] ?? CODES[state.slice(0, 2)])) ?? 'REMOTE_FAILED';
  const said = sentenceOf(text);
  const message = said === undefined ? `Databricks could not run the statement${state === undefined ? '' : ` (SQLSTATE ${state})`}` : `Databricks: ${said}`;
  const hint = HINTS[code];
  return new EngineError(code, message, { ...(hint === undefined ? {} : { hint }), cause });
}

const MAX_SENTENCE_CHARS = 500;

/** `… [ERROR_CLASS] What was wrong. SQLSTATE: 42703 …`; the class comes once before the name of a Java class, too. */
function sentenceOf(text: string): string | undefined {
  const match = /\[[A-Z][A-Z0-9_.]+\] (?![a-z]+(?:\.\w+)+:)([^]*?)\s*SQLSTATE: \w{5}/.exec(text);
  return match?.[1]?.split('\n')[0]?.slice(0, MAX_SENTENCE_CHARS);
}

/** What OAuth's libraries throw has the name of its own code. */
const isSignIn = (error: unknown): boolean => error instanceof Error && /Authentication|OPError|RPError/.test(`${error.name} ${error.constructor.name}`);

const denied = (why: string, cause: unknown): EngineError =>
  new EngineError('REMOTE_DENIED', `Databricks refused the request: ${why}`, { hint: 'Set a new DATABRICKS_TOKEN (or client id and secret), and check that it may use the warehouse.', cause });

const unavailable = (cause: unknown): EngineError =>
  new EngineError('REMOTE_UNAVAILABLE', 'The connection to Databricks failed, so that there is no answer', { hint: 'Check DATABRICKS_HOST and the network, then ask again.', cause });
