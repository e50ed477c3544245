import { afterAll, describe, expect, it } from '@jest/globals';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as StdioClientTransportV1 } from '@modelcontextprotocol/sdk/client/stdio.js';
import { CLI } from './proxy-process.js';
import { FLAGS, startStack, type Stack } from './stack.js';

interface AnyClient {
  listTools(): Promise<{ tools: { name: string }[] }>;
  callTool(params: { name: string; arguments: Record<string, unknown> }): Promise<unknown>;
  close(): Promise<void>;
}

const INFO = { name: 'test', version: '1' };
const parameters = ({ gateway, env }: Stack) => ({ command: process.execPath, args: [CLI, gateway.url, ...FLAGS], env });

const CLIENTS: readonly { readonly name: string; readonly connect: (stack: Stack) => Promise<AnyClient> }[] = [
  { name: 'the v2 client, negotiating', connect: (stack) => connectV2(new Client(INFO, { versionNegotiation: { mode: 'auto' } }), stack) },
  { name: 'the v2 client, legacy', connect: (stack) => connectV2(new Client(INFO), stack) },
  {
    name: 'the v1 client',
    connect: async (stack) => {
      const client = new ClientV1(INFO);
      await client.connect(new StdioClientTransportV1(parameters(stack)));
      return client;
    },
  },
];

async function connectV2(client: Client, stack: Stack): Promise<AnyClient> {
  await client.connect(new StdioClientTransport(parameters(stack)));
  return client;
}

describe.each([
  { server: 'a stateless server', sessions: false },
  { server: 'a server with sessions', sessions: true },
])('$server', ({ sessions }) => {
  const started = startStack({ sessions });
  afterAll(async () => (await started)[Symbol.asyncDispose]());

  it.each(CLIENTS)('$name lists and calls tools, every request signed', async ({ name, connect }) => {
    const stack = await started;
    stack.gateway.requests.length = 0;
    const client = await connect(stack);
    try {
      expect((await client.listTools()).tools.map((tool) => tool.name)).toContain('echo');
      expect(await client.callTool({ name: 'echo', arguments: { text: 'Ζεύς 🌊' } })).toMatchObject({ content: [{ type: 'text', text: 'Ζεύς 🌊' }] });
      expect(await client.callTool({ name: 'priced', arguments: { region: 'Köln' } })).toMatchObject({ content: [{ text: 'Köln' }] });
    } finally {
      await client.close();
    }
    const { requests } = stack.gateway;
    const isModern = name === 'the v2 client, negotiating' && !sessions;
    const calls = requests.filter(({ body }) => body.includes('"tools/call"'));
    expect(calls).toHaveLength(2);
    for (const { headers } of calls) {
      expect(headers['mcp-protocol-version']).toBe(isModern ? '2026-07-28' : '2025-11-25');
      expect(headers['mcp-method']).toBe(isModern ? 'tools/call' : undefined);
      expect(headers['mcp-session-id'] !== undefined).toBe(sessions);
    }
    expect(calls.map(({ headers }) => headers['mcp-name'])).toEqual(isModern ? ['echo', 'priced'] : [undefined, undefined]);
    expect(calls.at(-1)?.headers['mcp-param-region']).toBe(isModern ? '=?base64?S8O2bG4=?=' : undefined);
    if (sessions) expect(requests.at(-1)?.method).toBe('DELETE');
  });
});
