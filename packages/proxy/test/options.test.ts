import { describe, expect, it } from '@jest/globals';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { createCertificate } from '@sluice/testing';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ProxyProcess, textOf } from './proxy-process.js';
import { FLAGS, startStack } from './stack.js';

describe('--read-only', () => {
  it('offers only tools that say they read, and calls no other', async () => {
    await using stack = await startStack();
    await using proxy = new ProxyProcess([stack.gateway.url, ...FLAGS, '--read-only'], stack.env);
    await proxy.initialize();
    // Before any list has passed by, so that the proxy has to ask for itself.
    const refused = await proxy.call('add_row');
    expect(refused.error).toMatchObject({ data: { code: 'READ_ONLY' } });
    expect(refused.error?.message).toContain('--read-only');
    const tools = (await proxy.request('tools/list')).result?.tools as { name: string }[];
    expect(tools.map(({ name }) => name)).toEqual(['echo', 'big', 'priced', 'wait', 'ask', 'announce', 'gated']);
    expect(textOf(await proxy.call('echo', { text: 'may' }))).toBe('may');
    expect((await proxy.call('no_such_tool')).error?.data?.code).toBe('READ_ONLY');
    expect(stack.record.rowsAdded).toBe(0);
    expect(stack.gateway.requests.some(({ body }) => body.includes('"add_row"'))).toBe(false);
  });
});

describe('--header', () => {
  it('is sent and signed with every request', async () => {
    await using stack = await startStack();
    await using proxy = new ProxyProcess([stack.gateway.url, ...FLAGS, '--header', 'x-api-key=abc', '--header', 'X-Team: data'], stack.env);
    await proxy.initialize();
    await proxy.call('echo', { text: 'x' });
    for (const { headers } of stack.gateway.requests) {
      expect(headers).toMatchObject({ 'x-api-key': 'abc', 'x-team': 'data' });
      expect(headers.authorization).toMatch(/SignedHeaders=[^,]*x-api-key;x-team/);
    }
  });
});

describe('the URL', () => {
  it.each(['/prod', '/prod/', '/prod/mcp/', '/prod/mcp', '/prod?team=a%20b'])('%s finds the server, and stays with what it found', async (path) => {
    await using stack = await startStack();
    const url = new URL(path, stack.gateway.url).href;
    await using proxy = new ProxyProcess([url, ...FLAGS], stack.env);
    expect((await proxy.initialize()).result).toBeDefined();
    const before = stack.gateway.requests.length;
    expect(textOf(await proxy.call('echo', { text: 'found' }))).toBe('found');
    const { requests } = stack.gateway;
    expect(requests.slice(before).filter(({ body }) => body.includes('"echo"'))).toHaveLength(1);
    expect(proxy.stderr === '').toBe(path === '/prod/mcp');
  });

  it('is found also when the server was not up at first', async () => {
    await using gone = await startStack();
    await gone.gateway[Symbol.asyncDispose]();
    await using other = new ProxyProcess([new URL('/prod', gone.gateway.url).href, ...FLAGS], gone.env);
    expect((await other.call('add_row')).error?.data?.code).toBe('CONNECTION_FAILED');
    await using again = await startStack({ port: gone.gateway.port });
    expect((await other.initialize()).result).toBeDefined();
    expect(again.gateway.requests.at(-1)?.target).toBe('/prod/mcp');
  });

  it('that leads nowhere says what was tried', async () => {
    await using stack = await startStack();
    await using proxy = new ProxyProcess([new URL('/stage/api', stack.gateway.url).href, ...FLAGS], stack.env);
    const { error } = await proxy.initialize();
    expect(error?.message).toContain('Tried as well: /stage/api/, /stage/api/mcp, /stage/api/mcp/');
  });
});

describe('a command line that cannot work', () => {
  it.each([
    [['ftp://x'], 'error USAGE: ftp:// is not a way'],
    [['https://mcp.example.com/mcp'], '--service execute-api'],
    [[], "missing required argument 'url'"],
    [['http://127.0.0.1:1/mcp', '--header', 'Authorization=x'], 'set by the proxy itself'],
    [['http://127.0.0.1:1/mcp', '--timeout', 'soon'], 'Give seconds'],
    [['http://127.0.0.1:1/mcp', '--log-level', 'loud'], 'Allowed choices are'],
  ])('%j ends with exit code 2 and says so on stderr', async (args, message) => {
    await using stack = await startStack();
    await using proxy = new ProxyProcess(args, stack.env);
    expect(await proxy.exited).toBe(2);
    expect(proxy.stderr).toContain(message);
    expect(proxy.lines).toEqual([]);
  });
});

describe('HTTPS_PROXY', () => {
  it('carries requests to a host that is not loopback through a tunnel; NO_PROXY goes past it', async () => {
    const certificate = await createCertificate(['mcp.example.test']);
    await using stack = await startStack({ certificate });
    await writeFile(join(stack.home, 'ca.pem'), certificate.cert);
    const tunnelled: string[] = [];
    const tunnel = createServer().on('connect', (request, client) => {
      tunnelled.push(request.url ?? '');
      const upstream = connect(stack.gateway.port, '127.0.0.1', () => {
        client.write('HTTP/1.1 200 Connection established\r\n\r\n');
        upstream.pipe(client).pipe(upstream);
      });
      client.on('error', () => upstream.destroy());
      upstream.on('error', () => client.destroy());
    });
    await once(tunnel.listen(0, '127.0.0.1'), 'listening');
    const env = { ...stack.env, HTTPS_PROXY: `http://127.0.0.1:${(tunnel.address() as AddressInfo).port}`, NODE_EXTRA_CA_CERTS: join(stack.home, 'ca.pem') };
    try {
      await using proxy = new ProxyProcess(['https://mcp.example.test/prod/mcp', ...FLAGS], env);
      expect((await proxy.initialize()).result).toMatchObject({ serverInfo: { name: 'sample' } });
      expect(tunnelled).toContain('mcp.example.test:443');
      await using direct = new ProxyProcess(['https://mcp.example.test/prod/mcp', ...FLAGS], { ...env, NO_PROXY: '.example.test' });
      expect((await direct.call('echo')).error?.data?.code).toBe('DNS_FAILED');
    } finally {
      tunnel.closeAllConnections();
      tunnel.close();
    }
  });
});
