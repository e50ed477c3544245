import { z } from 'zod';
import type { Scope } from '../database/database.js';
import { quoteLiteral } from '../database/quote.js';
import { EngineError } from '../errors.js';
import { EVERYTHING } from '../parquet/everything.js';
import { bringWhole, type OpenContext } from '../parquet/open-files.js';
import type { ListedObject } from '../source/source.js';
import type { NamedObject } from '../source/sources.js';
import { metadataAction, protocolAction, type Metadata, type Protocol } from './actions.js';
import type { LogSegment } from './log-files.js';
import { activeFilesSql, headSql, jsonActionsSql, parquetActionsSql, parquetColumnsSql, sidecarsSql } from './replay-sql.js';

export interface ReplayedLog {
  readonly protocol: Protocol;
  readonly metadata: Metadata;
  /** A Parquet file in the question's folder with a row for each of the table's files. */
  readonly filesPath: string;
}

export interface ReadLogRequest {
  /** The table's folder as it is named, for messages. */
  readonly table: string;
  readonly logFolder: string;
  readonly segment: LogSegment;
  /** Tells the tables of one question apart. */
  readonly id: string;
}

/** Replays what leads to a version, by DuckDB: the last word on the schema, and the files that are left. */
export async function readLog(scope: Scope, { table, logFolder, segment, id }: ReadLogRequest, context: OpenContext): Promise<ReplayedLog> {
  try {
    const parts = await actionsOf(scope, segment, logFolder, context);
    const actions = `"${id} actions"`;
    await scope.execute(`CREATE OR REPLACE TEMP TABLE ${actions} AS ${parts.join(' UNION ALL ')}`);
    const { rows } = await scope.rows(headSql(actions), EVERYTHING);
    const [protocol, metadata] = z.tuple([z.string().nullable(), z.string().nullable()]).parse(rows[0]);
    if (protocol === null || metadata === null) throw corrupt(table, `it names no ${protocol === null ? 'protocol' : 'schema'}`);
    const filesPath = `${context.folder}/${id}-files.parquet`;
    await scope.execute(`COPY (${activeFilesSql(actions)}) TO ${quoteLiteral(filesPath)} (FORMAT parquet)`);
    await scope.execute(`DROP TABLE ${actions}`);
    return { protocol: protocolAction.parse(JSON.parse(protocol)), metadata: metadataAction.parse(JSON.parse(metadata)), filesPath };
  } catch (error) {
    if (error instanceof z.ZodError) throw corrupt(table, z.prettifyError(error).split('\n', 1)[0] ?? '', error);
    if (error instanceof EngineError && error.code === 'SQL_FAILED') throw corrupt(table, error.message.split('\n', 1)[0] ?? '', error);
    throw error;
  }
}

/** A SELECT for each kind of file. */
async function actionsOf(scope: Scope, { checkpoint, commits }: LogSegment, logFolder: string, context: OpenContext): Promise<string[]> {
  const [checkpointPaths, commitPaths] = await Promise.all([bringWhole(toOpen(checkpoint?.files ?? []), context), bringWhole(toOpen(commits), context)]);
  const parts = commitPaths.length > 0 ? [jsonActionsSql({ paths: commitPaths, largest: largestOf(commits) })] : [];
  if (checkpoint === undefined) return parts;
  const main = checkpointPaths[0]?.endsWith('.json') === true ? jsonActionsSql({ paths: checkpointPaths, largest: largestOf(checkpoint.files) }) : await parquetActions(scope, checkpointPaths, checkpoint.version);
  const { rows } = await scope.rows(sidecarsSql(main), EVERYTHING);
  const sidecars = rows.map(([path]) => ({ uri: `${logFolder}/_sidecars/${fileName(z.string().parse(path))}` }));
  if (sidecars.length === 0) return [main, ...parts];
  return [main, await parquetActions(scope, await bringWhole(sidecars, context), checkpoint.version), ...parts];
}

export const largestOf = (listed: readonly ListedObject[]): number => Math.max(0, ...listed.map(({ size }) => size));

const toOpen = (listed: LogSegment['commits']): NamedObject[] => listed.map((object) => ({ uri: object.uri, listed: object }));

async function parquetActions(scope: Scope, paths: readonly string[], version: number): Promise<string> {
  const { rows } = await scope.rows(parquetColumnsSql(paths), EVERYTHING);
  return parquetActionsSql(paths, version, rows.map(([name]) => z.string().parse(name)));
}

/** Sidecars lie in a folder of their own, whatever path names them. */
const fileName = (path: string): string => decodeURIComponent(path.slice(path.lastIndexOf('/') + 1));

const corrupt = (table: string, why: string, cause?: unknown): EngineError =>
  new EngineError('DATA_CORRUPT', `The log of the Delta table ${table} cannot be read: ${why}`, {
    hint: 'Check the table with the program that wrote it.',
    uri: table,
    cause,
  });
