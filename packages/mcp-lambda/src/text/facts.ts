import { formatBytes, formatCount, formatDuration, visibleText, type Answer, type AnswerWarning, type RemoteUsed, type Road, type SourceUsed, type Types } from '@sluice/engine';
import { listSome } from './list-some.js';

const ROADS: Readonly<Record<Road, string>> = {
  direct: 'read in place',
  stream: 'streamed',
  staged: 'copied in columns first',
  cache: 'from a copy in columns, no file read',
  remote: 'read by Databricks',
};

const MAX_SOURCES_CHARS = 1_500;
const MAX_WARNING_CHARS = 300;
const MAX_WARNINGS_CHARS = 2_000;
const MAX_COMPUTED_CHARS = 500;
const MAX_STATEMENT_CHARS = 4_000;

export const cut = (text: string, maxChars: number): string => (text.length <= maxChars ? text : `${text.slice(0, maxChars - 1)}…`);

/** Which objects in which versions: an answer that cannot be traced is worth little. */
export function sourcesLine(sources: readonly SourceUsed[]): string {
  if (sources.length === 0) return 'Sources: none';
  const items = sources.map(({ uri, etag, bytes }) => `${visibleText(uri)} (${formatBytes(bytes)}, ETag ${visibleText(etag).replaceAll('"', '')})`);
  return `Sources: ${listSome(items, { maxChars: MAX_SOURCES_CHARS })}`;
}

export function warningLines(warnings: readonly AnswerWarning[]): string[] {
  const lines = warnings.map(({ code, message }) => `Warning ${code}: ${cut(visibleText(message), MAX_WARNING_CHARS)}`);
  return lines.length === 0 ? [] : [listSome(lines, { maxChars: MAX_WARNINGS_CHARS, separator: '\n' })];
}

export function typesLine({ trust, columns }: Types): string {
  const computed = columns.flatMap(({ column, typeWhenComputed }) => (typeWhenComputed === undefined ? [] : `${visibleText(column)} ${typeWhenComputed}`));
  const shown = computed.length === 0 ? '' : `; shown as the file writes it, but computed with as: ${listSome(computed, { maxChars: MAX_COMPUTED_CHARS })}`;
  return `Types: ${trust === 'verified' ? 'verified against every value used' : 'sampled, not checked against every value'}${shown}`;
}

const placeText = ({ host, warehouse }: RemoteUsed): string => `Databricks, https://${host}${warehouse}`;

/** Which warehouse answered, and what it was asked. */
export const remoteLines = (remote: RemoteUsed | undefined): string[] =>
  remote === undefined ? [] : [`Answered by: ${placeText(remote)}, query ${remote.queryId ?? ''}, as: ${cut(visibleText(remote.statement), MAX_WARNING_CHARS)}`];

/** What would be sent, and where: it costs there. */
export const sentLines = (remote: RemoteUsed | undefined): string[] =>
  remote === undefined ? [] : [`Would be sent to ${placeText(remote)}, and nothing was yet: ${cut([...remote.setup, remote.statement].map((sql) => `${visibleText(sql)};`).join(' '), MAX_STATEMENT_CHARS)}`];

export const costLine = ({ bytesRead, road, ms }: Pick<Answer, 'bytesRead' | 'road' | 'ms'>): string =>
  `Cost: ${road === 'cache' ? '' : `${formatBytes(bytesRead)} `}${ROADS[road]}${ms.total === undefined ? '' : `, ${formatDuration(ms.total)}`}`;

export const dryRunLine = ({ objects, bytes, seconds, road }: NonNullable<Answer['dryRun']>): string =>
  `Nothing was read but samples. The question would ${seconds === undefined ? 'be asked elsewhere' : `take about ${formatDuration(seconds * 1000)}`}: ${formatCount(objects, 'file')}, ${formatBytes(bytes)}, ${ROADS[road]}.`;
