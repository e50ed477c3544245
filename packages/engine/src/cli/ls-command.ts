import type { Command } from 'commander';
import { stat } from 'node:fs/promises';
import { EngineError } from '../errors.js';
import { formatRecords, type FlatRecord } from '../result/formats/format-records.js';
import type { ListedObject } from '../source/source.js';
import { isGlob, parseUri } from '../source/uri.js';
import { formatBytes } from './format-quantity.js';
import { addCommonOptions, engineOptions, type CommonOptions } from './options.js';
import { formatOrDefault, runCommand, terminalWidth } from './run-command.js';

export function addLsCommand(program: Command): void {
  const command = program
    .command('ls')
    .description('List the files that a name, a folder or a pattern stands for.')
    .argument('<uri>', "a path, a folder, a pattern such as 'data/**/*.csv', or s3://bucket/prefix*");
  addCommonOptions(command).action(runLs);
}

async function runLs(uri: string, options: CommonOptions): Promise<void> {
  const format = formatOrDefault(options.format);
  await runCommand(format, () => engineOptions(options, [uri]), async ({ engine, signal, color }) => {
    const pattern = (await isFolder(uri)) ? `${uri.replace(/\/*$/, '')}/` : uri;
    const found = await engine.listFiles(pattern, { signal });
    if (found.length === 0) throw nothingThere(pattern.replace(/\/$/, '/*'));
    const records = found.map(format === 'table' ? recordForEyes : exactRecord);
    return formatRecords(records, format, { color, width: terminalWidth() });
  });
}

const exactRecord = ({ uri, size, etag, modified }: ListedObject): FlatRecord => ({ uri, size, etag, modified: modified.toISOString() });

/** The name matters most, and a terminal has no room for all. */
const recordForEyes = ({ uri, size, modified }: ListedObject): FlatRecord => ({
  uri,
  size: formatBytes(size),
  modified: `${modified.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
});

/** Whether `uri` names what holds files rather than files. */
async function isFolder(uri: string): Promise<boolean> {
  if (isGlob(uri)) return false;
  const location = parseUri(uri);
  if (location.kind === 's3') return location.key === '' || location.key.endsWith('/');
  const stats = await stat(location.path).catch(() => undefined);
  return stats?.isDirectory() ?? false;
}

const nothingThere = (pattern: string): EngineError =>
  new EngineError('SOURCE_NOT_FOUND', `Nothing matches ${pattern}`, { hint: 'Check the pattern; ** crosses folders, * does not.' });
