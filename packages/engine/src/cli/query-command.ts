import { Option, type Command } from 'commander';
import { addAbortSignal } from 'node:stream';
import { text as readAll } from 'node:stream/consumers';
import type { BadRowsMode } from '../query/bad-rows.js';
import type { Dialect, EngineChoice, TypesMode } from '../query/question.js';
import type { Answer } from '../result/answer.js';
import { formatAnswer, type Format } from '../result/formats/format-answer.js';
import { visibleText } from '../result/formats/visible-text.js';
import { EngineError } from '../errors.js';
import { addCommonOptions, engineOptions, parseTable, type CommonOptions } from './options.js';
import { parseCount, parseSize } from './parse-size.js';
import { chartAnswer } from './chart-answer.js';
import { createProgress } from './progress.js';
import { addReadingOptions, readingOptions, type ReadingCommandOptions } from './reading-options.js';
import { formatOrDefault, runCommand, terminalWidth, wantsColor } from './run-command.js';
import { formatSummary } from './summary.js';

interface QueryCommandOptions extends CommonOptions, ReadingCommandOptions {
  readonly table?: Readonly<Record<string, readonly string[]>>;
  readonly maxRows?: number;
  readonly maxResult?: number;
  readonly maxCell?: number;
  readonly maxScanBytes?: number;
  readonly dryRun?: true;
  readonly types: TypesMode;
  readonly badRows: BadRowsMode;
  readonly engine: EngineChoice;
  readonly dialect: Dialect;
  readonly chart?: true;
}

const EXAMPLES = `
Examples:
  sluice query "SELECT weather, count(*) FROM 'fixtures/seattle-weather.csv' GROUP BY ALL" --root fixtures
  sluice query "SELECT max(amount) FROM orders" --table orders=s3://bucket/orders/*.csv.gz
  sluice query "FROM read_csv('x.csv', delim=';') LIMIT 5" --root . --format json`;

export function addQueryCommand(program: Command): void {
  const command = program
    .command('query')
    .description('Answer one SELECT over CSV files on disk or in S3.')
    .argument('<sql>', 'the question in DuckDB\'s SQL, or - to read it from standard input')
    .option('--table <name=uri>', 'give a file, pattern or s3:// URI a name; repeatable', parseTable)
    .option('--max-rows <n>', 'rows to print at most (default: 1000)', parseCount)
    .option('--max-result <size>', 'size of the printed rows at most (default: 10MB)', parseSize)
    .option('--max-cell <n>', 'characters of one value at most (default: 100000)', parseCount)
    .option('--max-scan-bytes <size>', 'refuse to read more than so much (default: 100GB)', parseSize)
    .addOption(new Option('--types <mode>', 'check every value used and widen types that do not fit, trust the sample, fail, or check where the deadline lets it').choices(['auto', 'verified', 'sampled', 'strict']).default('auto'))
    .addOption(new Option('--bad-rows <mode>', 'rows that do not fit: fail, answer without them and count them, or answer over them alone').choices(['error', 'skip', 'only']).default('error'))
    .addOption(new Option('--engine <engine>', 'who answers: DuckDB on this machine, the Databricks warehouse that DATABRICKS_HOST, DATABRICKS_HTTP_PATH and DATABRICKS_TOKEN name, or that one what would be too much here').choices(['auto', 'duckdb', 'databricks']).default('auto'))
    .addOption(new Option('--dialect <sql>', 'whose SQL the question is in; that of Databricks is sent there as it is').choices(['duckdb', 'databricks']).default('duckdb'))
    .option('--chart', 'draw bars: the first column labels them, the first number after it is their length')
    .option('--dry-run', 'say what would be read, without reading more than samples');
  addReadingOptions(addCommonOptions(command)).addHelpText('after', EXAMPLES).action(runQuery);
}

async function runQuery(sql: string, options: QueryCommandOptions): Promise<void> {
  const format = formatOrDefault(options.format);
  const { table: tables = {} } = options;
  const named = Object.values(tables).flat();
  await runCommand(format, () => engineOptions(options, named), async ({ engine, signal, color }) => {
    const statement = sql === '-' ? await readStdin(signal) : sql;
    assertIsSql(statement);
    using progress = createProgress(process.stderr, { enabled: true });
    const answer = await engine.query(statement, {
      tables,
      limits: limitsOf(options),
      dryRun: options.dryRun ?? false,
      reading: readingOptions(options),
      types: options.types,
      badRows: options.badRows,
      engine: options.engine,
      dialect: options.dialect,
      onProgress: (state) => progress.update(state),
      signal,
    });
    progress.stop();
    return { result: resultText(answer, format, { ...options, color }), notes: notesText(answer, format) };
  });
}

function resultText(answer: Answer, format: Format, { chart, color }: { readonly chart?: true; readonly color: boolean }): string {
  if (answer.dryRun !== undefined && format !== 'json') return '';
  if (chart === true) return chartAnswer(answer, { color, width: terminalWidth() });
  return formatAnswer(answer, format, { color, width: terminalWidth() });
}

/** JSON holds these facts itself, Markdown tells what was cut; in other formats they would be lost. */
function notesText(answer: Answer, format: Format): string {
  const { warnings, truncation } = answer;
  if (format === 'table' || (answer.dryRun !== undefined && format !== 'json')) return formatSummary(answer, { color: wantsColor(process.stderr) });
  if (format === 'json') return '';
  const cut = truncation === undefined || format === 'markdown' ? [] : [`cut: ${truncation.message}`];
  return [...cut, ...warnings.map(({ code, message }) => `warning ${code}: ${visibleText(message)}`)].map((line) => `${line}\n`).join('');
}

/** Somebody may be typing the SQL, and give up. */
const readStdin = (signal: AbortSignal): Promise<string> => readAll(addAbortSignal(signal, process.stdin));

/** What newcomers type first. */
function assertIsSql(sql: string): void {
  if (!/^(s3:\/\/\S+|\S+\.(csv|tsv|txt|gz|zst))$/i.test(sql.trim())) return;
  throw new EngineError('USAGE', `${sql.trim()} is a file's name, not a question`, { hint: `Ask for example: sluice query "FROM '${sql.trim()}' LIMIT 5"` });
}

const limitsOf = ({ maxRows, maxResult, maxCell, maxScanBytes }: QueryCommandOptions) => ({
  ...(maxRows === undefined ? {} : { maxRows }),
  ...(maxResult === undefined ? {} : { maxResultBytes: maxResult }),
  ...(maxCell === undefined ? {} : { maxCellChars: maxCell }),
  ...(maxScanBytes === undefined ? {} : { maxScanBytes }),
});
