import { InvalidArgumentError, Option, type Command } from 'commander';
import type { CompareOptions } from '../report/compare/compare-options.js';
import type { CompareMode, CompareReport } from '../report/compare/compare-report.js';
import { formatCompare } from '../report/compare/format-compare.js';
import { verdictLine } from '../report/compare/verdict-line.js';
import type { Format } from '../result/formats/format-answer.js';
import { visibleText } from '../result/formats/visible-text.js';
import { addCommonOptions, engineOptions, type CommonOptions } from './options.js';
import { parseCount } from './parse-size.js';
import { createProgress } from './progress.js';
import { formatOrDefault, runCommand, terminalWidth } from './run-command.js';

interface CompareCommandOptions extends CommonOptions {
  readonly key: readonly string[];
  readonly ignore: readonly string[];
  readonly tolerance?: number;
  readonly relativeTolerance?: number;
  readonly mode: CompareMode;
  readonly samples?: number;
  readonly failOnDifference?: true;
}

const DIFFERENCE_EXIT_CODE = 7;

const HELP = `
Columns are compared by name, rows by key; NULL differs from every value and not from NULL. Columns of the same type, and
numbers of any type, are compared by value (1.50 is 1.5), columns of different types as the text in the files. Rows whose
key is NULL in part, or stands twice on a side, are counted and not compared.

With --fail-on-difference the exit code is ${DIFFERENCE_EXIT_CODE} when the sources differ or rows could not be compared; otherwise it is 0
whatever the answer says.

Examples:
  sluice compare old.csv new.csv --key id
  sluice compare s3://bucket/monday.csv.gz s3://bucket/tuesday.csv.gz --key shop,day --ignore loaded_at
  sluice compare a.csv b.csv --key id --tolerance 0.01 --format json --fail-on-difference`;

export function addCompareCommand(program: Command): void {
  const command = program
    .command('compare')
    .description('Say how two files differ: their columns, and their rows by key.')
    .argument('<left>', 'a path, a pattern or an s3:// URI: what was')
    .argument('<right>', 'the same: what is')
    .addOption(
      new Option('--key <columns>', 'columns that tell a row, with commas between; a name with a comma in it stands in "double quotes"')
        .argParser(parseColumns)
        .default([], 'none'),
    )
    .addOption(new Option('--ignore <columns>', 'columns to leave out').argParser(parseColumns).default([], 'none'))
    .option('--tolerance <number>', 'numbers that differ by no more are equal (default: 0)', parseTolerance)
    .option('--relative-tolerance <share>', 'the same as a share of the larger number (default: 0)', parseTolerance)
    .addOption(new Option('--mode <mode>', 'what to compare; schema reads samples only').choices(['schema', 'rows', 'all']).default('all'))
    .option('--samples <n>', 'examples of each kind of difference (default: 5)', parseCount)
    .option('--fail-on-difference', `exit with ${DIFFERENCE_EXIT_CODE} unless the sources are equal`);
  addCommonOptions(command).addHelpText('after', HELP).action(runCompare);
}

async function runCompare(left: string, right: string, options: CompareCommandOptions): Promise<void> {
  const format = formatOrDefault(options.format);
  await runCommand(format, () => engineOptions(options, [left, right]), async ({ engine, signal, color }) => {
    using progress = createProgress(process.stderr, { enabled: true });
    const report = await engine.compare({ left, right, ...compareOptions(options) }, { signal, onProgress: (state) => progress.update(state) });
    progress.stop();
    if (options.failOnDifference && report.verdict !== 'equal') process.exitCode = DIFFERENCE_EXIT_CODE;
    return { result: formatCompare(report, format, { color, width: terminalWidth() }), notes: notesOf(report, format) };
  });
}

/** `csv` and `jsonl` list differences only: the verdict goes beside them. JSON has the warnings in it. */
function notesOf(report: CompareReport, format: Format): string {
  if (format === 'json') return '';
  const warnings = report.warnings.map(({ code, message }) => `warning ${code}: ${message}`);
  const lines = format === 'csv' || format === 'jsonl' ? [verdictLine(report), ...warnings] : warnings;
  return lines.map((line) => `${visibleText(line)}\n`).join('');
}

const compareOptions = ({ key, ignore, tolerance, relativeTolerance, mode, samples }: CompareCommandOptions): Omit<CompareOptions, 'left' | 'right'> => ({
  key,
  ignore,
  mode,
  ...(tolerance === undefined ? {} : { tolerance }),
  ...(relativeTolerance === undefined ? {} : { relativeTolerance }),
  ...(samples === undefined ? {} : { samples }),
});

/** Names between commas, quoted as in SQL where they hold one; the option may be repeated. */
export function parseColumns(text: string, before: readonly string[]): string[] {
  const names: string[] = [];
  const field = /\s*(?:"((?:[^"]|"")+)"\s*|([^",][^,]*))(?:,|$)/y;
  while (field.lastIndex < text.length) {
    const [, quoted, plain] = field.exec(text) ?? [];
    if (quoted === undefined && plain === undefined) throw new InvalidArgumentError('Write column names with commas between, e.g. id,"last, first".');
    names.push(quoted?.replaceAll('""', '"') ?? (plain ?? '').trim());
  }
  return [...before, ...names];
}

function parseTolerance(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < 0) throw new InvalidArgumentError('Write a number that is not negative, e.g. 1e-9.');
  return value;
}
