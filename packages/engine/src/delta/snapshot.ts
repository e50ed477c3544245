import type { Scope } from '../database/database.js';
import { EngineError } from '../errors.js';
import type { Field } from '../parquet/field.js';
import type { OpenContext } from '../parquet/open-files.js';
import { parseTableName, type At, type TableName } from '../plan/table-version.js';
import type { ListedObject } from '../source/source.js';
import { assertReadable } from './assert-readable.js';
import { newestVersion, segmentFor, sortLogFiles, type LogFiles } from './log-files.js';
import { readLog, type ReplayedLog } from './read-log.js';
import { mappingMode, tableFields, type MappingMode } from './table-schema.js';
import { fileTimes, notedTimes, notesTimes, versionAt } from './time-travel.js';

/** A Delta table whose log has been found. */
export interface FoundTable extends TableName {
  /** The folder as listings name it. */
  readonly root: string;
  readonly log: LogFiles;
}

/** One version of a Delta table. */
export interface Snapshot {
  /** The table's folder as it was named, without a version. */
  readonly table: string;
  readonly root: string;
  readonly version: number;
  readonly fields: readonly Field[];
  readonly mode: MappingMode;
  /** By the names that columns have in the table. */
  readonly partitionColumns: readonly string[];
  /** A Parquet file with a row for each of the table's files. */
  readonly filesPath: string;
}

/** A table, if that is what the name is of: a folder with a log in it. */
export async function findTable(uri: string, { sources, signal }: Pick<OpenContext, 'sources' | 'signal'>): Promise<FoundTable | undefined> {
  const name = parseTableName(uri);
  const listed = await sources.listFolder(`${name.folder}/_delta_log`, signal);
  const [first] = listed;
  if (first === undefined) return undefined;
  const log = sortLogFiles(listed);
  return newestVersion(log) === undefined ? undefined : { ...name, root: rootOf(first), log };
}

const rootOf = ({ uri }: ListedObject): string => uri.slice(0, uri.lastIndexOf('/_delta_log/'));

/** Reads a version of a table from its log. */
export async function openSnapshot(scope: Scope, found: FoundTable, id: string, context: OpenContext): Promise<Snapshot> {
  const { folder: table, root } = found;
  const { version, replayed } = await readVersion(scope, found, id, context);
  const { protocol, metadata, filesPath } = replayed;
  assertReadable(table, protocol, metadata);
  const mode = mappingMode(protocol, metadata);
  return { table, root, version, fields: tableFields(table, metadata, mode), mode, partitionColumns: metadata.partitionColumns, filesPath };
}

async function readVersion(scope: Scope, found: FoundTable, id: string, context: OpenContext): Promise<{ version: number; replayed: ReplayedLog }> {
  const { at, log } = found;
  const newest = newestVersion(log) ?? 0;
  const read = (version: number): Promise<ReplayedLog> => replay(scope, found, version, id, context);
  if (at.kind !== 'moment') {
    const version = versionOf(found, at, newest);
    return { version, replayed: await read(version) };
  }
  // Whether commits note their times is the newest version's to say.
  const replayed = await read(newest);
  const times = notesTimes(replayed.metadata) ? await notedTimes(scope, log, replayed.metadata, context) : fileTimes(log);
  const version = versionAt(found.folder, times, at.ms);
  return { version, replayed: version === newest ? replayed : await read(version) };
}

function versionOf({ folder }: FoundTable, at: Exclude<At, { kind: 'moment' }>, newest: number): number {
  if (at.kind === 'newest' || at.version <= newest) return at.kind === 'newest' ? newest : at.version;
  throw new EngineError('SOURCE_NOT_FOUND', `The Delta table ${folder} has no version ${at.version}; the newest is ${newest}`, { hint: `Ask for version ${newest} or an older one.`, uri: folder });
}

async function replay(scope: Scope, { folder: table, root, log }: FoundTable, version: number, id: string, context: OpenContext): Promise<ReplayedLog> {
  const segment = segmentFor(log, version);
  if ('missing' in segment) throw gone(table, version, segment.missing, log);
  return await readLog(scope, { table, logFolder: `${root}/_delta_log`, segment, id }, context);
}

function gone(table: string, version: number, missing: number, log: LogFiles): EngineError {
  const oldest = log.checkpoints[0]?.version;
  return new EngineError('SOURCE_NOT_FOUND', `Version ${version} of the Delta table ${table} cannot be told: commit ${missing} is not in its log${oldest === undefined ? '' : `, which begins with a checkpoint of version ${oldest}`}`, {
    hint: 'Ask for a newer version, or check that the whole log was copied.',
    uri: table,
  });
}
