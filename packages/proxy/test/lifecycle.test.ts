import { afterAll, describe, expect, it } from '@jest/globals';
import { setTimeout as delay } from 'node:timers/promises';
import { ProxyProcess, textOf, until } from './proxy-process.js';
import { FLAGS, startStack } from './stack.js';

const started = startStack({ sessions: true });
afterAll(async () => (await started)[Symbol.asyncDispose]());

async function startProxy(): Promise<ProxyProcess> {
  const { gateway, env } = await started;
  return new ProxyProcess([gateway.url, ...FLAGS], env);
}

describe('when the client hangs up', () => {
  it('the proxy ends its session and itself', async () => {
    await using proxy = await startProxy();
    await proxy.initialize();
    await proxy.call('echo', { text: 'one' });
    expect(await proxy.end()).toBe(0);
    const { requests } = (await started).gateway;
    expect(requests.at(-1)?.method).toBe('DELETE');
  });

  it('calls under way are aborted, within a second and some for a busy machine', async () => {
    const { gateway } = await started;
    await using proxy = await startProxy();
    await proxy.initialize();
    const progress = proxy.next(({ method }) => method === 'notifications/progress');
    proxy.send({ id: 'x', method: 'tools/call', params: { name: 'gated', arguments: {}, _meta: { progressToken: 1 } } });
    await progress;
    proxy.child.stdin.end();
    await expect(Promise.race([proxy.exited, delay(5000, 'still there')])).resolves.toBe(0);
    expect(gateway.requests.find(({ body }) => body.includes('"gated"'))?.hungUp).toBe(true);
  });

  it('a request that was piped in just before is still answered', async () => {
    await using proxy = await startProxy();
    const answer = proxy.next(({ id }) => id === 7);
    proxy.send({ id: 7, method: 'initialize', params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'pipe', version: '1' } } });
    proxy.child.stdin.end();
    await expect(answer).resolves.toMatchObject({ result: { serverInfo: { name: 'sample' } } });
    expect(await proxy.exited).toBe(0);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('%s ends it too', async (signal) => {
    await using proxy = await startProxy();
    await proxy.initialize();
    proxy.child.kill(signal);
    expect(await proxy.exited).toBe(0);
  });
});

describe('stdout', () => {
  it('carries protocol alone, and garbage on stdin is survived', async () => {
    await using proxy = await startProxy();
    proxy.child.stdin.write('this is no JSON\n{"jsonrpc":"2.0","nonsense":true}\n\n');
    await proxy.initialize();
    expect(textOf(await proxy.call('echo', { text: 'alive' }))).toBe('alive');
    for (const line of proxy.lines) expect(JSON.parse(line)).toMatchObject({ jsonrpc: '2.0' });
  });

  it('a client that does not read loses nothing, and its cancelling gets through to the server', async () => {
    const { gateway, record } = await started;
    await using proxy = await startProxy();
    await proxy.initialize();
    proxy.child.stdout.pause();
    const bytes = 3_000_000;
    const answers = [1, 2, 3].map(() => proxy.call('big', { bytes }));
    const isThere = (text: string): boolean => gateway.requests.some(({ body }) => body.includes(text));
    proxy.send({ id: 'unread', method: 'tools/call', params: { name: 'gated', arguments: {} } });
    await until(() => isThere('"unread"'));
    const before = record.cancelled;
    proxy.send({ method: 'notifications/cancelled', params: { requestId: 'unread' } });
    await until(() => record.cancelled > before);
    proxy.child.stdout.resume();
    for (const answer of await Promise.all(answers)) expect(textOf(answer)).toHaveLength(bytes);
  });
});
