/** Checks and times sluice beside others. `npm run bench -- --help` says what can be chosen. */
import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { CASES, chooseCases } from './cases/cases.js';
import { benchPython } from './contestants/bench-python.js';
import { findContestants } from './contestants/contestants.js';
import { makeData } from './data/make-data.js';
import { findDataSet } from './data/data-sets.js';
import { exitOnSignal } from './exit-on-signal.js';
import { packageFile } from './package-file.js';
import { prepareBench } from './prepare-bench.js';
import { describeReport } from './report/describe-report.js';
import type { Row } from './race/result.js';
import { mergeRows, type Report } from './report/report.js';
import { readRows, writeReadme, writeReport } from './report/write-report.js';
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
  .option('--full', 'every case, on data of full size; puts the rows into README.md', false)
  .addOption(new Option('--only <case...>', 'these cases alone; their rows replace those of an earlier run').default([]))
  .addOption(new Option('--rounds <n>', 'rounds that count').argParser(Number))
  .option('--base <checkout>', 'another built checkout of sluice, timed in the same rounds');

const options = command.parse().opts<Options>();
const cases = chooseCases(options);
const rounds = options.rounds ?? (options.full ? FULL_ROUNDS : QUICK_ROUNDS);
for (const name of new Set(cases.flatMap(({ data }) => data(!options.full)))) await makeData(findDataSet(name));

const python = await benchPython();
const contestants = await findContestants({ python, checkout: packageFile('..'), ...(options.base === undefined ? {} : { base: resolve(options.base) }) });
await using servers = await startServers();
const set = options.full ? 'full' : 'quick';
const kept = options.only.length > 0 ? await readRows(set) : [];
const reportOf = (measured: readonly Row[]): Promise<Report> => describeReport(set, mergeRows(kept, measured, CASES.map(({ id }) => id)));

const { rows, failures } = await runCases(cases, prepareBench({ isQuick: !options.full, rounds, servers, contestants }), async (measured) =>
  writeReport(await reportOf(measured)),
);
const report = await reportOf(rows);
if (options.full && failures.length === 0) await writeReadme(report);
process.stdout.write(`${renderFigures({ ...report, rows })}\n${renderTimes({ ...report, rows })}`);
for (const failure of failures) process.stderr.write(`FAILED ${failure}\n`);
process.exitCode = failures.length === 0 ? 0 : 1;
