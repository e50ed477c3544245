import { EngineError } from '../../errors.js';
import type { QueryPlan } from '../../plan/parse-query.js';
import { fetchRows } from '../../remote/statement.js';
import type { RemoteEngine, RemoteRow, RemoteSession } from '../../remote/remote-engine.js';
import type { Answer, AnswerWarning } from '../../result/answer.js';
import type { AnswerTools } from '../answer-tools.js';
import { namedTables } from '../open-tables.js';
import type { Question, QuestionContext } from '../question.js';
import { composeRemoteAnswer } from './compose-remote-answer.js';
import { fileError } from './file-error.js';
import { openRemoteTables } from './open-remote-tables.js';
import { describedColumns, native, translated, type PreparedQuery } from './prepare-statement.js';
import type { RemoteTable } from './remote-table.js';

/** A question for the remote engine, in DuckDB's SQL or in its own. */
export interface RemoteQuestion {
  readonly plan: QueryPlan;
  readonly dialect: 'duckdb' | 'databricks';
  /** Why it is asked there, where the caller did not say so. */
  readonly reason?: AnswerWarning;
}

/** Has the remote engine answer, over the same tables as they were understood here. */
export async function answerRemotely(asked: RemoteQuestion, question: Question, context: QuestionContext, tools: AnswerTools): Promise<Answer> {
  const { sources, watch, meter } = tools;
  const { limits, signal } = context;
  const remote = context.remote ?? notConfigured();
  assertAskable(question, asked, context);
  const tables = await watch.time('inspect', () => openRemoteTables(asked.plan, namedTables(asked.plan, question), question, context, { sources, meter }));
  const common = { tables, place: remote.place, reason: asked.reason };
  if (question.dryRun === true) {
    const query = await prepared(asked, tables, context, undefined);
    return composeRemoteAnswer({ ...common, query, sent: statementOf(query, limits), fetched: undefined }, { meter, watch });
  }
  const { query, sent, fetched } = await watch.time('remote', async () => {
    await using session = await openSession(remote, signal);
    for (const statement of tables.flatMap(({ setup }) => setup)) await session.run(statement, () => true);
    const ready = await prepared(asked, tables, context, session);
    const statement = statementOf(ready, limits);
    const rows = await fetchRows(session, statement, ready.columns, { limits, onBytes: (bytes) => meter.add(bytes) });
    return { query: ready, sent: statement, fetched: rows };
  }).catch((error: unknown) => {
    throw fileError(error, tables);
  });
  // The files were read there whatever version they were: it is this one if it still is.
  await sources.assertUnchanged();
  return composeRemoteAnswer({ ...common, query, sent, fetched }, { meter, watch });
}

/** Spark's LIMIT is an INT. */
const MOST_ROWS = 2_147_483_647;

/** One row more than asked for tells whether there are more. */
const statementOf = ({ statement }: PreparedQuery, { maxRows }: Pick<QuestionContext['limits'], 'maxRows'>): string => statement(Math.min(maxRows + 1, MOST_ROWS));

async function prepared({ plan, dialect }: RemoteQuestion, tables: readonly RemoteTable[], { database, signal }: QuestionContext, session: RemoteSession | undefined): Promise<PreparedQuery> {
  if (dialect === 'databricks') return await native(plan.sql, tables, session);
  await using scope = database.openScope(signal);
  return await translated(plan.sql, tables, scope, async (table) => (session === undefined ? (table.columns ?? unknownColumns(table)) : await describedColumns(table, session)));
}

/** What types and functions mean depends on these; both are what a warehouse has by default, or can be set. */
async function openSession(remote: RemoteEngine, signal: AbortSignal): Promise<RemoteSession> {
  const session = await remote.openSession(signal);
  try {
    await session.run("SET TIME ZONE 'UTC'", () => true);
    const told: RemoteRow[] = [];
    await session.run("SELECT CAST(current_timezone() = 'UTC' AND typeof(1 + '1') = 'bigint' AS STRING) AS c0", (rows) => told.push(...rows) > 0);
    if (told[0]?.c0 === 'true') return session;
    throw new EngineError('REMOTE_UNSUPPORTED', 'The warehouse runs without ANSI mode, in which the same SQL means something else', { hint: 'Have ANSI_MODE set to true for the warehouse.' });
  } catch (error) {
    await session[Symbol.asyncDispose]();
    throw error;
  }
}

function assertAskable({ params = [], into }: Question, { plan }: RemoteQuestion, { badRows }: QuestionContext): void {
  const count = Array.isArray(params) ? params.length : Object.keys(params).length;
  if (count > 0) throw unsupported('Parameters are not sent to Databricks', 'Write the values into the statement.');
  if (badRows !== 'error') throw unsupported('Rows that do not fit their table are found here alone', 'Ask with --engine duckdb.');
  if (plan.pivots.length > 0) throw unsupported('A PIVOT without IN is not sent to Databricks', "List the columns: PIVOT … ON x IN ('a', 'b').");
  if (into !== undefined) throw unsupported('Whole results are written to files by DuckDB alone', 'Ask for the rows, or write them with --engine duckdb.');
}

const unknownColumns = ({ viewName }: RemoteTable): never => {
  throw unsupported(`The columns of ${viewName} are known to Databricks alone, and a dry run sends nothing`, 'Ask without a dry run, or in its own SQL with --dialect databricks.');
};

const notConfigured = (): never => {
  throw new EngineError('USAGE', 'No Databricks warehouse is configured', { hint: 'Set DATABRICKS_HOST, DATABRICKS_HTTP_PATH and DATABRICKS_TOKEN.' });
};

const unsupported = (message: string, hint: string): EngineError => new EngineError('REMOTE_UNSUPPORTED', message, { hint });

