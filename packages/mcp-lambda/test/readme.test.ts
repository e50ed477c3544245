import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');

interface Command {
  readonly command: string;
  readonly args: readonly string[];
}

/** The block of code that follows a line. */
const blockAfter = (line: RegExp): string => new RegExp(`^${line.source}[^\n]*\n\n\`\`\`\\w+\n([\\s\\S]*?)\n\`\`\``, 'm').exec(README)?.[1] ?? '';

const configured = (line: RegExp, key: string): Command => (JSON.parse(blockAfter(line)) as Record<string, Record<string, Command>>)[key]?.sluice ?? { command: '', args: [] };

function claudeCode(): Command {
  const [command = '', ...args] = (blockAfter(/Claude Code:/).split(' -- ')[1] ?? '').split(' ');
  return { command, args };
}

const SNIPPETS: readonly (readonly [string, () => Command])[] = [
  ['Cursor and Claude Desktop', () => configured(/Cursor \(/, 'mcpServers')],
  ['VS Code', () => configured(/VS Code \(/, 'servers')],
  ['Claude Code', claudeCode],
];

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-readme-'));
  writeFileSync(join(folder, 'a.csv'), 'x\n1\n2\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the README', () => {
  it.each(SNIPPETS)('starts the server for %s, with nothing changed but paths', async (_, read) => {
    const { command, args } = read();
    const here = args.map((arg) => arg.replace('/path/to/sluice', ROOT).replace('/path/to/data', folder));
    const client = new Client({ name: 'test', version: '1' });
    await client.connect(new StdioClientTransport({ command, args: here, stderr: 'ignore' }));
    const { content } = await client.callTool({ name: 'query', arguments: { sql: "SELECT sum(x) AS total FROM 'a.csv'" } });
    expect(content).toMatchObject([{ text: expect.stringContaining('total\n3\n') }]);
    await client.close();
  });
});
