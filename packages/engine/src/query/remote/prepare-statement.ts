import { z } from 'zod';
import { EngineError } from '../../errors.js';
import type { Scope } from '../../database/database.js';
import { EVERYTHING } from '../../parquet/everything.js';
import { describeQuery } from '../../remote/statement.js';
import type { RemoteSession } from '../../remote/remote-engine.js';
import { bindQuestion } from '../../remote/translate/bind-question.js';
import { sparkName } from '../../remote/translate/spark-text.js';
import { translateQuestion } from '../../remote/translate/translate-question.js';
import type { AnswerColumn } from '../../result/answer.js';
import type { RemoteTable } from './remote-table.js';

/** A query in the remote engine's SQL, and the columns of its answer. */
export interface PreparedQuery {
  readonly sql: string;
  readonly columns: readonly AnswerColumn[];
  /** What is left open in both engines. */
  readonly notes: readonly string[];
}

/**
 * Translates a question in DuckDB's SQL. DuckDB itself binds it, over empty tables of the same columns: what it would say of it is said here.
 * @throws EngineError REMOTE_UNSUPPORTED with a draft, where equal answers are not certain
 */
export async function translated(sql: string, tables: readonly RemoteTable[], scope: Scope, columnsOf: (table: RemoteTable) => Promise<readonly AnswerColumn[]>): Promise<PreparedQuery> {
  const typed = await Promise.all(tables.map(async (table) => ({ viewName: table.viewName, columns: await columnsOf(table) })));
  const bound = await bindQuestion(sql, typed, { execute: (text) => scope.execute(text), describe: (text) => scope.describe(text), text: async (text, param) => z.string().parse((await scope.rows(text, EVERYTHING, [param])).rows[0]?.[0]) });
  const translation = translateQuestion(bound, tables);
  if (translation.kind === 'translated') return { ...translation, columns: bound.columns };
  throw new EngineError('REMOTE_UNSUPPORTED', `The question is not translated to Databricks SQL, as an equal answer is not certain: ${translation.reasons.join('; ')}`, { hint: draftHint(translation.draft, tables) });
}

function draftHint(draft: string | undefined, tables: readonly RemoteTable[]): string {
  if (draft === undefined) return 'Write it in Databricks SQL and ask with --dialect databricks, or ask with --engine duckdb.';
  const named = tables.filter(({ setup }) => setup.length > 0).map(({ remoteName: [name = ''], viewName }) => (name === viewName ? '' : ` --table ${name}=${viewName}`));
  return `Confirm or edit this draft, and ask it with --dialect databricks${[...new Set(named)].join('')}: ${draft}`;
}

/** Databricks' own words for a table's columns. */
export const describedColumns = async ({ columns, remoteName }: RemoteTable, session: RemoteSession): Promise<readonly AnswerColumn[]> =>
  columns ?? (await describeQuery(session, `SELECT * FROM ${remoteName.map(sparkName).join('.')}`));
