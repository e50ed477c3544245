import { Client, InMemoryTransport, type CallToolResult } from '@modelcontextprotocol/client';
import type { EngineOptions } from '@sluice/engine';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AnswerLimits } from '../src/limits.js';
import { createServerFactory } from '../src/server/create-server.js';
import { openServices, type ServiceOptions } from '../src/server/open-services.js';
import type { Services } from '../src/tool/tool.js';

export interface Called {
  /** Of the first block. */
  readonly text: string;
  readonly isError: boolean;
  readonly content: CallToolResult['content'];
}

/** A server over a folder of files that a test makes, and a client of it. */
export interface TestServer extends AsyncDisposable {
  readonly client: Client;
  readonly services: Services;
  readonly folder: string;
  write(name: string, content: string | Uint8Array): string;
  call(name: string, args: Record<string, unknown>): Promise<Called>;
}

export interface TestServerOptions {
  readonly limits?: Partial<AnswerLimits>;
  readonly engine?: EngineOptions;
  readonly services?: Partial<ServiceOptions>;
}

export async function openTestServer({ limits = {}, engine = {}, services: more = {} }: TestServerOptions = {}): Promise<TestServer> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'sluice-mcp-')));
  const services = openServices({ limits, engine: { ...engine, roots: [folder, ...(engine.roots ?? [])] }, ...more });
  const client = await connect(services);
  return {
    client,
    services,
    folder,
    write(name, content) {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    },
    call: (name, args) => callTool(client, name, args),
    async [Symbol.asyncDispose]() {
      await client.close();
      await services[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true });
    },
  };
}

/** Another connection to the same services. */
export async function connect(services: Services): Promise<Client> {
  const [near, far] = InMemoryTransport.createLinkedPair();
  const server = createServerFactory(services)();
  await server.connect(far);
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(near);
  return client;
}

export async function callTool(client: Client, name: string, args: Record<string, unknown>): Promise<Called> {
  const { content, isError } = await client.callTool({ name, arguments: args });
  const [first] = content;
  return { text: first?.type === 'text' ? first.text : '', isError: isError === true, content };
}
