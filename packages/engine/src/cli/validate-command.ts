import type { Command } from 'commander';
import { readFileSync } from 'node:fs';
import { EngineError } from '../errors.js';
import { CHECK_FORMS, parseCheck } from '../report/validate/check-text.js';
import type { Check } from '../report/validate/check.js';
import { parseTableSchema, type SchemaChecks } from '../report/validate/parse-table-schema.js';
import { reportRecords } from '../report/validate/report-records.js';
import type { ValidationReport } from '../report/validate/report.js';
import { formatRecords } from '../result/formats/format-records.js';
import type { Format } from '../result/formats/format-answer.js';
import { visibleText } from '../result/formats/visible-text.js';
import { collect } from './collect.js';
import { formatCount } from './format-quantity.js';
import { addCommonOptions, engineOptions, parseTable, type CommonOptions } from './options.js';
import { parseCount } from './parse-size.js';
import { createProgress } from './progress.js';
import { formatOrDefault, runCommand, terminalWidth } from './run-command.js';

/** Where the data is not as it should be; the codes below it are the other commands'. */
const CHECK_FAILED = 7;

const FLAGS = [
  ['columns', 'columns', 'the file has these columns in this order, and no others'],
  ['not-null', 'notNull', 'each column has a value in every row'],
  ['unique', 'unique', 'no two rows have the same values in the columns together'],
  ['type', 'type', 'integer, number, boolean, year, date, time, datetime; date:%d/%m/%Y for other formats'],
  ['range', 'range', 'numbers, dates, times or timestamps within bounds; one may be left out'],
  ['length', 'length', 'characters of each value'],
  ['regex', 'regex', 'the whole value matches (RE2 syntax)'],
  ['in-set', 'in', 'the value is one of these'],
  ['foreign-key', 'foreignKey', 'the values stand in a row of another file'],
  ['row-count', 'rows', 'rows of the file; 5 for exactly so many, 5.. for a minimum'],
] as const satisfies readonly (readonly [Check['kind'], string, string])[];

type FlagOptions = Partial<Readonly<Record<(typeof FLAGS)[number][1], readonly string[]>>>;

interface ValidateOptions extends CommonOptions, FlagOptions {
  readonly schema?: string;
  readonly resource?: Readonly<Record<string, readonly string[]>>;
  readonly missing?: readonly string[];
  readonly samples?: number;
}

const NOTES = `
Checks may be repeated. A missing value (an empty field, or a --missing text) fails --not-null alone. A name or value
with , = : or " in it stands in double quotes, "" for a quote.

Exit codes: 0 all checks passed, 7 some check failed; others as for every command (sluice --help).

Examples:
  sluice validate orders.csv --not-null id --unique id --range amount=0..1000 --in status=open,paid
  sluice validate orders.csv --foreign-key customer_id=customers.csv:id --rows 1..
  sluice validate s3://bucket/orders.csv --schema orders.schema.json --format json`;

export function addValidateCommand(program: Command): void {
  const command = program
    .command('validate')
    .description('Hold checks against a file: what passes, what fails, and in which rows.')
    .argument('<uri>', "a path, a pattern such as 'data/*.csv', or an s3:// URI");
  for (const [kind, attribute, description] of FLAGS) command.option(`--${flagName(attribute)} <${CHECK_FORMS[kind]}>`, description, collect);
  command
    .option('--schema <file>', 'a Frictionless Table Schema in JSON, whose checks are added')
    .option('--resource <name=uri>', 'the file that a foreign key of the schema names; repeatable', parseTable)
    .option('--missing <text>', 'a text that means "no value", beside the empty field; repeatable', collect)
    .option('--samples <n>', 'bad rows to show for each check (default: 5)', parseCount);
  addCommonOptions(command).addHelpText('after', NOTES).action(runValidate);
}

const flagName = (attribute: string): string => attribute.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

async function runValidate(uri: string, options: ValidateOptions): Promise<void> {
  const format = formatOrDefault(options.format);
  await runCommand(format, () => engineOptions(options, [uri, ...referencesOf(readChecks(options).checks)]), async ({ engine, signal, color }) => {
    const { checks, missing, warnings } = readChecks(options);
    using progress = createProgress(process.stderr, { enabled: true });
    const request = { source: uri, checks, missing, ...(options.samples === undefined ? {} : { samples: options.samples }) };
    const found = await engine.validate(request, { signal, onProgress: (state) => progress.update(state) });
    progress.stop();
    const report = { ...found, warnings: [...warnings, ...found.warnings] };
    if (!report.passed) process.exitCode = CHECK_FAILED;
    const result = format === 'json' ? `${JSON.stringify(report, undefined, 2)}\n` : formatRecords(reportRecords(report), format, { color, width: terminalWidth() });
    return { result, notes: notesText(report, format) };
  });
}

/** Everything that the command line asks for, the schema's checks first. */
function readChecks(options: ValidateOptions): SchemaChecks {
  const resources = Object.fromEntries(Object.entries(options.resource ?? {}).map(([name, uris]) => [name, uris.at(-1) ?? '']));
  const schema = options.schema === undefined ? { checks: [], missing: [''], warnings: [] } : parseTableSchema(readJson(options.schema), { resources });
  const typed = FLAGS.flatMap(([kind, attribute]) => (options[attribute] ?? []).flatMap((text) => parseCheck(kind, text)));
  return { ...schema, checks: [...schema.checks, ...typed], missing: [...schema.missing, ...(options.missing ?? [])] };
}

const referencesOf = (checks: readonly Check[]): string[] =>
  checks.flatMap((check) => (check.kind === 'foreign-key' && check.reference.source !== undefined ? [check.reference.source] : []));

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new EngineError('USAGE', `The schema ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`, {
      hint: 'It is a local file that holds JSON.',
      cause: error,
    });
  }
}

/** JSON holds these facts itself. */
function notesText({ failedChecks, checks, rowCount, warnings }: ValidationReport, format: Format): string {
  if (format === 'json') return '';
  const verdict = failedChecks === 0 ? `passed: ${formatCount(checks.length, 'check')}` : `FAILED: ${failedChecks} of ${formatCount(checks.length, 'check')}`;
  const lines = [`${verdict}, ${formatCount(rowCount, 'row')}`, ...warnings.map(({ code, message }) => `warning ${code}: ${visibleText(message)}`)];
  return lines.map((line) => `${line}\n`).join('');
}
