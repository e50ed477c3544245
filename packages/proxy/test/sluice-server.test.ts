import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { createCertificate, forwardTo } from '@sluice/testing';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { CLI } from './proxy-process.js';
import { FLAGS, startStack, type Stack } from './stack.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));

let server: ChildProcess;
let stack: Stack;
beforeAll(async () => {
  server = spawn(process.execPath, [join(root, 'packages/mcp-lambda/dist/cli.js'), '--http', '127.0.0.1:0', '--root', join(root, 'fixtures')], { stdio: ['ignore', 'pipe', 'pipe'] });
  const listening = await Promise.race([server.stdout, server.stderr].map((stream) => (stream === null ? Promise.reject(new Error('no output')) : once(createInterface({ input: stream }), 'line'))));
  const url = /http:\/\/\S+/.exec(String(listening[0]))?.[0] ?? '';
  const certificate = await createCertificate();
  stack = await startStack({ certificate, integration: forwardTo(new URL(url)) });
  await writeFile(join(stack.home, 'ca.pem'), certificate.cert);
});
afterAll(async () => {
  await stack[Symbol.asyncDispose]();
  server.kill();
  await once(server, 'close');
});

it.each(['auto', 'legacy'] as const)('a client (%s), the proxy, HTTPS with IAM, and the MCP server of sluice: a question over a CSV file is answered', async (mode) => {
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } });
  const env = { ...stack.env, NODE_EXTRA_CA_CERTS: join(stack.home, 'ca.pem') };
  await client.connect(new StdioClientTransport({ command: process.execPath, args: [CLI, stack.gateway.url, ...FLAGS], env }));
  try {
    expect((await client.listTools()).tools.map(({ name }) => name)).toContain('query');
    const { content } = await client.callTool({ name: 'query', arguments: { sql: `SELECT count(*) AS days FROM '${join(root, 'fixtures/seattle-weather.csv')}'` } });
    expect(JSON.stringify(content)).toContain('1461');
  } finally {
    await client.close();
  }
});
