import { Option, type Command } from 'commander';
import type { Format } from '../result/formats/format-answer.js';
import { formatProfile } from '../report/profile/format-profile.js';
import type { Profile } from '../report/profile/profile.js';
import { visibleText } from '../result/formats/visible-text.js';
import { collect } from './collect.js';
import { addCommonOptions, engineOptions, type CommonOptions } from './options.js';
import { parseCount } from './parse-size.js';
import { createProgress } from './progress.js';
import { formatOrDefault, runCommand, terminalWidth } from './run-command.js';

interface ProfileCommandOptions extends CommonOptions {
  readonly column?: readonly string[];
  readonly where?: string;
  readonly top?: number;
  readonly bins?: number;
  readonly exact?: true;
  readonly approximate?: true;
}

const EXAMPLES = `
Examples:
  sluice profile fixtures/seattle-weather.csv
  sluice profile 's3://bucket/orders/*.csv.gz' --column amount --column day --where "amount > 0"
  sluice profile big.csv --approximate --format json`;

export function addProfileCommand(program: Command): void {
  const command = program
    .command('profile')
    .description('Say what a table holds: missing and distinct values, ranges, histograms, outliers, duplicates, keys.')
    .argument('<uri...>', "paths, patterns such as 'data/*.csv', or s3:// URIs, that make up one table")
    .option('--column <name>', 'profile this column only; repeatable', collect)
    .option('--where <condition>', 'profile only rows for which this SQL holds')
    .option('--top <n>', 'most frequent values to list (default: 10)', parseCount)
    .option('--bins <n>', 'bins of a histogram at most (default: 20, in a table 14)', parseCount)
    .addOption(new Option('--exact', 'exact figures whatever memory they take').conflicts('approximate'))
    .option('--approximate', 'approximate distinct counts, quantiles and top values (default: only above 50 MB)');
  addCommonOptions(command).addHelpText('after', EXAMPLES).action(runProfile);
}

async function runProfile(uris: readonly string[], options: ProfileCommandOptions): Promise<void> {
  const format = formatOrDefault(options.format);
  await runCommand(format, () => engineOptions(options, uris), async ({ engine, signal, color }) => {
    using progress = createProgress(process.stderr, { enabled: true });
    const profile = await engine.profile(
      {
        source: uris,
        accuracy: options.exact === true ? 'exact' : options.approximate === true ? 'approximate' : 'auto',
        ...(options.column === undefined ? {} : { columns: options.column }),
        ...(options.where === undefined ? {} : { where: options.where }),
        ...(options.top === undefined ? {} : { topK: options.top }),
        ...binsOf(options, format),
      },
      { signal, onProgress: (state) => progress.update(state) },
    );
    progress.stop();
    return { result: formatProfile(profile, format, { color, width: terminalWidth() }), notes: notesText(profile, format) };
  });
}

/** Fewer bins leave a table room for its other columns. */
const TABLE_BINS = 14;

const binsOf = ({ bins }: ProfileCommandOptions, format: Format): { bins?: number } =>
  bins === undefined ? (format === 'table' ? { bins: TABLE_BINS } : {}) : { bins };

/** JSON holds these itself. */
const notesText = ({ warnings }: Profile, format: Format): string =>
  format === 'json' ? '' : warnings.map(({ code, message }) => `warning ${code}: ${visibleText(message)}\n`).join('');
