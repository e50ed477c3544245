import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { Client as FirstClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as FirstTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const CLI = join(import.meta.dirname, '../dist/cli.js');

let folder: string;
const started: ChildProcess[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-mcp-cli-'));
  writeFileSync(join(folder, 'a.csv'), 'x\n1\n2\n');
});
afterAll(() => {
  for (const child of started) child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

const command = () => ({ command: process.execPath, args: [CLI, '--root', folder], stderr: 'ignore' as const });
const question = { name: 'query', arguments: { sql: "SELECT sum(x) AS total FROM 'a.csv'" } };

function start(...args: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, [CLI, '--root', folder, ...args], { stdio: 'pipe' });
  started.push(child);
  return child;
}

async function textUntil(child: ChildProcess, pattern: RegExp): Promise<string> {
  let text = '';
  for await (const chunk of child.stderr ?? []) {
    text += String(chunk);
    const found = pattern.exec(text);
    if (found !== null) return found[1] ?? found[0];
  }
  throw new Error(`it ended without ${String(pattern)}: ${text}`);
}

describe('sluice-mcp over stdio', () => {
  it.each(['auto', 'legacy'] as const)('answers the client of today in its %s mode', async (mode) => {
    const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } });
    await client.connect(new StdioClientTransport(command()));
    expect((await client.callTool(question)).content).toMatchObject([{ text: expect.stringContaining('total\n3\n') }]);
    await client.close();
  });

  it('answers the client of the first SDK', async () => {
    const client = new FirstClient({ name: 'test', version: '1' });
    await client.connect(new FirstTransport(command()));
    expect((await client.callTool(question)).content).toMatchObject([{ text: expect.stringContaining('total\n3\n') }]);
    await client.close();
  });

  it('writes nothing but the protocol to stdout, and logs to stderr', async () => {
    const child = start('--log-level', 'info');
    const initialize = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } };
    for (const message of [{ id: 1, method: 'initialize', params: initialize }, { method: 'notifications/initialized' }, { id: 2, method: 'tools/call', params: question }]) {
      child.stdin?.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
    }
    const lines: string[] = [];
    const log = textUntil(child, /"tool":"query".*"called"/);
    for await (const chunk of child.stdout ?? []) {
      lines.push(...String(chunk).split('\n').slice(0, -1));
      if (lines.some((line) => line.includes('"id":2'))) break;
    }
    expect(lines.map((line) => (JSON.parse(line) as { jsonrpc: string }).jsonrpc)).toEqual(lines.map(() => '2.0'));
    expect(await log).toBeTruthy();
    child.stdin?.end();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('ends on %s', async (signal) => {
    const child = start('--log-level', 'info');
    child.stdin?.write('{"jsonrpc":"2.0","id":1,"method":"ping"}\n');
    await once(child.stdout ?? child, 'data');
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([0, null]);
  });
});

describe('sluice-mcp over HTTP', () => {
  it('says where it listens, answers there, and ends on SIGTERM', async () => {
    const child = start('--http', '127.0.0.1:0');
    const url = await textUntil(child, /listens on (\S+)/);
    const client = new Client({ name: 'test', version: '1' });
    await client.connect(new StreamableHTTPClientTransport(new URL(url)));
    expect((await client.callTool(question)).content).toMatchObject([{ text: expect.stringContaining('total\n3\n') }]);
    await client.close();
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it.each(['nowhere', '127.0.0.1:99999', '127.0.0.1:'])('refuses to listen on %s', async (address) => {
    const child = start('--http', address);
    expect(await textUntil(child, /Write host:port/)).toBeTruthy();
  });
});
