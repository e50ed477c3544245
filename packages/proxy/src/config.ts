import { homedir } from 'node:os';
import type { Places } from './client-config/clients.js';
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
  /** Where STS is, if not where AWS has it. */
  readonly stsUrl?: string;
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
    ...optional('stsUrl', nonEmpty(env.AWS_ENDPOINT_URL_STS)),
    proxies: {
      ...optional('httpsProxy', nonEmpty(env.https_proxy ?? env.HTTPS_PROXY)),
      ...optional('noProxy', env.no_proxy ?? env.NO_PROXY),
    },
  };
}

/** What a client's configuration has to carry, since clients with windows see nothing of a shell's environment. Never a secret. */
export function readEnvForClients({ profile }: Pick<ProxyConfig, 'profile'>, env: NodeJS.ProcessEnv = process.env): { readonly env: Record<string, string>; readonly notes: readonly string[] } {
  const carried: Record<string, string> = {};
  const notes: string[] = [];
  for (const name of ['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE', 'NODE_EXTRA_CA_CERTS', 'HTTPS_PROXY', 'NO_PROXY']) {
    const value = nonEmpty(env[name] ?? env[name.toLowerCase()]);
    if (value === undefined) continue;
    if (/\/\/[^/]*@/.test(value)) notes.push(`${name} holds a password and was left out: set it in the client's env yourself.`);
    else carried[name] = value;
  }
  if (env.AWS_ACCESS_KEY_ID !== undefined && profile === undefined) notes.push('the AWS keys of this shell are not seen by the client: name a profile with --profile.');
  return { env: carried, notes };
}

/** Where clients keep their files on this machine. */
export function readClientPlaces(env: NodeJS.ProcessEnv = process.env): Places {
  return {
    platform: process.platform,
    home: homedir(),
    cwd: process.cwd(),
    ...optional('appData', nonEmpty(env.APPDATA)),
    ...optional('configHome', nonEmpty(env.XDG_CONFIG_HOME)),
  };
}

const nonEmpty = (value: string | undefined): string | undefined => (value === '' ? undefined : value);

const optional = <K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> => (value === undefined ? {} : ({ [key]: value } as Record<K, V>));
