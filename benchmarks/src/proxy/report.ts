import type { ProxyFigures } from './measure-proxies.js';

export interface Seen {
  readonly name: string;
  /** In the order of the figures. */
  readonly outcomes: readonly string[];
}

/** The figures and outcomes as Markdown. */
export function renderProxyReport(figures: readonly ProxyFigures[], seen: readonly Seen[]): string {
  const names = figures.map(({ name }) => name);
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const head = ['', ...names];
  const rule = head.map(() => '---');
  return `# The signing proxy, measured

\`npm run bench:proxy\` writes this page: a client on stdio, the proxy, a gateway that verifies SigV4 and applies IAM policies in a process of
its own, and an MCP server, all on one machine. Latency is a call of a tool that answers at once, less the same request sent directly.

${[
  row(head),
  row(rule),
  row(['start to the first answer, median', ...figures.map(({ startMs }) => ms(startMs))]),
  row(['added to a call, p50', ...figures.map(({ addedP50Ms }) => ms(addedP50Ms))]),
  row(['added to a call, p99', ...figures.map(({ addedP99Ms }) => ms(addedP99Ms))]),
  row(['resident memory after a thousand calls', ...figures.map(({ residentBytes }) => `${Math.round(residentBytes / 1e6)} MB`)]),
].join('\n')}

## What the user sees

Each in a process of its own, on the protocol of 2025-11-25; the other proxy with \`--retries 4\`, since by itself it tries once.

${[row(head), row(rule), ...seen.map(({ name, outcomes }) => row([name, ...outcomes.map(cell)]))].join('\n')}
`;
}

const ms = (value: number): string => `${value.toFixed(value < 100 ? 1 : 0)} ms`;
const cell = (text: string): string => text.replaceAll('|', '\\|');
