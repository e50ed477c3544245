import type { Command } from 'commander';
import picocolors from 'picocolors';
import { formatRecords, type FlatRecord } from '../result/formats/format-records.js';
import { visibleText } from '../result/formats/visible-text.js';
import type { Dialect } from '../inspect/reading.js';
import { describeFile, type FileDescription } from '../report/describe-file.js';
import { groupBySchema, type SchemaGroup } from '../inspect/schema-groups.js';
import { formatBytes } from './format-quantity.js';
import { addCommonOptions, engineOptions, type CommonOptions } from './options.js';
import { addReadingOptions, readingOptions, type ReadingCommandOptions } from './reading-options.js';
import { tableText } from './table-text.js';
import { formatOrDefault, runCommand, terminalWidth } from './run-command.js';

export function addInspectCommand(program: Command): void {
  const command = program
    .command('inspect')
    .description('Say how a file would be read: dialect, encoding, columns and types.')
    .argument('<uri>', "a path, a pattern such as 'data/*.csv', or an s3:// URI");
  addReadingOptions(addCommonOptions(command)).action(runInspect);
}

async function runInspect(uri: string, options: CommonOptions & ReadingCommandOptions): Promise<void> {
  const format = formatOrDefault(options.format);
  await runCommand(format, () => engineOptions(options, [uri]), async ({ engine, signal, color }) => {
    const table = await engine.describeTable(uri, { signal });
    if (table !== undefined) return tableText(table, format, { color, width: terminalWidth() });
    const inspected = await engine.inspect(uri, { ...readingOptions(options), signal });
    const files = inspected.map(describeFile);
    const schemaGroups = groupBySchema(inspected);
    if (format === 'json') return `${JSON.stringify(files.length === 1 ? files[0] : { files, schemaGroups }, undefined, 2)}\n`;
    const print = (records: readonly FlatRecord[]): string => formatRecords(records, format, { color, width: terminalWidth() });
    if (format === 'table') return [...files.map((file) => header(file, color) + print(file.columns.map(columnRecord))), ...groupsText(schemaGroups)].join('\n');
    return print(files.flatMap(({ uri: file, columns }) => columns.map((column) => ({ file, ...columnRecord(column) }))));
  });
}

/** Which files have which columns, when they are not all alike. */
const groupsText = (groups: readonly SchemaGroup[]): string[] =>
  groups.length < 2
    ? []
    : [`${groups.length} schemas:\n${groups.map(({ columns, uris }) => `  ${columns.map(({ name, type }) => `${name} ${type}`).join(', ')}\n    ${uris.join(', ')}\n`).join('')}`];

const columnRecord = ({ name, type, nullable, examples }: FileDescription['columns'][number]): FlatRecord => ({
  column: name,
  type,
  nullable: nullable ? 'yes' : 'no',
  examples: examples.join(' | '),
});

function header(file: FileDescription, color: boolean): string {
  const colors = picocolors.createColors(color);
  const { dialect, rowCount } = file;
  const lines: readonly (readonly [string, string])[] = [
    ['file', visibleText(file.uri)],
    ['size', `${formatBytes(file.size)}, version ${file.etag}, modified ${file.modified}`],
    ['text', `${file.encoding}${file.compression === 'none' ? '' : `, packed with ${file.compression}`}`],
    ['dialect', dialectText(dialect)],
    ['rows', `${rowCount.exact ? '' : 'about '}${rowCount.value.toLocaleString('en-US')}`],
    ['ask', visibleText(file.from)],
  ];
  const warnings = file.warnings.map(({ code, message }) => `${colors.yellow(`warning ${code}:`)} ${visibleText(message)}\n`);
  return lines.map(([label, text]) => `${colors.dim(label.padEnd(8))}${text}\n`).join('') + warnings.join('');
}

function dialectText({ delimiter, quote, escape, newline, comment, skipLines, headerRecords }: Dialect): string {
  const parts = [
    `delimiter ${JSON.stringify(delimiter)}`,
    quote === '' ? 'no quotes' : `quote ${quote}${escape === quote ? '' : ` escaped by ${escape}`}`,
    `newline ${JSON.stringify(newline).slice(1, -1)}`,
    headerRecords === 0 ? 'no header' : headerRecords === 1 ? 'header' : `header of ${headerRecords} records`,
    ...(skipLines > 0 ? [`${skipLines} lines before it`] : []),
    ...(comment === '' ? [] : [`comments ${comment}`]),
  ];
  return parts.join(', ');
}
