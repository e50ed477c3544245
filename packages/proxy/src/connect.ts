import type { ProxyConfig } from './config.js';
import { Clock } from './signing/clock.js';
import { createProvider } from './signing/create-provider.js';
import { CredentialSource } from './signing/credential-source.js';
import { createAwsRequestHandler } from './upstream/aws-request-handler.js';
import { createEndpointFinder } from './upstream/find-endpoint.js';
import { createSender, type Sender } from './upstream/sender.js';
import { createSignedFetch } from './upstream/signed-fetch.js';

/** All that it takes to send signed requests to one endpoint. */
export interface Connection {
  readonly sender: Sender;
  readonly credentials: CredentialSource;
  readonly clock: Clock;
  /** Sends one request, signed; what is no answer of an MCP server is thrown as a `ProxyError`. */
  readonly send: (init: RequestInit) => Promise<Response>;
}

/** @param onFound called when not the given URL but another one, that its user may have meant, answers */
export function connect(config: ProxyConfig, onFound: (url: URL) => void): Connection {
  const { endpoint, proxies, profile, role, externalId } = config;
  const sender = createSender(config);
  const isProxied = proxies.httpsProxy !== undefined;
  const credentials = new CredentialSource({
    ...(profile === undefined ? {} : { profile }),
    createProvider: () =>
      createProvider({
        region: endpoint.region,
        ...(profile === undefined ? {} : { profile }),
        ...(role === undefined ? {} : { role }),
        ...(externalId === undefined ? {} : { externalId }),
        ...(isProxied ? { requestHandler: createAwsRequestHandler(sender.dispatcherFor) } : {}),
      }),
  });
  const clock = new Clock();
  const signed = createSignedFetch({ endpoint, credentials, clock, send: sender.fetch, headers: config.headers, ...(profile === undefined ? {} : { profile }) });
  const send = createEndpointFinder(endpoint.url, signed, onFound);
  return { sender, credentials, clock, send };
}
