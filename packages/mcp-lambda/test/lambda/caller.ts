import { Client, StreamableHTTPClientTransport, type Transport } from '@modelcontextprotocol/client';
import type { LocalCloud } from '@sluice/testing';

export type Era = 'auto' | 'legacy';

/** A client that is connected. */
export interface Caller extends AsyncDisposable {
  readonly client: Client;
  /**
   * The text of a tool's answer.
   * @param timeoutMs how long the client waits. @default the SDK's 60,000
   */
  text(tool: string, args: Record<string, unknown>, timeoutMs?: number): Promise<string>;
}

export const callCloud = ({ gateway, fetch }: LocalCloud, era: Era = 'auto'): Promise<Caller> => connect(new StreamableHTTPClientTransport(new URL(gateway.url), { fetch }), era);

export async function connect(transport: Transport, era: Era): Promise<Caller> {
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: era } });
  await client.connect(transport);
  return {
    client,
    async text(name, args, timeoutMs = 60_000) {
      const { content } = await client.callTool({ name, arguments: args }, { timeout: timeoutMs });
      const [first] = content;
      return first?.type === 'text' ? first.text : '';
    },
    [Symbol.asyncDispose]: () => client.close(),
  };
}
