import type { RemotePlace } from '../../remote/remote-engine.js';
import type { FetchedRows } from '../../remote/statement.js';
import type { Answer, AnswerWarning } from '../../result/answer.js';
import type { AnswerTools } from '../answer-tools.js';
import { sourceUsed, warningsOf } from '../compose-answer.js';
import type { PreparedQuery } from './prepare-statement.js';
import type { RemoteTable } from './remote-table.js';

interface RemoteOutcome {
  readonly tables: readonly RemoteTable[];
  readonly place: RemotePlace;
  readonly query: PreparedQuery;
  readonly sent: string;
  /** Absent where nothing was sent. */
  readonly fetched: FetchedRows | undefined;
  readonly reason: AnswerWarning | undefined;
}

/** Rows of the remote engine with everything that lets a reader judge them, in the shape of any answer. */
export function composeRemoteAnswer({ tables, place, query, sent, fetched, reason }: RemoteOutcome, { meter, watch }: Pick<AnswerTools, 'meter' | 'watch'>): Answer {
  const files = tables.flatMap((table) => table.files);
  const { queryId, ...rows } = fetched ?? { queryId: undefined, columns: query.columns, rows: [], rowCount: 0, truncated: false };
  const versions = tables.flatMap(({ viewName, delta }) => (delta === undefined ? [] : [{ name: viewName, ...delta, files: [] }]));
  const setup = tables.flatMap((table) => table.setup);
  return {
    ...rows,
    sources: files.map(sourceUsed),
    ...(versions.length === 0 ? {} : { tables: versions }),
    types: { trust: 'verified', columns: query.types },
    warnings: [...(reason === undefined ? [] : [reason]), ...files.flatMap(warningsOf), ...tables.flatMap(({ warnings }) => warnings), ...query.notes.map((message) => ({ code: 'REMOTE_NOTE', message }))],
    remote: { ...place, setup, statement: sent, ...(queryId === undefined ? {} : { queryId }) },
    bytesRead: meter.bytesRead,
    ...(fetched === undefined ? { dryRun: { bytes: files.reduce((sum, { source }) => sum + source.size, 0), objects: files.length, road: 'remote' as const } } : {}),
    road: 'remote',
    ms: watch.read(),
  };
}
