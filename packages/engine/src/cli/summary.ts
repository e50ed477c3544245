import picocolors from 'picocolors';
import type { Answer, Road, SourceUsed, TypeTrust } from '../result/answer.js';
import { shorten } from '../result/formats/display-width.js';
import { visibleText } from '../result/formats/visible-text.js';
import { formatBytes, formatCount, formatDuration } from './format-quantity.js';

export interface SummaryOptions {
  /** What the terminal takes; the caller knows NO_COLOR. @default false */
  readonly color?: boolean;
}

const ROADS: Readonly<Record<Road, string>> = {
  direct: 'read in place',
  stream: 'streamed',
  staged: 'copied in columns first',
  cache: 'read from a copy in columns',
  remote: 'read by Databricks',
};

const TRUST: Readonly<Record<TypeTrust, string>> = {
  sampled: 'sampled, not checked against every value',
  verified: 'verified against every value',
};

const MAX_SOURCES = 5;

/**
 * What was read and how, for people: a few lines for stderr after the rows went to stdout. That rows are missing is not
 * repeated here: the table says so.
 */
export function formatSummary(answer: Answer, { color = false }: SummaryOptions = {}): string {
  const colors = picocolors.createColors(color);
  const line = (label: string, text: string): string => `${colors.dim(label.padEnd(8))}${text}`;
  const lines = [
    line('read', readText(answer)),
    ...remoteLines(answer).map((text, i) => line(i === 0 ? 'asked' : '', text)),
    ...sourceLines(answer.sources).map((text) => line('', colors.dim(text))),
    ...(answer.tables ?? []).map(({ uri, version, files }) => line('table', `${visibleText(uri)}  version ${version}${answer.remote === undefined ? `, ${formatCount(files.length, 'file')} of it` : ''}`)),
    line('types', TRUST[answer.types.trust]),
    line('time', timeText(answer.ms)),
  ];
  for (const { code, message } of answer.warnings) lines.push(`${colors.yellow(`warning ${code}:`)} ${visibleText(message)}`);
  return lines.map((text) => `${text}\n`).join('');
}

function readText({ sources, bytesRead, road, ms, dryRun, remote }: Answer): string {
  if (remote !== undefined) return `${formatBytes(bytesRead)} here; ${formatCount(sources.length, 'object')} of ${formatBytes(sizeOf(sources))} ${dryRun === undefined ? '' : 'would be '}${ROADS[road]}`;
  if (dryRun !== undefined) return `nothing yet: ${formatCount(dryRun.objects, 'object')} of ${formatBytes(dryRun.bytes)} would be ${ROADS[road]}, in about ${formatDuration((dryRun.seconds ?? 0) * 1000)}`;
  const total = sizeOf(sources);
  const bytes = bytesRead < total ? `${formatBytes(bytesRead)} of ${formatBytes(total)}` : formatBytes(bytesRead);
  const speed = ms.total !== undefined && ms.total >= 1 ? `, ${formatBytes((bytesRead / ms.total) * 1000)}/s` : '';
  return `${formatCount(sources.length, 'object')}, ${bytes}${speed}, ${ROADS[road]}`;
}

const sizeOf = (sources: readonly SourceUsed[]): number => sources.reduce((sum, { bytes }) => sum + bytes, 0);

/** Which warehouse, and what it was asked: of a dry run everything that would be sent. */
function remoteLines({ remote, dryRun }: Answer): string[] {
  if (remote === undefined) return [];
  const { host, warehouse, queryId, setup, statement } = remote;
  const place = `Databricks, https://${host}${warehouse}`;
  if (dryRun === undefined) return [`${place}, query ${queryId ?? ''}`];
  return [`${place}, nothing yet. It would be sent:`, ...[...setup, statement].flatMap((sql) => `${sql};`.split('\n')).map(visibleText)];
}

function sourceLines(sources: readonly SourceUsed[]): string[] {
  const lines = sources
    .slice(0, MAX_SOURCES)
    .map(({ uri, etag, bytes }) => `${visibleText(uri)}  ${formatBytes(bytes)}  version ${shortVersion(etag)}`);
  if (sources.length > MAX_SOURCES) lines.push(`and ${formatCount(sources.length - MAX_SOURCES, 'object')} more`);
  return lines;
}

/** Enough of an ETag to tell two versions apart by eye; the whole one is in the JSON. */
const shortVersion = (etag: string): string => shorten(visibleText(etag).replaceAll('"', ''), 12);

/** Stages in the order they ran, the total last. */
const timeText = ({ total, ...stages }: Answer['ms']): string =>
  [...Object.entries(stages), ...(total === undefined ? [] : [['total', total] as const])]
    .map(([stage, ms]) => `${stage} ${formatDuration(ms)}`)
    .join(', ');
