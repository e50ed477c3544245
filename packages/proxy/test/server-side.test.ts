import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ProxyProcess, textOf, until } from './proxy-process.js';
import { FLAGS, PRINCIPAL, startStack, type Stack } from './stack.js';

let stack: Stack;
let proxy: ProxyProcess;
beforeAll(async () => {
  stack = await startStack({ sessions: true });
  proxy = new ProxyProcess([stack.gateway.url, ...FLAGS, '--log-level', 'debug'], stack.env);
  await proxy.request('initialize', { protocolVersion: '2025-11-25', capabilities: { elicitation: {} }, clientInfo: { name: 'test', version: '1' } });
  proxy.send({ method: 'notifications/initialized' });
  await until(() => stack.gateway.requests.some(({ method }) => method === 'GET'));
});
afterAll(async () => {
  await proxy[Symbol.asyncDispose]();
  await stack[Symbol.asyncDispose]();
});

describe('what a server says of itself', () => {
  it('a notification outside of any request reaches the client', async () => {
    const announced = proxy.next(({ method }) => method === 'notifications/message');
    expect(textOf(await proxy.call('announce'))).toBe('done');
    await expect(announced).resolves.toMatchObject({ params: { level: 'info', data: 'announced' } });
  });

  it("a request reaches the client, and the client's answer the server", async () => {
    const asked = proxy.next(({ method }) => method === 'elicitation/create');
    const answer = proxy.call('ask');
    const { id, params } = await asked;
    expect(params?.message).toBe('Sure?');
    proxy.send({ ...(id === undefined ? {} : { id }), result: { action: 'accept', content: { sure: true } } });
    expect(textOf(await answer)).toBe('accept');
  });
});

it('calls one after the other use a connection again', async () => {
  const before = stack.gateway.connections;
  for (let i = 0; i < 20; i++) await proxy.call('echo', { text: String(i) });
  expect(stack.gateway.connections - before).toBeLessThanOrEqual(2);
});

it('no secret is in the log, however much of it there is', async () => {
  stack.gateway.interceptions.push((_, response) => {
    response.destroy();
    return 'answered';
  });
  expect((await proxy.call('add_row')).error).toBeDefined();
  await until(() => proxy.stderr.includes('CONNECTION_FAILED'));
  for (const secret of [PRINCIPAL.secretAccessKey, PRINCIPAL.sessionToken, PRINCIPAL.accessKeyId]) expect(proxy.stderr).not.toContain(secret);
});
