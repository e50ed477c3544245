import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Interception } from '@sluice/testing';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ProxyProcess, textOf, until, type JsonRpc } from './proxy-process.js';
import { FLAGS, PRINCIPAL, startStack, writeCredentials, type Stack, type StackOptions } from './stack.js';

let stack: Stack;
let proxy: ProxyProcess;

async function start(options: StackOptions = {}): Promise<void> {
  stack = await startStack(options);
  proxy = new ProxyProcess([stack.gateway.url, ...FLAGS], stack.env);
  await proxy.initialize();
  await until(() => stack.gateway.requests.some(({ method }) => method === 'GET'));
}

async function stop(): Promise<void> {
  await proxy[Symbol.asyncDispose]();
  await stack[Symbol.asyncDispose]();
}

const codeOf = ({ error }: JsonRpc): unknown => error?.data?.code;
const echo = async (text: string): Promise<string> => textOf(await proxy.call('echo', { text }));
const calls = (tool: string): number => stack.gateway.requests.filter(({ body }) => body.includes(`"name":"${tool}"`)).length;

const status =
  (code: number, headers: Record<string, string> = {}): Interception =>
  (_, response) => {
    response.writeHead(code, { 'content-type': 'application/json', ...headers }).end('{"message":"test"}');
    return 'answered';
  };

const hangUp: Interception = (_, response) => {
  response.destroy();
  return 'answered';
};

describe('credentials', () => {
  beforeEach(() => start());
  afterEach(stop);

  const renewed = { ...PRINCIPAL, accessKeyId: 'AKIDNEW', sessionToken: 'new-token' };

  it('expire, and were renewed on disk: no call fails', async () => {
    stack.gateway.principals = [{ ...PRINCIPAL, expired: true }, renewed];
    await writeCredentials(stack.home, renewed);
    expect(await echo('again')).toBe('again');
  });

  it('expire, and are renewed on disk after a call failed: the next one works', async () => {
    stack.gateway.principals = [{ ...PRINCIPAL, expired: true }, renewed];
    expect(codeOf(await proxy.call('echo', { text: 'x' }))).toBe('CREDENTIALS_EXPIRED');
    await writeCredentials(stack.home, renewed);
    expect(await echo('again')).toBe('again');
  });

  it('were denied, and a permission is granted: the next call works', async () => {
    stack.gateway.principals = [{ ...PRINCIPAL, allow: [] }];
    const denied = await proxy.call('echo', { text: 'x' });
    expect(denied.error?.message).toContain('Grant execute-api:Invoke on arn:aws:execute-api:eu-central-1:123456789012:abc123/prod/POST/mcp.');
    stack.gateway.principals = [PRINCIPAL];
    expect(await echo('granted')).toBe('granted');
  });

  it('vanish and come back', async () => {
    stack.gateway.principals = [{ ...PRINCIPAL, expired: true }];
    await writeFile(join(stack.home, 'credentials'), '');
    expect(codeOf(await proxy.call('echo', { text: 'x' }))).toBe('CREDENTIALS_MISSING');
    expect(codeOf(await proxy.call('echo', { text: 'x' }))).toBe('CREDENTIALS_MISSING');
    stack.gateway.principals = [PRINCIPAL];
    await writeCredentials(stack.home, PRINCIPAL);
    expect(await echo('back')).toBe('back');
  });
});

describe("a server's clock", () => {
  afterEach(stop);

  it.each([-3600_000, 3600_000])('that is %d ms off is followed: signed again with its time', async (clockOffsetMs) => {
    await start({ clockOffsetMs });
    expect(await echo('in time')).toBe('in time');
    const dates = stack.gateway.requests.map(({ headers }) => headers['x-amz-date']);
    // One refusal at the very beginning, and none after it.
    expect(new Set(dates.slice(1).map((date) => String(date).slice(0, 11))).has(String(dates[0]).slice(0, 11))).toBe(false);
  });
});

describe('a server that goes away', () => {
  beforeEach(() => start({ sessions: true }));
  afterEach(stop);

  it('and comes back without its sessions: the call is made in a new session', async () => {
    stack.forgetSessions();
    expect(await echo('new session')).toBe('new session');
    const handshakes = stack.gateway.requests.filter(({ body }) => body.includes('"initialize"'));
    expect(handshakes).toHaveLength(2);
  });

  it('many calls at once share one new session', async () => {
    stack.forgetSessions();
    const texts = Array.from({ length: 20 }, (_, i) => `t${i}`);
    expect(await Promise.all(texts.map(echo))).toEqual(texts);
    expect(stack.gateway.requests.filter(({ body }) => body.includes('"initialize"'))).toHaveLength(2);
  });

  it('is named in the error, and is used again as soon as it is up', async () => {
    const { port } = stack.gateway;
    await stack.gateway[Symbol.asyncDispose]();
    expect(codeOf(await proxy.call('add_row'))).toBe('CONNECTION_FAILED');
    const again = await startStack({ port });
    try {
      expect(await echo('up again')).toBe('up again');
    } finally {
      await again[Symbol.asyncDispose]();
    }
  });
});

describe('what passes by itself', () => {
  beforeAll(async () => {
    await start();
    await proxy.request('tools/list');
  });
  afterAll(stop);
  beforeEach(() => {
    stack.gateway.requests.length = 0;
  });

  it.each([
    { name: '429', fault: status(429, { 'retry-after': '0' }) },
    { name: '502', fault: status(502) },
    { name: '503', fault: status(503) },
    { name: '504', fault: status(504) },
    { name: 'a cut connection', fault: hangUp },
  ])('$name: a tool that only reads is asked again, one that writes is not', async ({ fault }) => {
    stack.gateway.interceptions.push(fault);
    expect(await echo('once more')).toBe('once more');
    expect(calls('echo')).toBe(2);
    const signatures = stack.gateway.requests.filter(({ body }) => body.includes('"name":"echo"')).map(({ headers }) => headers.authorization);
    expect(signatures.every((signature) => signature?.startsWith('AWS4-HMAC-SHA256'))).toBe(true);
    stack.gateway.interceptions.push(fault);
    expect((await proxy.call('add_row')).error).toBeDefined();
    expect(calls('add_row')).toBe(1);
  });

  it.each([400, 403, 404, 413, 500])('%d is not tried again', async (code) => {
    stack.gateway.interceptions.push(status(code));
    expect((await proxy.call('echo', { text: 'x' })).error).toBeDefined();
    expect(calls('echo')).toBe(1);
  });

  it('cancelling ends the waiting between tries', async () => {
    stack.gateway.interceptions.push(status(503, { 'retry-after': '20' }));
    proxy.send({ id: 'waiting', method: 'tools/call', params: { name: 'echo', arguments: { text: 'x' } } });
    await until(() => calls('echo') === 1);
    proxy.send({ method: 'notifications/cancelled', params: { requestId: 'waiting' } });
    // What comes after it is answered, and the cancelled call was not sent again.
    expect(await echo('next')).toBe('next');
    expect(calls('echo')).toBe(2);
  });
});

describe('a connection that is cut', () => {
  beforeAll(async () => {
    await start();
    await proxy.request('tools/list');
  });
  afterAll(stop);
  beforeEach(() => {
    stack.gateway.requests.length = 0;
  });

  /** Lets the real answer through up to a part of it, then cuts the connection. */
  const cutAt =
    (tenth: number): Interception =>
    (_, response) => {
      const write = response.write.bind(response) as (chunk: Buffer) => boolean;
      let left = Math.floor((ANSWER_BYTES * tenth) / 10);
      const cutting = (chunk: unknown): boolean => {
        const bytes = Buffer.from(chunk as string);
        if (bytes.length < left) {
          left -= bytes.length;
          return write(bytes);
        }
        write(bytes.subarray(0, left));
        setTimeout(() => response.destroy(), 20);
        return true;
      };
      response.write = cutting as typeof response.write;
      response.end = ((chunk: unknown) => cutting(chunk ?? '')) as unknown as typeof response.end;
      return 'pass';
    };

  const ANSWER_BYTES = 200_000;

  it.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])('at %d tenths of the answer: what only reads is answered all the same, by asking again', async (tenth) => {
    stack.gateway.interceptions.push(cutAt(tenth));
    expect(textOf(await proxy.call('big', { bytes: ANSWER_BYTES }))).toHaveLength(ANSWER_BYTES);
    expect(calls('big')).toBe(2);
  });

  it('is an error for what writes, which may have been done', async () => {
    stack.gateway.interceptions.push(hangUp);
    const { error } = await proxy.call('add_row');
    expect(error?.data?.code).toBe('CONNECTION_FAILED');
    expect(calls('add_row')).toBe(1);
  });
});
