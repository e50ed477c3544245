import type { Command } from 'commander';
import { statSync } from 'node:fs';
import { EngineError } from '../errors.js';
import { formatRecords } from '../result/formats/format-records.js';
import { isGlob, parseUri } from '../source/uri.js';
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
    const pattern = isFolder(uri) ? `${uri.replace(/\/*$/, '')}/*` : uri;
    const found = await engine.listFiles(pattern, { signal });
    if (found.length === 0) throw nothingThere(pattern);
    const records = found.map(({ uri: name, size, etag, modified }) => ({ uri: name, size, etag, modified: modified.toISOString() }));
    return formatRecords(records, format, { color, width: terminalWidth() });
  });
}

/** Whether `uri` names what holds files rather than files. */
function isFolder(uri: string): boolean {
  if (isGlob(uri)) return false;
  const location = parseUri(uri);
  if (location.kind === 's3') return location.key === '' || location.key.endsWith('/');
  return statSync(location.path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

const nothingThere = (pattern: string): EngineError =>
  new EngineError('SOURCE_NOT_FOUND', `Nothing matches ${pattern}`, { hint: 'Check the pattern; ** crosses folders, * does not.' });
