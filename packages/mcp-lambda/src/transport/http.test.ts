import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Client as FirstClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as FirstTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { request } from 'node:http';
import { createServerFactory } from '../server/create-server.js';
import { openTestServer, type TestServer } from '../../test/test-server.js';
import { listenHttp, type HttpServer } from './http.js';

let files: TestServer;
let server: HttpServer;

beforeAll(async () => {
  files = await openTestServer();
  files.write('a.csv', 'x\n1\n2\n');
  server = await listenHttp(createServerFactory(files.services), { host: '127.0.0.1', port: 0, allowedHosts: ['sluice.test'], log: files.services.log });
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await files[Symbol.asyncDispose]();
});

const sql = () => `SELECT sum(x) AS total FROM '${files.folder}/a.csv'`;

/** With headers that `fetch` would not let a caller set. */
function send(path: string, headers: Record<string, string>, method = 'POST'): Promise<number> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' });
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, method, headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers } }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.on('error', reject).end(method === 'POST' ? body : undefined);
  });
}

describe('Streamable HTTP', () => {
  it.each(['auto', 'legacy'] as const)('answers the client of today in its %s mode', async (mode) => {
    const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } });
    await client.connect(new StreamableHTTPClientTransport(new URL(server.url)));
    expect(client.getNegotiatedProtocolVersion()).toBe(mode === 'auto' ? '2026-07-28' : '2025-11-25');
    const { content } = await client.callTool({ name: 'query', arguments: { sql: sql() } });
    expect(content).toMatchObject([{ type: 'text', text: expect.stringContaining('total\n3\n') }]);
    await client.close();
  });

  it('answers the client of the first SDK', async () => {
    const client = new FirstClient({ name: 'test', version: '1' });
    await client.connect(new FirstTransport(new URL(server.url)));
    const { content } = await client.callTool({ name: 'query', arguments: { sql: sql() } });
    expect(content).toMatchObject([{ type: 'text', text: expect.stringContaining('total\n3\n') }]);
    await client.close();
  });

  it('answers many callers at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 50 }, async () => {
        const client = new Client({ name: 'test', version: '1' });
        await client.connect(new StreamableHTTPClientTransport(new URL(server.url)));
        const { isError } = await client.callTool({ name: 'query', arguments: { sql: sql() } });
        await client.close();
        return isError ?? false;
      }),
    );
    expect(answers).toEqual(Array.from({ length: 50 }, () => false));
  });

  it.each<[Record<string, string>, number]>([
    [{}, 200],
    [{ host: 'sluice.test' }, 200],
    [{ host: 'evil.example' }, 403],
    [{ host: '127.0.0.1.evil.example' }, 403],
    [{ origin: 'http://localhost:3000' }, 200],
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: 'null' }, 403],
  ])('with %j answers %i', async (headers, status) => {
    expect(await send('/mcp', headers)).toBe(status);
  });

  it.each([
    ['/health', 'GET', 200],
    ['/health?x=1', 'GET', 200],
    ['/health', 'POST', 404],
    ['/', 'GET', 404],
    ['/mcp', 'GET', 405],
    ['/mcp/other', 'POST', 404],
  ])('at %s answers %s with %i', async (path, method, status) => {
    expect(await send(path, {}, method)).toBe(status);
  });

  it('keeps its health to itself from a page of another origin', async () => {
    expect(await send('/health', { origin: 'https://evil.example' }, 'GET')).toBe(403);
  });

  it('finishes an answer under way when it is closed, and takes no more', async () => {
    const closing = await listenHttp(createServerFactory(files.services), { host: '127.0.0.1', port: 0, log: files.services.log });
    const client = new Client({ name: 'test', version: '1' });
    await client.connect(new StreamableHTTPClientTransport(new URL(closing.url)));
    const answer = client.callTool({ name: 'query', arguments: { sql: 'SELECT count(*) AS n FROM range(30000000) t WHERE hash(range) % 7 = 1' } });
    await new Promise((resolve) => setTimeout(resolve, 50));
    await closing[Symbol.asyncDispose]();
    expect((await answer).isError ?? false).toBe(false);
    await expect(fetch(closing.url)).rejects.toThrow();
  });
});
