import { isIP } from 'node:net';
import { ProxyError } from '../errors.js';

/** What stands behind a host, since each kind words its refusals and its permissions in its own way. */
export type EndpointKind = 'api-gateway' | 'lambda-url' | 'agentcore' | 'other';

/** Where requests go, and for which service and region they are signed. */
export interface Endpoint {
  readonly url: URL;
  readonly kind: EndpointKind;
  readonly service: string;
  readonly region: string;
  /** The id of the REST or HTTP API, where the host names it. */
  readonly apiId?: string;
}

export interface EndpointOverrides {
  readonly service?: string;
  readonly region?: string;
  /** The region of the profile or the environment: it counts where neither the host nor an option names one. */
  readonly fallbackRegion?: string;
}

interface HostPattern {
  readonly kind: EndpointKind;
  readonly service: string;
  readonly host: RegExp;
}

/** `.amazonaws.com`, China, and the dual-stack names. */
const AWS_DOMAIN = String.raw`(?:amazonaws\.com(?:\.cn)?|api\.aws|api\.amazonwebservices\.com\.cn)`;

const HOSTS: readonly HostPattern[] = [
  { kind: 'api-gateway', service: 'execute-api', host: new RegExp(String.raw`^(?<id>[a-z0-9]+)(?:-vpce-[a-z0-9]+)?\.execute-api\.(?<region>[a-z0-9-]+)\.${AWS_DOMAIN}$`) },
  { kind: 'api-gateway', service: 'execute-api', host: /^vpce-[a-z0-9-]+\.execute-api\.(?<region>[a-z0-9-]+)\.vpce\.amazonaws\.com(?:\.cn)?$/ },
  { kind: 'lambda-url', service: 'lambda', host: /^(?<id>[a-z0-9]+)\.lambda-url\.(?<region>[a-z0-9-]+)\.on\.(?:aws|amazonwebservices\.com\.cn)$/ },
  { kind: 'agentcore', service: 'bedrock-agentcore', host: new RegExp(String.raw`^(?:[a-z0-9-]+\.)*bedrock-agentcore\.(?<region>[a-z0-9-]+)\.${AWS_DOMAIN}$`) },
];

const KIND_OF_SERVICE: Readonly<Record<string, EndpointKind>> = {
  'execute-api': 'api-gateway',
  lambda: 'lambda-url',
  'bedrock-agentcore': 'agentcore',
};

/** Reads what the user gave: a URL, perhaps without `https://`. Service and region come from the host unless told. */
export function parseEndpoint(text: string, overrides: EndpointOverrides = {}): Endpoint {
  const url = parseUrl(text);
  const pattern = HOSTS.find(({ host }) => host.test(url.hostname));
  const groups = pattern?.host.exec(url.hostname)?.groups ?? {};
  const service = overrides.service ?? pattern?.service;
  if (service === undefined) throw unknownService(url);
  const region = overrides.region ?? groups.region ?? overrides.fallbackRegion;
  if (region === undefined) {
    throw new ProxyError('USAGE', `The host ${url.hostname} does not name an AWS region`, { hint: 'Add --region, e.g. --region eu-central-1.' });
  }
  return { url, kind: KIND_OF_SERVICE[service] ?? 'other', service, region, ...(groups.id === undefined ? {} : { apiId: groups.id }) };
}

/** Loopback never leaves the machine, which is what makes plain HTTP, and going past a proxy, right there. */
export function isLoopback(hostname: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return bare === 'localhost' || bare.endsWith('.localhost') || bare === '::1' || (isIP(bare) === 4 && bare.startsWith('127.'));
}

function parseUrl(text: string): URL {
  const trimmed = text.trim();
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`;
  if (!URL.canParse(withScheme)) {
    throw new ProxyError('USAGE', `${JSON.stringify(text.replace(/\/\/[^/]*@/, '//…@'))} is not a URL`, { hint: 'Give it as https://abc123.execute-api.eu-central-1.amazonaws.com/prod/mcp.' });
  }
  const url = new URL(withScheme);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new ProxyError('USAGE', `${url.protocol}// is not a way to reach an MCP server`, { hint: 'Use https://.' });
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw new ProxyError('USAGE', `http://${url.host} would carry signed requests in the clear`, { hint: 'Use https://; plain HTTP is for loopback only.' });
  }
  if (url.username !== '' || url.password !== '') {
    throw new ProxyError('USAGE', 'The URL holds a user name or password, which IAM does not use', { hint: 'Take them out; name a profile with --profile.' });
  }
  url.hash = '';
  return canonicalQuery(url);
}

/** One spelling of the query, on the wire as in the signature: signers differ over `+` and over what is escaped. */
function canonicalQuery(url: URL): URL {
  url.search = [...url.searchParams].map((pair) => pair.map(escapeStrictly).join('=')).join('&');
  return url;
}

const escapeStrictly = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

function unknownService(url: URL): ProxyError {
  return new ProxyError('USAGE', `The host ${url.hostname} does not tell which AWS service is behind it`, {
    hint: 'Add --service execute-api for API Gateway under a name of your own (--service lambda for a function URL), and --region.',
  });
}
