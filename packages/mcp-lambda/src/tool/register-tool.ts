import type { CallToolResult, McpServer, ServerContext } from '@modelcontextprotocol/server';
import type { Progress } from '@sluice/engine';
import type { z } from 'zod';
import { DATA_NOTE } from '../text/data-note.js';
import { withAdvice } from './error-advice.js';
import { parseInput } from './parse-input.js';
import { progressReporter } from './progress.js';
import { describeFailure } from './tool-error.js';
import type { Services, Tool, ToolContent } from './tool.js';

/** Adds a tool to a server. Whatever its `run` throws becomes a result that says so: no call fails as a request. */
export function registerTool<Input extends z.ZodObject>(server: McpServer, tool: Tool<Input>, services: Services): void {
  const { name, title, description, input, annotations, app } = tool;
  server.registerTool(name, { title, description, inputSchema: describedOnly(input), annotations: { title, ...annotations }, ...(app !== undefined && { _meta: { ui: { resourceUri: app } } }) }, (args, context) =>
    callTool(tool, args, services, context),
  );
}

/**
 * The schema as it is shown, without its check: that is made by `callTool`, so that a wrong argument is told like any other
 * failure, in bounds and with the next step.
 */
function describedOnly(input: z.ZodObject) {
  return { '~standard': { ...input['~standard'], validate: (value: unknown) => ({ value }) } };
}

async function callTool<Input extends z.ZodObject>(tool: Tool<Input>, args: unknown, services: Services, context: ServerContext): Promise<CallToolResult> {
  const startedAt = performance.now();
  const { signal } = context.mcpReq;
  const onProgress: (progress: Progress) => void = progressReporter(context);
  try {
    const content = await tool.run(parseInput(tool.name, tool.input, args), { ...services, signal, onProgress });
    const ms = Math.round(performance.now() - startedAt);
    services.log.info({ tool: tool.name, ms }, 'called');
    await tell(context, 'info', { tool: tool.name, ms });
    return resultOf(content);
  } catch (error) {
    const requestId = services.requestId?.();
    const { text, ...failure } = describeFailure(await withAdvice(error, services), requestId);
    services.log.error({ tool: tool.name, ...failure, ...(failure.id !== undefined && { error }) }, 'failed');
    await tell(context, 'error', { tool: tool.name, ...failure });
    return { content: [{ type: 'text', text }], isError: true, ...(requestId !== undefined && { _meta: { 'sluice/requestId': requestId } }) };
  }
}

function resultOf(content: ToolContent): CallToolResult {
  if (typeof content === 'string') return resultOf([{ type: 'text', text: content }]);
  if ('meta' in content) return { ...resultOf(content.text), _meta: { ...content.meta } };
  return { content: withNote(content) };
}

function withNote([first, ...rest]: CallToolResult['content']): CallToolResult['content'] {
  const note = first?.type === 'text' ? { ...first, text: `${DATA_NOTE}\n${first.text}` } : first;
  return note === undefined ? [] : [note, ...rest];
}

/** A line in the host's log, if it asked for one. */
async function tell({ mcpReq }: ServerContext, level: 'info' | 'error', data: object): Promise<void> {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the successor, OpenTelemetry, reaches no host's log yet
  await mcpReq.log(level, data, 'sluice').catch(() => {});
}
