import { newestVersion } from '../../delta/log-files.js';
import type { FoundTable } from '../../delta/snapshot.js';
import { EngineError } from '../../errors.js';
import type { QueryPlan } from '../../plan/parse-query.js';
import { versionedName } from '../../plan/table-version.js';
import { columnNames, csvViewStatements } from '../../remote/csv/csv-view.js';
import { refusedReading } from '../../remote/csv/refused-reading.js';
import { sparkName } from '../../remote/translate/spark-text.js';
import { parseUri } from '../../source/uri.js';
import { describeTable } from '../columnar/describe-table.js';
import { findColumnar } from '../columnar/find-columnar.js';
import type { Meter } from '../meter.js';
import { openTables, wantsFilename, type NamedTable } from '../open-tables.js';
import type { OpenedSources } from '../opened-sources.js';
import type { Question, QuestionContext } from '../question.js';
import { showAsWritten } from '../show-as-written.js';
import type { TableFiles } from '../table-files.js';
import { unifyReadings } from '../unify-readings.js';
import type { RemoteTable } from './remote-table.js';

interface Opening {
  readonly sources: OpenedSources;
  readonly meter: Meter;
}

/**
 * Finds what each table of a plan is, and how the remote engine reads exactly that.
 * @throws EngineError REMOTE_UNSUPPORTED where it cannot
 */
export async function openRemoteTables(plan: QueryPlan, named: readonly NamedTable[], question: Question, context: QuestionContext, opening: Opening): Promise<RemoteTable[]> {
  const { sources, limits, signal } = context;
  if (wantsFilename(plan)) throw unsupported('Where a row comes from is not told there', 'Leave filename out, or ask with --engine duckdb.');
  return await Promise.all(
    named.map(async (table, i) => {
      const { viewName, catalogName } = table;
      if (catalogName !== undefined) return { viewName, remoteName: catalogName, setup: [], columns: undefined, files: [], warnings: [] };
      const name = remoteViewName(viewName, i);
      const found = await findColumnar(table.uris, { sources, signal, maxObjects: limits.maxObjects, format: table.format });
      if (found?.kind === 'parquet') throw unsupported(`${viewName} is Parquet, which is read here alone`, 'Ask with --engine duckdb, or make it a table of Unity Catalog and name that.');
      if (found !== undefined) return await deltaTable({ viewName, name, found: found.found }, context);
      const [files] = await openTables(plan, [table], question, context, opening);
      return csvTable(files ?? emptyTable(viewName), name, plan);
    }),
  );
}

/** Spark cannot close a session with views of any other names. A name that somebody may write himself is kept. */
const remoteViewName = (viewName: string, index: number): string => (/^[A-Za-z]\w{0,100}$/.test(viewName) ? viewName : `sluice_${index + 1}`);

interface NamedDelta {
  readonly viewName: string;
  readonly name: string;
  readonly found: FoundTable;
}

async function deltaTable({ viewName, name, found }: NamedDelta, context: QuestionContext): Promise<RemoteTable> {
  const { folder } = found;
  if (parseUri(folder).kind !== 's3') throw unsupported(`${folder} lies on this machine`, 'Name a table in S3 or in Unity Catalog.');
  const { version, columns } = await describeDelta(found, context);
  const setup = [`CREATE OR REPLACE TEMPORARY VIEW ${sparkName(name)} AS SELECT * FROM delta.${sparkName(folder)} VERSION AS OF ${version}`];
  return { viewName, remoteName: [name], setup, columns, files: [], delta: { uri: folder, version }, warnings: [] };
}

/** The version that is meant, and its columns where its log can be understood here. */
async function describeDelta({ folder, at, log }: FoundTable, { database, sources, shelf, limits, signal }: QuestionContext): Promise<{ version: number; columns: RemoteTable['columns'] }> {
  const newest = at.kind === 'version' ? at.version : (newestVersion(log) ?? 0);
  try {
    const uri = at.kind === 'moment' ? `${folder}@${new Date(at.ms).toISOString().replaceAll(/\D/g, '')}` : versionedName(folder, newest);
    const described = await describeTable(uri, { database, sources, shelf, maxObjects: limits.maxObjects, signal });
    return { version: described?.version ?? newest, columns: described?.columns };
  } catch (error) {
    // What this reader lacks, the other may have.
    if (!(error instanceof EngineError) || error.code !== 'SOURCE_UNSUPPORTED' || at.kind === 'moment') throw error;
    return { version: newest, columns: undefined };
  }
}

const emptyTable = (viewName: string): TableFiles => ({ viewName, files: [], withFilename: false, reading: {}, learned: [], warnings: [] });

function csvTable({ viewName, files: inspected, learned, warnings }: TableFiles, name: string, plan: QueryPlan): RemoteTable {
  const files = showAsWritten(unifyReadings(inspected), plan.computed);
  for (const file of files) {
    const why = refusedReading(file, files.length === 1);
    if (why !== undefined) throw unsupported(`${file.source.uri} is not read by Databricks exactly as here: ${why}`, 'Ask with --engine duckdb over fewer files, or bring the files into a table of Unity Catalog.');
  }
  const columns = columnNames(files).map(({ name: column, type, whenComputed }) => ({ name: column, type, ...(whenComputed === undefined ? {} : { typeWhenComputed: whenComputed.type }) }));
  return { viewName, remoteName: [name], setup: csvViewStatements(name, files), columns, files, warnings: [...warnings, ...learned] };
}

const unsupported = (message: string, hint: string): EngineError => new EngineError('REMOTE_UNSUPPORTED', message, { hint });

