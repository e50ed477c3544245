import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Client as FirstClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as FirstTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { startS3Server, type S3Server } from '@sluice/testing';
import { createServerFactory } from '../server/create-server.js';
import { listenHttp, type HttpServer } from '../transport/http.js';
import { openTestServer, type TestServer } from '../../test/test-server.js';

const ENDLESS = { name: 'query', arguments: { sql: 'SELECT count(*) FROM range(100000) a, range(100000) b WHERE hash(a.range, b.range) % 7 = 1' } };

let s3: S3Server;
let server: TestServer;
let http: HttpServer;

beforeAll(async () => {
  s3 = await startS3Server();
  s3.createBucket('data');
  s3.put('data', 'big.csv', Buffer.from(`id,text\n${Array.from({ length: 400_000 }, (_, i) => `${i},${'x'.repeat(60)}\n`).join('')}`));
  server = await openTestServer({ engine: { cache: 'off', s3: { endpoint: s3.endpoint, region: s3.region, credentials: s3.credentials } } });
  http = await listenHttp(createServerFactory(server.services), { host: '127.0.0.1', port: 0, log: server.services.log });
});
afterAll(async () => {
  await http[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
  await s3.close();
});

/** What becomes of the next question that reaches the engine, and when it has. */
function watchEngine(): { readonly asked: Promise<void>; readonly outcome: Promise<unknown> } {
  const { engine } = server.services;
  const original = engine.query.bind(engine);
  let onAsked = (): void => {};
  const asked = new Promise<void>((resolve) => (onAsked = resolve));
  const outcome = new Promise((resolve) => {
    engine.query = (...args) => {
      engine.query = original;
      const answer = original(...args);
      answer.then(() => resolve('answered'), (error: unknown) => resolve((error as { code?: string }).code));
      setTimeout(onAsked, 100);
      return answer;
    };
  });
  return { asked, outcome };
}

const modern = async () => {
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: 'auto' } });
  await client.connect(new StreamableHTTPClientTransport(new URL(http.url)));
  return client;
};
const legacy = async () => {
  const client = new FirstClient({ name: 'test', version: '1' });
  await client.connect(new FirstTransport(new URL(http.url)));
  return client;
};

describe('a cancelled call', () => {
  it('ends the question in the engine', async () => {
    const { asked, outcome } = watchEngine();
    const controller = new AbortController();
    const call = server.client.callTool(ENDLESS, { signal: controller.signal });
    await asked;
    controller.abort();
    await expect(call).rejects.toThrow();
    expect(await outcome).toBe('CANCELLED');
    expect((await server.call('query', { sql: 'SELECT 42 AS answer' })).text).toContain('answer\n42\n');
  });

  it('ends it when the client of today leaves', async () => {
    const { asked, outcome } = watchEngine();
    const client = await modern();
    const controller = new AbortController();
    const call = client.callTool(ENDLESS, { signal: controller.signal });
    await asked;
    controller.abort();
    await expect(call).rejects.toThrow();
    expect(await outcome).toBe('CANCELLED');
    await client.close();
  });

  it('ends it when a client of the first SDK leaves', async () => {
    const { asked, outcome } = watchEngine();
    const client = await legacy();
    const call = client.callTool(ENDLESS);
    call.catch(() => {});
    await asked;
    await client.close();
    expect(await outcome).toBe('CANCELLED');
  });
});

describe('a question that heeds no interrupt', () => {
  it('ends with its deadline, and takes neither the next question nor kept results with it', async () => {
    const page = await server.call('query', { sql: 'SELECT range AS id FROM range(1000)', max_rows: 10 });
    const { text } = await server.call('query', { sql: "SELECT sum(length(replace(repeat('ab', 3000000 + range::INT), 'a', 'bcd'))) FROM range(100000)", timeout_s: 1 });
    expect(text).toMatch(/^(DEADLINE_EXCEEDED|MEMORY_LIMIT): .*\nNext: /s);
    expect((await server.call('query', { sql: 'SELECT 42 AS answer' })).text).toContain('answer\n42\n');
    expect((await server.call('query', { cursor: /cursor (\S+) alone/.exec(page.text)?.[1] })).text).toContain('\nid\n10\n11\n');
  });
});

describe('progress', () => {
  it('tells bytes of a total, never fewer than before, to a caller that asks', async () => {
    const told: { progress: number; total?: number | undefined }[] = [];
    const sql = "SELECT count(DISTINCT text), sum(id) FROM 's3://data/big.csv'";
    await server.client.callTool({ name: 'query', arguments: { sql } }, { onprogress: (progress) => told.push(progress) });
    expect(told.length).toBeGreaterThan(0);
    const bytes = told.map(({ progress }) => progress);
    expect(bytes).toEqual([...bytes].sort((a, b) => a - b));
    for (const { progress, total } of told) expect(progress).toBeLessThanOrEqual(total ?? 0);
  });
});
