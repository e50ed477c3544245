/** Measures the MCP server: tokens of real conversations, tokens by format, and what it adds to the engine's time. */
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { createEngine } from '@sluice/engine';
import { createServerFactory, listenHttp, openServices } from '@sluice/mcp-lambda';
import { residentBytes } from '@sluice/testing';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONVERSATIONS } from './mcp/conversations.js';
import { countTokens } from './mcp/count-tokens.js';
import { makeFiles } from './mcp/make-files.js';
import { measureFormats } from './mcp/measure-formats.js';
import { measureCancel, measureCrowd, measureOverhead } from './mcp/measure-speed.js';
import { renderMcpReport } from './mcp/report.js';
import { converse, type Transcript } from './mcp/transcript.js';
import { packageFile } from './package-file.js';

const folder = mkdtempSync(join(tmpdir(), 'sluice-mcp-bench-'));
makeFiles(packageFile('../fixtures'), folder);

const startedAt = performance.now();
const transport = new StdioClientTransport({ command: process.execPath, args: [packageFile('../packages/mcp-lambda/dist/cli.js'), '--root', folder], stderr: 'inherit' });
const client = new Client({ name: 'bench', version: '1' });
await client.connect(transport);
await client.callTool({ name: 'query', arguments: { sql: "SELECT count(*) FROM 'seattle-weather.csv'" } });
const startMs = performance.now() - startedAt;
const resident = residentBytes(transport.pid ?? 0);

const { tools } = await client.listTools();
const transcripts: Transcript[] = [];
for (const conversation of CONVERSATIONS) {
  const transcript = await converse(client, conversation);
  if (!transcript.answered) throw new Error(`not answered: ${transcript.question}\n${transcript.results.at(-1) ?? ''}`);
  transcripts.push(transcript);
}
const formats = await measureFormats(client);
const engine = createEngine({ roots: [folder] });
const overhead = await measureOverhead(engine, client);
const cancelMs = await measureCancel(engine);
await engine[Symbol.asyncDispose]();
await client.close();

const services = openServices({ engine: { roots: [folder] } });
const server = await listenHttp(createServerFactory(services), { host: '127.0.0.1', port: 0, log: services.log });
const crowd = await measureCrowd(server.url);
await server[Symbol.asyncDispose]();
await services[Symbol.asyncDispose]();
rmSync(folder, { recursive: true });

const report = { toolTokens: countTokens(JSON.stringify(tools)), transcripts, formats, overhead, crowd, cancelMs, startMs, residentBytes: resident };
writeFileSync(packageFile('results/mcp.md'), renderMcpReport(report));
process.stdout.write(renderMcpReport(report));
