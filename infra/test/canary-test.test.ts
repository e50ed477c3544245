import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { CANARY_TEST } from '../src/paths.js';

const { handler } = (await import(join(CANARY_TEST, 'index.mjs'))) as { readonly handler: (event: object) => Promise<void> };

const VERSION = 'arn:aws:lambda:eu-central-1:123456789012:function:sluice:7';
const TOOLS = JSON.stringify({ jsonrpc: '2.0', id: 1, result: { tools: [{ name: 'query' }] } });
const streamed = (statusCode: number, body: string): string => `${JSON.stringify({ statusCode })}${'\0'.repeat(8)}${body}`;
const buffered = (statusCode: number, body: string): string => JSON.stringify({ statusCode, body });

/** Lambda's and CodeDeploy's sides: what the version answers, and what was reported. */
let answers: Readonly<Record<string, string>>;
let failing: boolean;
let reported: unknown[];
let asked: string[];
let server: Server;
const before = { ...process.env };
beforeEach(async () => {
  reported = [];
  asked = [];
  failing = false;
  server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      if (request.headers['x-amz-target'] !== undefined) {
        reported.push(JSON.parse(body));
        return response.end('{}');
      }
      asked.push(decodeURIComponent(request.url ?? ''));
      if (failing) response.setHeader('x-amz-function-error', 'Unhandled');
      return response.end(answers[(JSON.parse(body) as { path: string }).path]);
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  Object.assign(process.env, { VERSION_ARN: VERSION, AWS_ENDPOINT_URL: endpoint, AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' });
});
afterEach(async () => {
  process.env = before;
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

const run = (): Promise<void> => handler({ DeploymentId: 'd-1', LifecycleEventHookExecutionId: 'h-1' });
const status = (text: string): object => ({ deploymentId: 'd-1', lifecycleEventHookExecutionId: 'h-1', status: text });

it.each([
  ['streamed', { '/health': streamed(200, '{}'), '/mcp': streamed(200, `data: ${TOOLS}\n\n`) }],
  ['buffered', { '/health': buffered(200, '{}'), '/mcp': buffered(200, TOOLS) }],
])('lets a version through that is well and offers its tools (%s)', async (_, given) => {
  answers = given;
  await run();
  expect(reported).toEqual([status('Succeeded')]);
  expect(asked).toEqual([1, 2].map(() => `/2015-03-31/functions/${VERSION}/invocations`));
});

it.each([
  ['is not well', { '/health': streamed(503, '{"status":"degraded"}'), '/mcp': streamed(200, TOOLS) }, 'GET /health answered 503: {"status":"degraded"}'],
  ['refuses the question for its tools', { '/health': buffered(200, ''), '/mcp': buffered(400, 'no') }, 'tools/list answered 400: no'],
  ['offers no tools', { '/health': buffered(200, ''), '/mcp': buffered(200, '{}') }, 'names no tool query'],
  ['answers with something else', { '/health': 'null', '/mcp': 'null' }, 'the version could not be asked'],
])('stops a version that %s', async (_, given, message) => {
  answers = given;
  await expect(run()).rejects.toThrow(message);
  expect(reported).toEqual([status('Failed')]);
});

it('stops a version that crashes', async () => {
  failing = true;
  answers = { '/health': '{"errorMessage":"out of memory"}' };
  await expect(run()).rejects.toThrow('GET /health answered Unhandled: {"errorMessage":"out of memory"}');
  expect(reported).toEqual([status('Failed')]);
});
