import { z } from 'zod';
import { EngineError } from '../../errors.js';
import type { Scope } from '../../database/database.js';
import { EVERYTHING } from '../../parquet/everything.js';
import { describeQuery, wrappedSql } from '../../remote/statement.js';
import type { RemoteSession } from '../../remote/remote-engine.js';
import { bindQuestion } from '../../remote/translate/bind-question.js';
import { sparkName } from '../../remote/translate/spark-text.js';
import { translateQuestion } from '../../remote/translate/translate-question.js';
import type { AnswerColumn, ColumnTrust } from '../../result/answer.js';
import type { RemoteColumn, RemoteTable } from './remote-table.js';

/** A query in the remote engine's SQL, and the columns of its answer. */
export interface PreparedQuery {
  /** What is sent: all values as text, so many rows at most. */
  readonly statement: (maxRows: number) => string;
  /** None where the statement is only shown, and nobody was asked what it gives. */
  readonly columns: readonly AnswerColumn[];
  /** What is left open in both engines. */
  readonly notes: readonly string[];
  /** Of the columns that it reads; where the remote engine alone knows which those are, of all. */
  readonly types: readonly ColumnTrust[];
}

/**
 * Translates a question in DuckDB's SQL. DuckDB itself binds it, over empty tables of the same columns: what it would say of it is said here.
 * @throws EngineError REMOTE_UNSUPPORTED with a draft, where equal answers are not certain
 */
export async function translated(sql: string, tables: readonly RemoteTable[], scope: Scope, columnsOf: (table: RemoteTable) => Promise<readonly RemoteColumn[]>): Promise<PreparedQuery> {
  const typed = await Promise.all(tables.map(async (table) => ({ viewName: table.viewName, columns: await columnsOf(table) })));
  const bound = await bindQuestion(sql, typed, { execute: (text) => scope.execute(text), describe: (text) => scope.describe(text), text: async (text, param) => z.string().parse((await scope.rows(text, EVERYTHING, [param])).rows[0]?.[0]) });
  const translation = translateQuestion(bound, tables);
  if (translation.kind === 'translated') return { statement: translation.sql, columns: bound.columns, notes: translation.notes, types: typed.flatMap((table) => typesOf(table, translation.used.get(table.viewName) ?? new Set())) };
  throw new EngineError('REMOTE_UNSUPPORTED', `The question is not translated to Databricks SQL, as an equal answer is not certain: ${translation.reasons.join('; ')}`, { hint: draftHint(translation.draft, tables) });
}

function draftHint(draft: string | undefined, tables: readonly RemoteTable[]): string {
  if (draft === undefined) return 'Write it in Databricks SQL and ask with --dialect databricks, or ask with --engine duckdb.';
  const named = tables.filter(({ setup }) => setup.length > 0).map(({ remoteName: [name = ''], viewName }) => (name === viewName ? '' : ` --table ${name}=${viewName}`));
  return `Confirm or edit this draft, and ask it with --dialect databricks${[...new Set(named)].join('')}: ${draft}`;
}

/** Whether something is ordered: which ORDER BY is the outermost, Databricks' own parser alone could tell. */
const ORDERS = /\b(?:order|sort)\b[^]*\bby\b/i;
const ORDER_WITHIN =
  'The statement is sent as a query within another, of which Databricks promises no order, though it has kept ORDER BY wherever that was tried. Where the order must be certain, select row_number() OVER (ORDER BY …) too.';

/** A statement in the remote engine's own SQL, which is sent as a part of one that can only read. A statement whose columns are not known is shown as it was written. */
export async function native(sql: string, tables: readonly RemoteTable[], session: RemoteSession | undefined): Promise<PreparedQuery> {
  const known = { notes: ORDERS.test(sql) ? [ORDER_WITHIN] : [], types: tables.flatMap((table) => typesOf(table)) };
  if (session === undefined) return { statement: () => sql, columns: [], ...known };
  const columns = await describeQuery(session, sql);
  return { statement: (maxRows) => wrappedSql(sql, columns, maxRows), columns, ...known };
}

/** Files are read with these types and every value that the statement uses is checked; a table has its types itself. */
const typesOf = ({ viewName, columns = [] }: Pick<RemoteTable, 'viewName' | 'columns'>, used?: ReadonlySet<string>): ColumnTrust[] =>
  columns.filter(({ name }) => used?.has(name) !== false).map(({ name, type, typeWhenComputed }) => ({ table: viewName, column: name, type, ...(typeWhenComputed === undefined ? {} : { typeWhenComputed }), trust: 'verified' }));

/** Databricks' own words for a table's columns. */
export const describedColumns = async ({ columns, remoteName }: RemoteTable, session: RemoteSession): Promise<readonly RemoteColumn[]> =>
  columns ?? (await describeQuery(session, `SELECT * FROM ${remoteName.map(sparkName).join('.')}`));
