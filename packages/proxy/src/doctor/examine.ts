import { lookup } from 'node:dns/promises';
import { asFailure } from '../bridge/error-reply.js';
import type { ProxyConfig } from '../config.js';
import type { Connection } from '../connect.js';
import { isLoopback } from '../endpoint/endpoint.js';
import { ProxyError } from '../errors.js';
import { explainConnection } from '../failure/explain-connection.js';
import { createUpstreamFetch } from '../upstream/upstream-fetch.js';
import { askServer, type ServerFacts } from './ask-server.js';
import type { Check, Finding } from './check.js';
import { whoAmI } from './who-am-i.js';

/** AWS refuses what is five minutes off; half of it is worth a word. */
const NOTABLE_SKEW_S = 150;

/** Everything between a client and its server, in the order in which it has to work. */
export function examine(config: ProxyConfig, connection: Connection, found: () => URL): readonly Check[] {
  const { endpoint, proxies } = config;
  const { url } = endpoint;
  let serverDate: Date | undefined;
  let server: ServerFacts | undefined;
  const viaProxy = proxies.httpsProxy !== undefined && !isLoopback(url.hostname);
  return [
    { name: 'URL', run: () => Promise.resolve(`${url.href}, signed for ${endpoint.service} in ${endpoint.region}`) },
    { name: 'DNS', needed: true, run: () => (viaProxy ? Promise.resolve('left to the HTTP proxy (HTTPS_PROXY)') : resolve(url)) },
    {
      name: url.protocol === 'https:' ? 'TLS' : 'connection',
      needed: true,
      run: async () => {
        serverDate = await touch(connection, url);
        return url.protocol === 'https:' ? `${url.host} has a certificate that this machine trusts` : `${url.host} answers (plain HTTP: loopback only)`;
      },
    },
    { name: 'clock', run: () => Promise.resolve(compareClocks(serverDate)) },
    { name: 'credentials', needed: true, run: () => identify(config, connection) },
    { name: 'signed call', needed: true, run: () => ping(connection, found) },
    {
      name: 'initialize',
      needed: true,
      run: async () => {
        server = await asking(url, () => askServer(url, createUpstreamFetch(connection.send, () => undefined)));
        return `${server.name} ${server.version}, protocol ${server.protocol}`;
      },
    },
    {
      name: 'tools/list',
      run: async () => {
        const tools = await asking(url, async () => (await server?.listTools()) ?? []);
        await server?.close();
        return `${tools.length} tools, ${tools.filter(({ annotations }) => annotations?.readOnlyHint === true).length} of them only read`;
      },
    },
  ];
}

async function resolve({ hostname }: URL): Promise<string> {
  const host = hostname.replace(/^\[|\]$/g, '');
  try {
    return `${host} is ${(await lookup(host, { all: true })).map(({ address }) => address).join(', ')}`;
  } catch (error) {
    throw explainConnection(error, new URL(`https://${hostname}`));
  }
}

/** Any answer will do, a refusal too. @returns the server's time */
async function touch({ sender }: Connection, url: URL): Promise<Date | undefined> {
  try {
    const response = await sender.fetch(url, { method: 'HEAD', redirect: 'manual' });
    const date = new Date(response.headers.get('date') ?? NaN);
    return Number.isNaN(date.getTime()) ? undefined : date;
  } catch (error) {
    throw explainConnection(error, url);
  }
}

function compareClocks(serverDate: Date | undefined): string | Finding {
  if (serverDate === undefined) return { status: 'note', name: 'clock', detail: 'the server does not tell its time' };
  const seconds = Math.round((Date.now() - serverDate.getTime()) / 1000);
  const detail = Math.abs(seconds) <= 1 ? "as the server's" : `${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'} the server's`;
  if (Math.abs(seconds) < NOTABLE_SKEW_S) return detail;
  return { status: 'note', name: 'clock', detail: `${detail}; the proxy corrects that`, todo: "Set this machine's clock all the same: other tools fail with it." };
}

async function identify({ endpoint, stsUrl, profile }: ProxyConfig, { credentials, clock, sender }: Connection): Promise<string | Finding> {
  const identity = await credentials.get();
  const from = profile === undefined ? '' : ` (profile ${profile})`;
  const until = identity.expiration === undefined ? '' : `, good until ${identity.expiration.toISOString()}`;
  try {
    return `${await whoAmI(identity, { region: endpoint.region, date: clock.now(), send: sender.fetch, ...(stsUrl === undefined ? {} : { stsUrl }) })}${from}${until}`;
  } catch (error) {
    if (!(error instanceof ProxyError) || error.code === 'CREDENTIALS_FAILED') throw error;
    // A network without a way to STS may still reach the server.
    return { status: 'note', name: 'credentials', detail: `found${from}, key …${identity.accessKeyId.slice(-4)}${until}; whose they are is unknown: ${error.message}` };
  }
}

/** Whatever an MCP server says to a ping out of the blue: it got there, so signature and permission are right. */
async function ping({ send }: Connection, found: () => URL): Promise<string> {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 'doctor', method: 'ping' });
  const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
  try {
    const response = await send({ method: 'POST', headers, body });
    await response.body?.cancel();
  } catch (error) {
    if (!(error instanceof ProxyError && error.options.serverError !== undefined)) throw error;
  }
  return `signature and permission were accepted at ${found().href}`;
}

/** The SDK wraps what its transport throws, in several layers. */
async function asking<T>(url: URL, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    let cause: unknown = error;
    while (!(cause instanceof ProxyError) && cause instanceof Error && cause.cause !== undefined) cause = cause.cause;
    throw cause instanceof ProxyError ? cause : asFailure(error, url);
  }
}
