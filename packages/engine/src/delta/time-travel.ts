import { z } from 'zod';
import type { Scope } from '../database/database.js';
import { EngineError } from '../errors.js';
import { EVERYTHING } from '../parquet/everything.js';
import { bringWhole, type OpenContext } from '../parquet/open-files.js';
import type { Metadata } from './actions.js';
import type { LogFiles } from './log-files.js';
import { largestOf } from './read-log.js';
import { commitTimesSql } from './replay-sql.js';

/** When each version was made, in milliseconds, from the oldest: times never go back. */
export type CommitTimes = readonly (readonly [version: number, ms: number])[];

/** By the files' own times, as writers do that note no others. */
export function fileTimes({ commits }: LogFiles): CommitTimes {
  let last = -Infinity;
  return [...commits].map(([version, { modified }]) => [version, (last = Math.max(modified.getTime(), last + 1))] as const);
}

/** By the times that the commits themselves note, since when the table has them noted. */
export async function notedTimes(scope: Scope, log: LogFiles, { configuration }: Metadata, context: OpenContext): Promise<CommitTimes> {
  const since = Number(configuration['delta.inCommitTimestampEnablementVersion'] ?? 0);
  const noted = [...log.commits].filter(([version]) => version >= since);
  const paths = await bringWhole(noted.map(([, listed]) => ({ uri: listed.uri, listed })), context);
  const { rows } = await scope.rows(commitTimesSql({ paths, largest: largestOf(noted.map(([, listed]) => listed)) }), EVERYTHING);
  const times = new Map(rows.map((row) => z.tuple([z.coerce.number(), z.coerce.number()]).parse(row)));
  return fileTimes(log).map(([version, ms]) => [version, version >= since ? (times.get(version) ?? ms) : ms] as const);
}

export const notesTimes = ({ configuration }: Metadata): boolean => configuration['delta.enableInCommitTimestamps'] === 'true';

/** The version that was current at a moment. */
export function versionAt(table: string, times: CommitTimes, ms: number): number {
  const found = times.findLast(([, at]) => at <= ms);
  if (found !== undefined) return found[0];
  const oldest = times[0];
  throw new EngineError('SOURCE_NOT_FOUND', `The Delta table ${table} had no version at ${new Date(ms).toISOString()}${oldest === undefined ? '' : `; the oldest known is ${oldest[0]}, of ${new Date(oldest[1]).toISOString()}`}`, {
    hint: 'Ask for a later moment.',
    uri: table,
  });
}
