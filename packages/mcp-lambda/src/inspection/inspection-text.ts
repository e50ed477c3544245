import { formatBytes, formatCount, visibleText, type Dialect, type FileDescription, type SchemaGroup } from '@sluice/engine';
import { pageText } from '../result/page-text.js';
import { dataBlock } from '../text/block.js';
import { warningLines } from '../text/facts.js';
import { listSome } from '../text/list-some.js';

const MAX_GROUPS = 5;
const MAX_GROUP_CHARS = 8_000;
const MAX_URIS_CHARS = 600;

/** Files that have the same columns are described once, by the first of them. */
export function inspectionText(files: readonly FileDescription[], groups: readonly SchemaGroup[]): string {
  const shown = groups.slice(0, MAX_GROUPS).flatMap(({ uris }) => {
    const first = files.find(({ uri }) => uri === uris[0]);
    return first === undefined ? [] : groupText(first, files.filter(({ uri }) => uris.includes(uri)));
  });
  const head = groups.length > 1 ? [`${formatCount(files.length, 'file')} in ${groups.length} groups with different columns.`] : [];
  const rest = groups.length > MAX_GROUPS ? [`${groups.length - MAX_GROUPS} more groups are not shown: inspect fewer files.`] : [];
  return [...head, ...shown, ...rest].join('\n');
}

function groupText(first: FileDescription, files: readonly FileDescription[]): string {
  const rows = files.reduce((sum, { rowCount }) => sum + rowCount.value, 0);
  const exact = files.every(({ rowCount }) => rowCount.exact);
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  const warnings = files.flatMap(({ uri, warnings: found }) => found.map(({ code, message }) => ({ code, message: files.length === 1 ? message : `${uri}: ${message}` })));
  return [
    files.length === 1 ? `File: ${visibleText(first.uri)} (ETag ${first.etag.replaceAll('"', '')}, modified ${first.modified.slice(0, 19)}Z)` : `${files.length} files with the same columns: ${listSome(files.map(({ uri }) => visibleText(uri)), { maxChars: MAX_URIS_CHARS })}`,
    `Size: ${formatBytes(bytes)}, ${exact ? '' : 'about '}${formatCount(rows, 'row')}${first.compression === 'none' ? '' : `, packed with ${first.compression}`}`,
    `Dialect: ${dialectText(first.dialect)}, ${first.encoding}`,
    `Read it with: ${visibleText(first.from)}`,
    ...warningLines(warnings),
    columnsText(first.columns),
  ].join('\n');
}

const COLUMNS = ['column', 'type', 'nulls', 'examples'].map((name) => ({ name, type: '' }));

function columnsText(columns: FileDescription['columns']): string {
  const rows = columns.map(({ name, type, nullable, examples }) => [name, type, nullable ? 'yes' : 'no', examples.join(' | ')]);
  const page = pageText(COLUMNS, rows, 'csv', MAX_GROUP_CHARS);
  const more = columns.length > page.rows ? ` (the first ${page.rows} of ${columns.length})` : '';
  return `Columns${more}, types by sample:\n${dataBlock(page.text, 'csv')}`;
}

function dialectText({ delimiter, quote, escape, newline, comment, skipLines, headerRecords }: Dialect): string {
  const parts = [
    `delimiter ${JSON.stringify(delimiter)}`,
    quote === '' ? 'no quotes' : `quote ${quote}${escape === quote || escape === '' ? '' : ` escaped by ${escape}`}`,
    headerRecords === 0 ? 'no header' : headerRecords === 1 ? 'header' : `header of ${headerRecords} records`,
    ...(skipLines > 0 ? [`${skipLines} lines before it`] : []),
    ...(comment === '' ? [] : [`comments ${comment}`]),
    ...(newline === 'mixed' ? ['mixed newlines'] : []),
  ];
  return parts.join(', ');
}
