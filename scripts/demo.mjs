/** The main job, shown: a few questions over a real CSV, from disk and from an S3 server that is started for it. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { startS3Server } from '../packages/testing/dist/index.js';

const CLI = 'packages/engine/dist/bundle/cli.js';

const s3 = await startS3Server();
s3.createBucket('demo');
for (const file of ['birdstrikes.csv', 'airports.csv', 'flights-airport.csv']) s3.put('demo', file, readFileSync(`fixtures/${file}`));
const env = {
  ...process.env,
  AWS_ENDPOINT_URL_S3: s3.endpoint,
  AWS_REGION: s3.region,
  AWS_ACCESS_KEY_ID: s3.credentials.accessKeyId,
  AWS_SECRET_ACCESS_KEY: s3.credentials.secretAccessKey,
};

await sluice('What is in a file on disk?', ['inspect', 'fixtures/seattle-weather.csv']);
await sluice('How was the weather in Seattle?', [
  'query',
  "SELECT weather, count(*) AS days, round(avg(temp_max), 1) AS warmest FROM 'seattle-weather.csv' GROUP BY weather ORDER BY days DESC",
]);
await sluice('The same kind of question over S3: which birds meet aircraft?', [
  'query',
  `SELECT "Wildlife Species" AS species, count(*) AS strikes, sum("Cost Total $") AS dollars FROM 's3://demo/birdstrikes.csv' GROUP BY ALL ORDER BY strikes DESC LIMIT 8`,
]);
await sluice('Two objects joined, as a chart', [
  'query',
  "SELECT state, sum(count) AS flights FROM 's3://demo/flights-airport.csv' f JOIN 's3://demo/airports.csv' a ON a.iata = f.origin GROUP BY state ORDER BY flights DESC LIMIT 10",
  '--chart',
]);
await s3.close();

async function sluice(question, args) {
  const shown = args.map((arg) => (/^[\w./-]+$/.test(arg) ? arg : `"${arg.replaceAll('"', '\\"')}"`)).join(' ');
  console.log(`\n\u001b[1m${question}\u001b[0m\n$ sluice ${shown}\n`);
  const child = spawn(process.execPath, [CLI, ...args, '--root', 'fixtures', '--format', 'table'], { stdio: 'inherit', env });
  const status = await new Promise((resolve) => child.once('exit', resolve));
  if (status !== 0) process.exit(status ?? 1);
}
