import { formatBytes, formatCount, visibleText, type TableDescription } from '@sluice/engine';
import { pageText } from '../result/page-text.js';
import { dataBlock } from '../text/block.js';

const MAX_COLUMNS_CHARS = 8_000;
const COLUMNS = ['column', 'type', 'nulls', 'partition'].map((name) => ({ name, type: '' }));

/** What a Delta table, or Parquet files, hold. Their types are written in them: there is nothing to sample. */
export function tableText({ uri, format, version, columns, files, bytes, rows, from }: TableDescription): string {
  const page = pageText(COLUMNS, columns.map(({ name, type, nullable, partition }) => [name, type, nullable ? 'yes' : 'no', partition ? 'yes' : 'no']), 'csv', MAX_COLUMNS_CHARS);
  const more = columns.length > page.rows ? ` (the first ${page.rows} of ${columns.length})` : '';
  return [
    format === 'delta' ? `Delta table: ${visibleText(uri)}, version ${version}` : `Parquet: ${visibleText(uri)}`,
    `Size: ${formatCount(files, 'file')}, ${formatBytes(bytes)}${rows === undefined ? '' : `, ${formatCount(rows, 'row')}`}`,
    `Read it with: ${visibleText(from)}`,
    `Columns${more}:\n${dataBlock(page.text, 'csv')}`,
  ].join('\n');
}
