import type { Client } from '@modelcontextprotocol/client';
import { countTokens } from './count-tokens.js';

/** What a call is made from: the question, tool descriptions and earlier results. Nothing else is known. */
export type MakeCall = (seen: Seen) => ToolUse;

export interface ToolUse {
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
}

export interface Seen {
  /** The first group of what matches in the newest result that has it. */
  find(pattern: RegExp): string;
}

/** A question as people ask it, how a model would go about it, and what the last result must show. */
export interface Conversation {
  readonly question: string;
  readonly calls: readonly MakeCall[];
  readonly answer: RegExp;
}

export interface Transcript {
  readonly question: string;
  readonly calls: readonly ToolUse[];
  readonly results: readonly string[];
  readonly answered: boolean;
  /** Of arguments and results; the descriptions come once for all questions. */
  readonly tokens: number;
}

/**
 * Asks a server as a model would.
 * @throws Error when a call fails, or names a file or column that nothing before it showed
 */
export async function converse(client: Client, { question, calls, answer }: Conversation): Promise<Transcript> {
  const results: string[] = [];
  const used: ToolUse[] = [];
  for (const make of calls) {
    const use = make(seenIn(results));
    assertSeen(use, [question, ...results].join('\n'));
    const { content, isError } = await client.callTool({ name: use.tool, arguments: use.args });
    const text = content.flatMap((block) => (block.type === 'text' ? block.text : [])).join('\n');
    if (isError === true) throw new Error(`${question}: ${JSON.stringify(use)} failed: ${text}`);
    used.push(use);
    results.push(text);
  }
  const tokens = countTokens([...used.map((use) => JSON.stringify(use)), ...results].join('\n'));
  return { question, calls: used, results, answered: answer.test(results.at(-1) ?? ''), tokens };
}

const seenIn = (results: readonly string[]): Seen => ({
  find(pattern) {
    const found = [...results].reverse().map((text) => pattern.exec(text)?.[1]).find((match) => match !== undefined);
    if (found === undefined) throw new Error(`no result has shown ${String(pattern)}`);
    return found;
  },
});

/** Files and quoted columns; plain words of SQL are a model's own. */
const NAMES = /[\w./-]+\.csv(?:\.gz)?|"(?:[^"\\]|"")+"/g;

function assertSeen({ args }: ToolUse, seen: string): void {
  const said = Object.values(args).flatMap((value) => (typeof value === 'string' ? value : JSON.stringify(value).replaceAll('\\"', '"')));
  for (const text of said) {
    for (const [name] of text.matchAll(NAMES)) {
      const bare = name.replaceAll('"', '');
      if (!seen.includes(bare) && !/^[a-z_]+$/.test(bare)) throw new Error(`nothing has shown ${bare}`);
    }
  }
}
