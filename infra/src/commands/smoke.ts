import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { InfraError } from '../errors.js';
import { PROXY } from '../paths.js';
import { askHealth } from './ask-health.js';
import { outputsOf } from './deployed.js';
import { say } from './say.js';

export interface SmokeOptions {
  readonly stage: string;
  /** Where the server is, for one that is not at the stack's own address. */
  readonly url?: string;
  /** SQL to ask as well, over a file that is there. */
  readonly sql?: string;
}

const TIMEOUT_MS = 120_000;

/** Asks what was deployed as a user's client does: through the signing proxy, with this shell's credentials. */
export async function smokeTest({ stage, url, sql }: SmokeOptions): Promise<void> {
  const target = url ?? (await outputsOf(stage)).McpUrl;
  const region = process.env.AWS_REGION ?? process.env.AWS_DEFAULT_REGION;
  const args = [PROXY, target, '--service', 'execute-api', ...(region === undefined ? [] : ['--region', region])];
  const env = Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
  const client = new Client({ name: 'sluice-smoke-test', version: '1' });
  try {
    await client.connect(new StdioClientTransport({ command: process.execPath, args, env }), { timeout: TIMEOUT_MS });
    const { tools } = await client.listTools(undefined, { timeout: TIMEOUT_MS });
    const names = tools.map(({ name }) => name);
    if (!names.includes('query')) throw new Error(`the server offers no tool query, but ${names.join(', ') || 'none at all'}`);
    say(`${target} offers ${names.join(', ')}`);
    say(await askHealth(new URL(target.replace(/\/mcp$/, '/health'))));
    if (sql !== undefined) await ask(client, sql);
  } catch (cause) {
    throw new InfraError(`${target} does not work: ${(cause as Error).message}`, `To see where it ends: sluice-proxy doctor ${target}. Whoever asks has to be among the callers.`, { cause });
  } finally {
    await client.close();
  }
}

async function ask(client: Client, sql: string): Promise<void> {
  const { content, isError } = await client.callTool({ name: 'query', arguments: { sql } }, { timeout: TIMEOUT_MS });
  const text = content.map((block) => (block.type === 'text' ? block.text : '')).join('\n');
  if (isError === true) throw new Error(text);
  say(text);
}
