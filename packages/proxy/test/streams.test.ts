import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ProxyProcess, textOf, until } from './proxy-process.js';
import { FLAGS, startStack, type Stack } from './stack.js';

const ENVELOPE = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
};

describe.each([
  { era: 'stateless, 2026-07-28', sessions: false, _meta: ENVELOPE },
  { era: 'stateless, 2025-11-25', sessions: false, _meta: {} },
  { era: 'with a session, 2025-11-25', sessions: true, _meta: {} },
])('$era', ({ sessions, _meta }) => {
  const started = startStack({ sessions });
  let stack: Stack;
  let proxy: ProxyProcess;
  beforeEach(async () => {
    stack = await started;
    proxy = new ProxyProcess([stack.gateway.url, ...FLAGS], stack.env);
    if (!('io.modelcontextprotocol/protocolVersion' in _meta)) await proxy.initialize();
  });
  afterEach(() => proxy[Symbol.asyncDispose]());
  afterAll(async () => (await started)[Symbol.asyncDispose]());

  const params = (name: string, args: Record<string, unknown> = {}, meta: Record<string, unknown> = {}) => ({ name, arguments: args, _meta: { ..._meta, ...meta } });

  it('progress reaches the client while the call still runs', async () => {
    const progress = proxy.next(({ method }) => method === 'notifications/progress');
    const answer = proxy.request('tools/call', params('gated', {}, { progressToken: 'p1' }));
    await expect(progress).resolves.toMatchObject({ params: { progressToken: 'p1', progress: 1, message: 'half' } });
    // Nothing but the progress lets the tool go on.
    stack.record.release();
    expect(textOf(await answer)).toBe('released');
  });

  it('cancelling reaches the server, and the cancelled call gets no answer', async () => {
    const before = stack.record.cancelled;
    const progress = proxy.next(({ method }) => method === 'notifications/progress');
    proxy.send({ id: 'doomed', method: 'tools/call', params: params('gated', {}, { progressToken: 'p2' }) });
    await progress;
    proxy.send({ method: 'notifications/cancelled', params: { requestId: 'doomed', reason: 'test' } });
    await until(() => stack.record.cancelled === before + 1);
    expect(textOf(await proxy.request('tools/call', params('echo', { text: 'still here' })))).toBe('still here');
    expect(proxy.lines.filter((line) => line.includes('doomed'))).toEqual([]);
    const cut = stack.gateway.requests.find(({ body }) => body.includes('doomed') && body.includes('tools/call'));
    expect(cut?.hungUp).toBe(true);
  });

  it('a hundred calls run at once, each with its own answer', async () => {
    const texts = Array.from({ length: 100 }, (_, i) => `call ${i}`);
    const answers = await Promise.all(texts.map((text) => proxy.request('tools/call', params('echo', { text }))));
    expect(answers.map(textOf)).toEqual(texts);
  });

  it('a slow call holds up no other', async () => {
    const slow = proxy.request('tools/call', params('gated'));
    expect(textOf(await proxy.request('tools/call', params('echo', { text: 'quick' })))).toBe('quick');
    stack.record.release();
    expect(textOf(await slow)).toBe('released');
  });

  it('an answer of 20 MB arrives whole', async () => {
    const bytes = 20_000_000;
    expect(textOf(await proxy.request('tools/call', params('big', { bytes })))).toHaveLength(bytes);
  });

  it('a request of 8 MB arrives whole', async () => {
    const text = 'ä'.repeat(4_000_000);
    // Not an expectation on the text: a difference would be printed in full.
    expect(textOf(await proxy.request('tools/call', params('echo', { text }))) === text).toBe(true);
  });
});
