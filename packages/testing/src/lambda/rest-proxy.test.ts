import { describe, expect, it } from '@jest/globals';
import { Readable } from 'node:stream';
import { startApiGateway } from '../api-gateway/api-gateway.js';
import { LOCAL_READER } from './local-cloud.js';
import { restProxy, type RestProxyOptions } from './rest-proxy.js';
import type { FunctionOutcome } from './runtime-api.js';
import { signedFetch } from './signed-fetch.js';

const fetchSigned = signedFetch(LOCAL_READER);

const response = (chunks: readonly (string | Buffer)[], isStreamed: boolean): FunctionOutcome => ({ kind: 'response', isStreamed, body: Readable.from(chunks.map((chunk) => Buffer.from(chunk))) });

const result = (fields: object): FunctionOutcome => response([JSON.stringify({ statusCode: 200, headers: { 'x-a': '1' }, ...fields })], false);

async function ask(outcome: FunctionOutcome | Promise<never>, options: RestProxyOptions, body = '{"a":1}') {
  const events: object[] = [];
  const lambda = {
    invoke(event: object) {
      events.push(event);
      return Promise.resolve(outcome);
    },
  };
  await using gateway = await startApiGateway({ integration: restProxy(lambda, options), principals: [LOCAL_READER] });
  const answer = await fetchSigned(gateway.url, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
  return { status: answer.status, header: answer.headers.get('x-a'), text: await answer.text(), events };
}

describe('a Lambda proxy integration', () => {
  it('makes an event of a request, without the stage in its path', async () => {
    const { events } = await ask(result({ body: '' }), { mode: 'BUFFERED' });
    expect(events).toMatchObject([{ resource: '/mcp', path: '/mcp', httpMethod: 'POST', body: '{"a":1}', headers: { 'content-type': 'application/json' }, requestContext: { requestId: 'request-1', stage: 'prod' } }]);
  });

  it.each([
    ['text', result({ body: 'hello' }), { status: 200, header: '1', text: 'hello' }],
    ['base64', result({ body: 'aGk=', isBase64Encoded: true }), { status: 200, header: '1', text: 'hi' }],
    ['no result', response(['"text"'], false), { status: 502, text: '{"message":"Internal server error"}' }],
    ['an error', { kind: 'error', error: 'x' } as const, { status: 502, text: '{"message":"Internal server error"}' }],
    ['more than 6 MB', result({ body: 'x'.repeat(7_000_000) }), { status: 502, text: '{"message":"Internal server error"}' }],
  ])('sends a result in one piece: %s', async (_what, outcome, expected) => {
    expect(await ask(outcome, { mode: 'BUFFERED' })).toMatchObject(expected);
  });

  it('gives up a result in one piece that takes too long', async () => {
    expect(await ask(new Promise<never>(() => {}), { mode: 'BUFFERED', bufferedTimeoutMs: 20 })).toMatchObject({ status: 504, text: '{"message":"Endpoint request timed out"}' });
  });

  it('refuses a request that is too large for a function', async () => {
    expect(await ask(result({}), { mode: 'STREAM' }, 'x'.repeat(7_000_000))).toMatchObject({ status: 413, events: [] });
  });

  it('finds status and body of a stream however it is cut', async () => {
    const bytes = Buffer.concat([Buffer.from('{"statusCode":201,"headers":{"x-a":"2"}}'), Buffer.alloc(8), Buffer.from('hello')]);
    for (const size of [1, 3, bytes.length]) {
      const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
      expect(await ask(response(chunks, true), { mode: 'STREAM' })).toMatchObject({ status: 201, header: '2', text: 'hello' });
    }
  });

  it('streams nothing of a function that does not', async () => {
    expect(await ask(result({ body: 'x' }), { mode: 'STREAM' })).toMatchObject({ status: 502 });
  });
});
