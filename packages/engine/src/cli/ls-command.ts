import type { Command } from 'commander';
import { formatRecords } from '../result/formats/format-records.js';
import { addCommonOptions, engineOptions, type CommonOptions } from './options.js';
import { formatOrDefault, runCommand } from './run-command.js';

export function addLsCommand(program: Command): void {
  const command = program
    .command('ls')
    .description('List the files that a name or pattern stands for.')
    .argument('<uri>', "a path, a pattern such as 'data/*.csv', or s3://bucket/prefix*");
  addCommonOptions(command).action(runLs);
}

async function runLs(uri: string, options: CommonOptions): Promise<void> {
  const format = formatOrDefault(options.format);
  await runCommand(format, () => engineOptions(options, [uri]), async ({ engine, signal, color }) => {
    const found = await engine.listFiles(uri, { signal });
    const records = found.map(({ modified, ...object }) => ({ ...object, modified: modified.toISOString() }));
    return formatRecords(records, format, { color, width: process.stdout.columns ?? 120 });
  });
}
