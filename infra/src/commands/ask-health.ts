import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { Hash } from '@smithy/core/serde';
import { SignatureV4 } from '@smithy/signature-v4';
import { z } from 'zod';

const SERVICE = 'execute-api';

const Health = z.object({
  status: z.string(),
  version: z.string(),
  duckdb: z.string().nullable(),
  places: z.array(z.object({ uri: z.string(), reachable: z.boolean(), error: z.string().optional() })),
});

/** Asks for `GET /health`, signed with this shell's credentials. @returns a line that says how it is @throws Error when it is not well */
export async function askHealth(url: URL): Promise<string> {
  const response = await fetch(url, { headers: await signedHeaders(url) });
  const text = await response.text();
  if (!response.ok) throw new Error(`GET ${url.pathname} answered ${response.status}: ${text.slice(0, 500)}`);
  const { status, version, duckdb, places } = Health.parse(JSON.parse(text));
  return `health: ${status}, sluice ${version}, DuckDB ${duckdb}, ${places.map(({ uri }) => `${uri} can be read`).join(', ')}`;
}

/** Credentials and region come from wherever the SDK's clients take them. */
async function signedHeaders({ protocol, host, hostname, port, pathname }: URL): Promise<Record<string, string>> {
  const { credentials, region } = new CloudFormationClient().config;
  const signer = new SignatureV4({ service: SERVICE, credentials, region, sha256: Hash.bind(null, 'sha256') });
  const { headers } = await signer.sign({ method: 'GET', protocol, hostname, ...(port !== '' && { port: Number(port) }), path: pathname, headers: { host } });
  return headers;
}
