import { z } from 'zod';
import { EngineError } from '../../errors.js';

/** Which warehouse of Databricks, and as whom. */
export interface DatabricksSettings {
  readonly host: string;
  /** @default 443 */
  readonly port?: number;
  readonly path: string;
  readonly credentials: DatabricksCredentials;
  /** PEM of a further authority to trust. @default those that Node trusts */
  readonly certificate?: string;
}

export type DatabricksCredentials =
  | { readonly kind: 'token'; readonly token: string }
  /** OAuth of a service principal. */
  | { readonly kind: 'client'; readonly id: string; readonly secret: string };

const text = z.preprocess((value) => (value === '' ? undefined : value), z.string().optional());

const environment = z.object({
  DATABRICKS_HOST: text,
  DATABRICKS_HTTP_PATH: text,
  DATABRICKS_TOKEN: text,
  DATABRICKS_CLIENT_ID: text,
  DATABRICKS_CLIENT_SECRET: text,
});

/**
 * What an environment says by Databricks' own names; nothing where it names no warehouse.
 * @throws EngineError USAGE when it says only a part
 */
export function databricksSettings(env: NodeJS.ProcessEnv): DatabricksSettings | undefined {
  const given = environment.parse(env);
  const { DATABRICKS_HOST: host, DATABRICKS_HTTP_PATH: path } = given;
  // Other programs go by the host and token too; only a warehouse's path says that statements may be sent there.
  if (path === undefined) return undefined;
  if (host === undefined) throw incomplete('DATABRICKS_HOST');
  return { ...address(host), path: path.startsWith('/') ? path : `/${path}`, credentials: credentialsOf(given) };
}

function credentialsOf({ DATABRICKS_TOKEN: token, DATABRICKS_CLIENT_ID: id, DATABRICKS_CLIENT_SECRET: secret }: z.output<typeof environment>): DatabricksCredentials {
  if (token !== undefined) return { kind: 'token', token };
  if (id === undefined || secret === undefined) throw incomplete('DATABRICKS_TOKEN, or DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET');
  return { kind: 'client', id, secret };
}

/** As people copy it: with a scheme and a slash, or without. */
function address(text: string): Pick<DatabricksSettings, 'host' | 'port'> {
  const [, host, port] = /^(?:https:\/\/)?([a-z0-9.-]+)(?::(\d{1,5}))?\/?$/i.exec(text.trim()) ?? [];
  if (host === undefined) throw new EngineError('USAGE', `DATABRICKS_HOST is ${JSON.stringify(text)}, which is no host`, { hint: 'Write it as dbc-a1b2c3d4-e5f6.cloud.databricks.com.' });
  return { host, ...(port === undefined ? {} : { port: Number(port) }) };
}

const incomplete = (missing: string): EngineError =>
  new EngineError('USAGE', `The environment names a Databricks warehouse, but not ${missing}`, { hint: `Set ${missing}, or unset DATABRICKS_HTTP_PATH.` });
