import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PassThrough } from 'node:stream';
import { openTestServer, type TestServer } from '../../test/test-server.js';
import type { ResponseStream } from '../transport/api-gateway/streamed.js';
import { createAnswering, type Answering } from './answer-event.js';
import { readConfig } from './config.js';
import { createBufferedHandler, createStreamedHandler } from './create-handlers.js';
import { currentInvocation } from './invocation.js';
import { limitTime } from './limit-time.js';
import { createLambdaLog } from './log.js';

const SLOW = 'SELECT count(*) FROM range(3000000000) t WHERE hash(range) % 7 = 1';

let server: TestServer;
let answer: Answering;
let lines: string[] = [];
const log = createLambdaLog(readConfig({ SLUICE_ALLOW: 's3://aa' }), { write: (line) => void lines.push(line) });
beforeAll(async () => {
  server = await openTestServer({ services: { log } });
  const { services } = server;
  const engine = limitTime(services.engine, { remainingMs: () => currentInvocation()?.remainingMs(), onQuery: (sql) => log.query(sql) });
  answer = createAnswering({ ...services, engine, requestId: () => currentInvocation()?.requestId }, 'auto');
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

const context = (timeMs: number) => ({ awsRequestId: 'req-1', getRemainingTimeInMillis: () => timeMs });

const event = (path: string, httpMethod: string, body: string | null = null) => ({ resource: path, path, httpMethod, headers: { accept: 'application/json, text/event-stream', 'content-type': 'application/json' }, body, requestContext: { requestId: 'gw' } });

const call = (sql: string) => event('/mcp', 'POST', JSON.stringify({ jsonrpc: '2.0', id: 7, method: 'tools/call', params: { name: 'query', arguments: { sql } } }));

const buffered = (what: unknown, timeMs = 60_000, answering = answer) => createBufferedHandler({ answer: answering, log })(what, context(timeMs));

async function streamed(what: unknown, timeMs = 60_000, answering = answer): Promise<string> {
  const runtime = { HttpResponseStream: { from: (stream: ResponseStream, prelude: object) => (stream.write(JSON.stringify(prelude)), stream) } };
  const stream = new PassThrough();
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  await createStreamedHandler({ answer: answering, log, runtime })(what, stream, context(timeMs));
  return Buffer.concat(chunks).toString('utf8');
}

describe('a function', () => {
  it.each([buffered, streamed])('answers a tool call (%p)', async (handle) => {
    expect(JSON.stringify(await handle(call('SELECT 6 * 7 AS answer')))).toContain('42');
  });

  it.each<[string, unknown, number]>([
    ['nothing else at', event('/other', 'GET'), 404],
    ['health by GET alone, not', event('/health', 'POST'), 405],
    ['no GET of', event('/mcp', 'GET'), 405],
    ['a notification to', event('/mcp', 'POST', '{"jsonrpc":"2.0","method":"notifications/initialized"}'), 202],
    ['HTTP alone, not', { Records: [] }, 400],
    ['no broken headers to', { ...event('/mcp', 'POST', '{}'), headers: { 'a b': 'c' } }, 400],
  ])('answers %s %j with %i', async (_what, asked, status) => {
    expect(await buffered(asked)).toMatchObject({ statusCode: status });
  });

  it('tells of its health: release, DuckDB and cache', async () => {
    const { statusCode, body } = await buffered(event('/health', 'GET'));
    expect([statusCode, JSON.parse(body)]).toMatchObject([200, { status: 'ok', version: '0.1.0', duckdb: expect.stringMatching(/^v1\./), places: [], cache: { copies: 0, bytes: 0 } }]);
  });

  it('ends a question before its own time is up, and says so', async () => {
    const { statusCode, body } = await buffered(call(SLOW), 4_000);
    expect([statusCode, body]).toEqual([200, expect.stringContaining('DEADLINE_EXCEEDED: The question was not answered within 2.')]);
  });

  it.each([
    ['answers', () => new Promise<Response>(() => {})],
    ['ends its answer', () => Promise.resolve(new Response(new ReadableStream()))],
  ])('that never %s is cut off in time, with an error for its caller', async (_how, stuck) => {
    const error = { jsonrpc: '2.0', id: 7, error: { code: -32_603, message: expect.stringMatching(/^DEADLINE_EXCEEDED: .*\(request req-1\)$/), data: { code: 'DEADLINE_EXCEEDED', requestId: 'req-1' } } };
    expect(JSON.parse((await buffered(call('x'), 300, stuck)).body)).toEqual(error);
    expect(JSON.parse(/\{"jsonrpc".*\}/.exec(await streamed(call('x'), 300, stuck))?.[0] ?? '')).toEqual(error);
  });

  it('never fails as a function: its faults are told by an id that the log has', async () => {
    lines = [];
    const { statusCode, body } = await buffered(call('x'), 60_000, () => Promise.reject(new TypeError('secret')));
    expect([statusCode, JSON.parse(body)]).toMatchObject([200, { id: 7, error: { data: { code: 'INTERNAL', requestId: 'req-1' } } }]);
    expect(lines.find((line) => line.includes('TypeError'))).toContain('"requestId":"req-1"');
    expect(body + lines.join('')).not.toContain('secret');
  });

  it('names the request in the result of a tool that fails', async () => {
    const { body } = await buffered(call('SELECT nothing'));
    expect(body).toContain('"sluice/requestId":"req-1"');
  });
});
