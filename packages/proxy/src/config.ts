import { readProfile } from './signing/profiles.js';
import { parseEndpoint, type Endpoint } from './endpoint/endpoint.js';
import type { HttpProxies } from './upstream/sender.js';

/** The options of the command line, as commander gives them. */
export interface ProxyFlags {
  readonly service?: string;
  readonly region?: string;
  readonly profile?: string;
  readonly role?: string;
  readonly externalId?: string;
  readonly header: Readonly<Record<string, string>>;
  readonly timeout: number;
  readonly connectTimeout: number;
  readonly readOnly: boolean;
  readonly logLevel: string;
}

export interface ProxyConfig {
  readonly endpoint: Endpoint;
  readonly profile?: string;
  readonly role?: string;
  readonly externalId?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly silenceTimeoutMs: number;
  readonly connectTimeoutMs: number;
  readonly readOnly: boolean;
  readonly logLevel: string;
  readonly proxies: HttpProxies;
}

/** The only place that reads the environment for the proxy's own settings; the AWS SDK reads its own. */
export async function readConfig(url: string, flags: ProxyFlags, env: NodeJS.ProcessEnv = process.env): Promise<ProxyConfig> {
  const profile = flags.profile ?? nonEmpty(env.AWS_PROFILE);
  const region = nonEmpty(env.AWS_REGION) ?? nonEmpty(env.AWS_DEFAULT_REGION);
  const overrides = { ...optional('service', flags.service), ...optional('region', flags.region) };
  const fallbackRegion = region ?? (flags.region === undefined ? (await readProfile(profile)).settings?.region : undefined);
  return {
    endpoint: parseEndpoint(url, { ...overrides, ...optional('fallbackRegion', fallbackRegion) }),
    ...optional('profile', profile),
    ...optional('role', flags.role),
    ...optional('externalId', flags.externalId),
    headers: flags.header,
    silenceTimeoutMs: flags.timeout * 1000,
    connectTimeoutMs: flags.connectTimeout * 1000,
    readOnly: flags.readOnly,
    logLevel: flags.logLevel,
    proxies: {
      ...optional('httpsProxy', nonEmpty(env.https_proxy ?? env.HTTPS_PROXY)),
      ...optional('noProxy', env.no_proxy ?? env.NO_PROXY),
    },
  };
}

const nonEmpty = (value: string | undefined): string | undefined => (value === '' ? undefined : value);

const optional = <K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> => (value === undefined ? {} : ({ [key]: value } as Record<K, V>));
