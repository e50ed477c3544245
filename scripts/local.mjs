/**
 * sluice on AWS, on this machine: the bundle on Lambda's own runtime, behind an API Gateway that checks signatures, with a real S3 server.
 * The files of `fixtures/` are in its bucket.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { LOCAL_READER, startLocalCloud } from '../packages/testing/dist/index.js';

const options = {
  port: { type: 'string', default: '8789' },
  /** In one piece, as an API without `responseTransferMode: STREAM` does. */
  buffered: { type: 'boolean', default: false },
  /** Shows the function's log. */
  logs: { type: 'boolean', default: false },
  environments: { type: 'string', default: '2' },
};
const { port, buffered, logs, environments } = parseArgs({ options }).values;

const cloud = await startLocalCloud({
  folder: resolve('packages/mcp-lambda/dist/lambda'),
  mode: buffered ? 'BUFFERED' : 'STREAM',
  maxEnvironments: Number(environments),
  port: Number(port),
  ...(logs && { onLog: (line) => process.stderr.write(`${line}\n`) }),
});
for (const name of readdirSync('fixtures').filter((file) => /\.csv(\.gz)?$/.test(file))) await cloud.put(name, readFileSync(join('fixtures', name)));

const client = {
  mcpServers: {
    'sluice-local': {
      command: process.execPath,
      args: [resolve('packages/proxy/dist/cli.js'), cloud.gateway.url, '--service', 'execute-api', '--region', 'eu-central-1'],
      env: { AWS_ACCESS_KEY_ID: LOCAL_READER.accessKeyId, AWS_SECRET_ACCESS_KEY: LOCAL_READER.secretAccessKey },
    },
  },
};
const config = join(tmpdir(), `sluice-local-${port}.json`);
writeFileSync(config, `${JSON.stringify(client, undefined, 2)}\n`);
console.log(`${JSON.stringify(client, undefined, 2)}

API       ${cloud.gateway.url}  (IAM; ${buffered ? 'in one piece' : 'streamed'})
S3        ${cloud.s3.endpoint}  (s3://data may be read, s3://results written to)
client    the configuration above, also in ${config}

Try it:   npx @modelcontextprotocol/inspector --cli --config ${config} --server sluice-local --method tools/list
Ctrl-C ends it.`);

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void cloud[Symbol.asyncDispose]().then(() => process.exit(0)));
