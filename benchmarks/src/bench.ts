/** Checks and times sluice beside others. `npm run bench -- --help` says what can be chosen. */
import { Command, Option } from 'commander';
import { chooseCases } from './cases/cases.js';
import { findPython } from './contestants/virtual-environment.js';
import { findContestants } from './contestants/contestants.js';
import { makeData } from './data/make-data.js';
import { findDataSet } from './data/data-sets.js';
import { exitOnSignal } from './exit-on-signal.js';
import { packageFile } from './package-file.js';
import { prepareBench } from './prepare-bench.js';
import { describeReport } from './report/describe-report.js';
import { writeReadme, writeReport } from './report/write-report.js';
import { renderFigures, renderTimes } from './report/markdown.js';
import { runCases } from './run-cases.js';
import { startServers } from './servers/servers.js';

interface Options {
  readonly full: boolean;
  readonly only: readonly string[];
  readonly rounds?: number;
  readonly base?: string;
}

const QUICK_ROUNDS = 3;
const FULL_ROUNDS = 5;

exitOnSignal();
const command = new Command('bench')
  .description('Times sluice beside other readers of CSV in S3; checks every answer first.')
  .option('--full', 'every case, on the data of its full size; writes README.md', false)
  .addOption(new Option('--only <case...>', 'these cases alone').default([]))
  .addOption(new Option('--rounds <n>', 'rounds that count').argParser(Number))
  .option('--base <checkout>', 'another built checkout of sluice, timed in the same rounds');

const options = command.parse().opts<Options>();
const cases = chooseCases(options);
const rounds = options.rounds ?? (options.full ? FULL_ROUNDS : QUICK_ROUNDS);
for (const name of new Set(cases.flatMap(({ data }) => data(!options.full)))) await makeData(findDataSet(name));

const python = await findPython();
const contestants = await findContestants({ python, checkout: packageFile('..'), ...(options.base === undefined ? {} : { base: options.base }) });
await using servers = await startServers();
const { rows, failures } = await runCases(cases, prepareBench({ isQuick: !options.full, rounds, servers, contestants }));
const isWhole = options.full && options.only.length === 0 && failures.length === 0;
const report = await describeReport({ set: options.only.length > 0 ? 'partial' : options.full ? 'full' : 'quick', rounds, rows });
if (rows.length > 0) {
  await writeReport(report);
  process.stdout.write(`${renderFigures(report)}\n${renderTimes(report)}`);
}
if (isWhole) await writeReadme(report);
for (const failure of failures) process.stderr.write(`FAILED ${failure}\n`);
process.exitCode = failures.length === 0 ? 0 : 1;
