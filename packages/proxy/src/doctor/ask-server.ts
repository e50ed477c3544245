import { Client, StreamableHTTPClientTransport, type FetchLike } from '@modelcontextprotocol/client';
import { VERSION } from '../version.js';

/** What a server says of itself. */
export interface ServerFacts {
  readonly name: string;
  readonly version: string;
  readonly protocol: string;
  readonly listTools: () => Promise<readonly { readonly annotations?: { readonly readOnlyHint?: boolean | undefined } | undefined }[]>;
  readonly close: () => Promise<void>;
}

/** Shakes hands as a client would, in the newest protocol that both speak. */
export async function askServer(url: URL, fetch: FetchLike): Promise<ServerFacts> {
  const client = new Client({ name: 'sluice-proxy doctor', version: VERSION }, { versionNegotiation: { mode: 'auto' } });
  // What goes wrong is thrown as well; the transport's own word of it would only say it twice.
  client.onerror = () => {};
  const transport = new StreamableHTTPClientTransport(url, { fetch });
  await client.connect(transport);
  const { name = 'unnamed', version = 'no version' } = client.getServerVersion() ?? {};
  return {
    name,
    version,
    protocol: client.getNegotiatedProtocolVersion() ?? 'unknown',
    listTools: async () => (await client.listTools()).tools,
    close: async () => {
      await transport.terminateSession().catch(() => {});
      await client.close();
    },
  };
}
