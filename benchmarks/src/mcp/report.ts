import type { FormatTokens } from './measure-formats.js';
import type { Crowd, Overhead } from './measure-speed.js';
import type { Transcript } from './transcript.js';

export interface McpReport {
  /** Of all tools as a host loads them, once. */
  readonly toolTokens: number;
  readonly transcripts: readonly Transcript[];
  readonly formats: readonly FormatTokens[];
  readonly overhead: Overhead;
  readonly crowd: Crowd;
  readonly cancelMs: number;
  /** From the start of the process to the first answer. */
  readonly startMs: number;
  readonly residentBytes: number;
}

/** The figures as Markdown. */
export function renderMcpReport({ toolTokens, transcripts, formats, overhead, crowd, cancelMs, startMs, residentBytes }: McpReport): string {
  const total = transcripts.reduce((sum, { tokens }) => sum + tokens, 0);
  return `# The MCP server, measured

\`npm run bench:mcp\` writes this page. Tokens are counted by the o200k vocabulary.

## Ten questions

Each is answered from tool descriptions and results alone: the run fails when a call names a file or column that nothing before it showed.
The descriptions of all tools take ${count(toolTokens)} tokens, once; calls and results of the ten questions ${count(total)}.

| question | calls | tokens |
| --- | --- | --- |
${transcripts.map(({ question, calls, tokens }) => `| ${question} | ${calls.map(({ tool }) => tool).join(', ')} | ${count(tokens)} |`).join('\n')}

## Tokens by format of the rows

| result | csv | markdown | json |
| --- | --- | --- | --- |
${formats.map(({ what, csv, markdown, json }) => `| ${what} | ${count(csv)} | ${count(markdown)} | ${count(json)} |`).join('\n')}

## Speed

| | |
| --- | --- |
| engine alone, a warm question over a small file, median | ${ms(overhead.engineMs)} |
| the same through the server over stdio, median | ${ms(overhead.callMs)} |
| the server's share | ${ms(overhead.callMs - overhead.engineMs)} |
| ${crowd.callers} callers at once over HTTP, ${crowd.calls} calls | ${crowd.failed} failed, ${crowd.seconds.toFixed(2)} s |
| from a cancel to the end of a busy question, slowest of ten | ${ms(cancelMs)} |
| start of the process to its first answer | ${ms(startMs)} |
| resident memory of its two processes after that | ${Math.round(residentBytes / 1e6)} MB |
`;
}

const count = (n: number): string => n.toLocaleString('en-US');
const ms = (value: number): string => `${value.toFixed(value < 100 ? 1 : 0)} ms`;
