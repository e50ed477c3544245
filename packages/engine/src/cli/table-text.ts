import picocolors from 'picocolors';
import type { TableDescription } from '../query/columnar/describe-table.js';
import type { Format, FormatOptions } from '../result/formats/format-answer.js';
import { formatRecords } from '../result/formats/format-records.js';
import { visibleText } from '../result/formats/visible-text.js';
import { formatBytes, formatCount } from './format-quantity.js';

/** What `inspect` prints of a Delta table, or of Parquet files. */
export function tableText(table: TableDescription, format: Format, options: FormatOptions): string {
  if (format === 'json') return `${JSON.stringify(table, undefined, 2)}\n`;
  const records = table.columns.map(({ name, type, nullable, partition }) => ({ column: name, type, nullable: nullable ? 'yes' : 'no', partition: partition ? 'yes' : 'no' }));
  return (format === 'table' ? header(table, options.color === true) : '') + formatRecords(records, format, options);
}

function header({ uri, version, files, bytes, rows, from }: TableDescription, color: boolean): string {
  const { dim } = picocolors.createColors(color);
  const lines: readonly (readonly [string, string])[] = [
    ['table', visibleText(uri)],
    ['format', version === undefined ? 'Parquet' : `Delta, version ${version}`],
    ['size', `${formatCount(files, 'file')}, ${formatBytes(bytes)}`],
    ...(rows === undefined ? [] : [['rows', rows.toLocaleString('en-US')] as const]),
    ['ask', visibleText(from)],
  ];
  return lines.map(([label, text]) => `${dim(label.padEnd(8))}${text}\n`).join('');
}

