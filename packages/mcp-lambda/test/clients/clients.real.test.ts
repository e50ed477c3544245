import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { Client as FirstClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as FirstStdio } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport as FirstHttp } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ENDLESS, EVERY_TOOL, makeFolder, PAGES, ROWS, SLOW } from './every-tool.js';
import { CLI, serverArgs, startHttp, type HttpProcess } from './start-server.js';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '../../../..');

let folder: string;
let http: HttpProcess;

beforeAll(async () => {
  folder = makeFolder();
  http = await startHttp(folder);
});
afterAll(async () => {
  await http[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true });
});

interface CallOptions {
  readonly signal?: AbortSignal;
  readonly onprogress?: (progress: { readonly progress: number }) => void;
}

/** What the clients of both SDKs have in common. */
interface AnyClient {
  listTools(): Promise<{ readonly tools: readonly { readonly name: string }[] }>;
  call(name: string, args: Readonly<Record<string, unknown>>, options?: CallOptions): Promise<string>;
  close(): Promise<void>;
}

const textOf = (result: object): string => {
  const { content, isError } = result as { readonly content: readonly { readonly text?: string }[]; readonly isError?: boolean };
  const [first] = content;
  return `${isError === true ? 'ERROR ' : ''}${first?.text ?? ''}`;
};

const stdio = () => ({ command: process.execPath, args: serverArgs(folder), stderr: 'ignore' as const });
const CLIENTS: Readonly<Record<string, () => Promise<AnyClient>>> = {
  'the client of today over stdio': () => today(new StdioClientTransport(stdio())),
  'the client of today over HTTP': () => today(new StreamableHTTPClientTransport(new URL(http.url))),
  'the client of the first SDK over stdio': () => first(new FirstStdio(stdio())),
  'the client of the first SDK over HTTP': () => first(new FirstHttp(new URL(http.url)) as never),
};

async function today(transport: StdioClientTransport | StreamableHTTPClientTransport): Promise<AnyClient> {
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: 'auto' } });
  await client.connect(transport);
  return {
    listTools: () => client.listTools(),
    call: async (name, args, options) => textOf(await client.callTool({ name, arguments: args }, options)),
    close: () => client.close(),
  };
}

async function first(transport: FirstStdio): Promise<AnyClient> {
  const client = new FirstClient({ name: 'test', version: '1' });
  await client.connect(transport);
  return {
    listTools: () => client.listTools(),
    call: async (name, args, options) => textOf(await client.callTool({ name, arguments: args }, undefined, options)),
    close: () => client.close(),
  };
}

describe.each(Object.entries(CLIENTS))('%s', (_, connect) => {
  it('calls every tool, follows progress, cancels, and pages through all rows', async () => {
    const client = await connect();
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name).sort()).toEqual(EVERY_TOOL.map(([name]) => name).sort());
    for (const [name, args, expected] of EVERY_TOOL) expect(await client.call(name, args)).toMatch(expected);

    const told: number[] = [];
    await client.call('query', SLOW, { onprogress: ({ progress }) => told.push(progress) });
    expect(told.length).toBeGreaterThan(0);

    const controller = new AbortController();
    const endless = client.call('query', ENDLESS, { signal: controller.signal });
    setTimeout(() => controller.abort(), 300);
    await expect(endless).rejects.toThrow();

    const ids: string[] = [];
    for (let args: Readonly<Record<string, unknown>> | undefined = PAGES; args !== undefined; ) {
      const text = await client.call('query', args);
      ids.push(...Array.from(text.matchAll(/^(\d+),\d$/gm), ([, id = '']) => id));
      const cursor = /cursor (\S+) alone/.exec(text)?.[1];
      args = cursor === undefined ? undefined : { cursor, max_rows: PAGES.max_rows };
    }
    expect(ids).toHaveLength(ROWS);
    expect(new Set(ids).size).toBe(ROWS);
    await client.close();
  });
});

describe("the MCP Inspector's command line", () => {
  const inspect = async (...args: readonly string[]): Promise<string> => {
    const command = ['npx', '--yes', '--package=@modelcontextprotocol/inspector@2.12.0', '--', 'mcp-inspector', '--cli', ...args];
    const { stdout } = await run(join(ROOT, 'scripts/on-node-24.sh'), command, { cwd: ROOT, maxBuffer: 10_000_000 });
    // The script's own first line is Node's version.
    return stdout.slice(stdout.indexOf('{'));
  };

  const pairs = (args: Readonly<Record<string, unknown>>): string[] => Object.entries(args).map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);

  it('lists and calls tools over stdio', async () => {
    const target = ['node', CLI, '--root', folder];
    expect(await inspect(...target, '--method', 'tools/list')).toContain('"list_files"');
    const [name, args] = EVERY_TOOL[3] ?? ['', {}];
    expect(await inspect(...target, '--method', 'tools/call', '--tool-name', name, '--tool-arg', ...pairs(args))).toContain('n\\n100000\\n');
  });

  it.each(EVERY_TOOL)('calls %s over HTTP', async (name, args, expected) => {
    const called = await inspect(http.url, '--transport', 'http', '--method', 'tools/call', '--tool-name', name, '--tool-arg', ...pairs(args));
    expect(textOf(JSON.parse(called) as object)).toMatch(expected);
  });
});

describe("Python's client from PyPI", () => {
  it('calls every tool, follows progress, cancels, and pages through all rows, over stdio and HTTP', async () => {
    const venv = join(folder, 'venv');
    await run('python3', ['-m', 'venv', venv]);
    await run(join(venv, 'bin/pip'), ['install', '--quiet', '--disable-pip-version-check', 'mcp==2.3.0']);
    const plan = { calls: EVERY_TOOL.map(([name, args, expected]) => [name, args, expected.source]), slow: SLOW, endless: ENDLESS, pages: PAGES };
    const { stdout } = await run(join(venv, 'bin/python'), [join(import.meta.dirname, 'python_client.py'), JSON.stringify(plan), http.url, process.execPath, ...serverArgs(folder)]);
    expect(JSON.parse(stdout)).toEqual([
      { failed: [], progressed: true, cancelled: true, rows: ROWS },
      { failed: [], progressed: true, cancelled: true, rows: ROWS },
    ]);
  }, 240_000);
});
