/** Measures cold starts: the bundle that is deployed, beside Python with pandas and boto3, on Lambda's own runtime clients. */
import { findNode24, startLocalCloud } from '@sluice/testing';
import { writeFileSync } from 'node:fs';
import { coldContestants } from './coldstart/contestants.js';
import { openControlGroup } from './coldstart/control-group.js';
import { measureStart, type ColdStart } from './coldstart/measure-start.js';
import { makeOrders } from './coldstart/orders.js';
import { renderColdReport } from './coldstart/report.js';
import { exitOnSignal } from './exit-on-signal.js';
import { packageFile } from './package-file.js';
import { runProgram } from './run-program.js';

const ROUNDS = Number(process.env.SLUICE_COLD_ROUNDS ?? 20);
/** Of a function of 1024 MB: a whole processor comes with 1769 MB. */
const SHARE = { cpus: 0.58, memoryBytes: 1024 * 2 ** 20 };

exitOnSignal();
const orders = makeOrders(1_000_000);
await using cloud = await startLocalCloud({ folder: packageFile('../packages/mcp-lambda/dist/lambda'), mode: 'STREAM' });
await cloud.put('orders.csv', orders.csv);
const { endpoint, region, credentials } = cloud.s3;
const env = { AWS_REGION: region, AWS_DEFAULT_REGION: region, AWS_ENDPOINT_URL_S3: endpoint, AWS_ACCESS_KEY_ID: credentials.accessKeyId, AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey };
const contestants = await coldContestants({ bucket: 'data', key: 'orders.csv', env, totals: orders.totals });

await using group = await openControlGroup(`sluice-cold-${process.pid}`, SHARE);
const starts = contestants.map((): ColdStart[] => []);
// The first of each fills the page cache, and is not counted.
for (let round = -1; round < ROUNDS; round += 1) {
  for (const [i, contestant] of contestants.entries()) {
    const start = await measureStart(contestant, group);
    if (round >= 0) starts[i]?.push(start);
  }
}

const report = {
  group: group.description,
  node: (await runProgram(await findNode24(), ['--version'])).trim().slice(1),
  figures: contestants.map(({ name }, i) => ({ name, starts: starts[i] ?? [] })),
};
writeFileSync(packageFile('results/coldstart.json'), `${JSON.stringify(report, undefined, 2)}\n`);
writeFileSync(packageFile('results/coldstart.md'), renderColdReport(report));
process.stdout.write(renderColdReport(report));
