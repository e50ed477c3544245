import { McpServer } from '@modelcontextprotocol/server';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';

/** What the sample server's tools did, for tests to look at; it outlives the server objects of single requests. */
export class SampleRecord {
  rowsAdded = 0;
  calls = 0;
  cancelled = 0;
  /** Steps that `gated` may still take. */
  #permits = 0;
  #wake: (() => void)[] = [];

  /** Lets one `gated` call end. */
  release(): void {
    this.#permits++;
    for (const wake of this.#wake.splice(0)) wake();
  }

  async permit(signal: AbortSignal): Promise<void> {
    while (this.#permits === 0) {
      await new Promise<void>((resolve, reject) => {
        this.#wake.push(resolve);
        signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
      });
    }
    this.#permits--;
  }
}

const READS = { readOnlyHint: true };
const text = (value: string): { content: { type: 'text'; text: string }[] } => ({ content: [{ type: 'text', text: value }] });

/** A small MCP server with a tool for each thing that may go wrong between a client and a server. */
export function createSampleServer(record: SampleRecord): McpServer {
  const server = new McpServer({ name: 'sample', version: '1.0.0' }, { capabilities: { tools: { listChanged: false }, logging: {} } });
  server.registerTool('echo', { description: 'Says it again', inputSchema: z.object({ text: z.string() }), annotations: READS }, ({ text: said }) => {
    record.calls++;
    return text(said);
  });
  server.registerTool('add_row', { description: 'Changes something', inputSchema: z.object({}) }, () => text(String(++record.rowsAdded)));
  server.registerTool('big', { description: 'A long text', inputSchema: z.object({ bytes: z.number() }), annotations: READS }, ({ bytes }) => text('0123456789'.repeat(Math.ceil(bytes / 10)).slice(0, bytes)));
  server.registerTool('priced', { description: 'Repeats an argument as a header', inputSchema: priced, annotations: READS }, ({ region }) => text(region));
  server.registerTool('wait', { description: 'Takes a while', inputSchema: z.object({ ms: z.number() }), annotations: READS }, async ({ ms }, { mcpReq }) => {
    await delay(ms, undefined, { signal: mcpReq.signal });
    return text('waited');
  });
  server.registerTool('ask', { description: 'Asks the user, in sessions of old', inputSchema: z.object({}), annotations: READS }, async (_, { mcpReq }) => {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- how servers up to 2025-11-25 ask
    const { action } = await mcpReq.elicitInput({ message: 'Sure?', requestedSchema: { type: 'object', properties: { sure: { type: 'boolean' } } } });
    return text(action);
  });
  server.registerTool('announce', { description: 'Says something on the stream that belongs to no request', inputSchema: z.object({}), annotations: READS }, async () => {
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the one thing that such servers say of themselves
    await server.server.sendLoggingMessage({ level: 'info', data: 'announced' });
    return text('done');
  });
  server.registerTool('gated', { description: 'Reports progress, then waits to be released', inputSchema: z.object({}), annotations: READS }, async (_, { mcpReq }) => {
    const progressToken = mcpReq._meta?.progressToken;
    if (progressToken !== undefined) await mcpReq.notify({ method: 'notifications/progress', params: { progressToken, progress: 1, total: 2, message: 'half' } });
    try {
      await record.permit(mcpReq.signal);
    } catch (error) {
      record.cancelled++;
      throw error;
    }
    return text('released');
  });
  return server;
}

/** `x-mcp-header` asks clients to repeat the argument as `Mcp-Param-Region`. */
const priced = z.object({ region: z.string().meta({ 'x-mcp-header': 'Region' }) });
