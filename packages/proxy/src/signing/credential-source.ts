import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';
import { explainCredentials } from '../failure/explain-credentials.js';
import { ProxyError } from '../errors.js';
import { readProfile } from './profiles.js';

export interface CredentialSourceOptions {
  readonly profile?: string;
  /** Makes the chain of providers anew, with nothing remembered. */
  readonly createProvider: () => Promise<AwsCredentialIdentityProvider>;
  /** How long a login helper may take. @default 60_000 */
  readonly timeoutMs?: number;
}

const DEFAULT_TIMEOUT_MS = 60_000;
const REFRESH_BEFORE_MS = 5 * 60_000;

/** The caller's credentials: kept while good, refreshed before they expire, looked up again when the server refuses them. */
export class CredentialSource {
  readonly #options: CredentialSourceOptions;
  #provider: Promise<AwsCredentialIdentityProvider> | undefined;
  #current: AwsCredentialIdentity | undefined;
  #pending: Promise<AwsCredentialIdentity> | undefined;

  constructor(options: CredentialSourceOptions) {
    this.#options = options;
  }

  async get(): Promise<AwsCredentialIdentity> {
    const current = this.#current;
    if (current !== undefined && !expiresWithin(current, REFRESH_BEFORE_MS)) return current;
    try {
      return await this.#load();
    } catch (error) {
      // A refresh that fails early takes nothing away yet.
      if (current !== undefined && !expiresWithin(current, 0)) return current;
      throw error;
    }
  }

  /** Looks again after a refusal. @returns other credentials than the refused ones, if there are any by now */
  async replace(refused: AwsCredentialIdentity): Promise<AwsCredentialIdentity | undefined> {
    if (this.#current === undefined || isSame(this.#current, refused)) {
      this.#current = undefined;
      this.#provider = undefined;
      await this.#load();
    }
    return this.#current === undefined || isSame(this.#current, refused) ? undefined : this.#current;
  }

  #load(): Promise<AwsCredentialIdentity> {
    this.#pending ??= this.#resolve().finally(() => (this.#pending = undefined));
    return this.#pending;
  }

  async #resolve(): Promise<AwsCredentialIdentity> {
    try {
      this.#provider ??= this.#options.createProvider();
      const provider = await this.#provider;
      this.#current = await withDeadline(provider(), this.#options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
      return this.#current;
    } catch (error) {
      this.#provider = undefined;
      throw explainCredentials(error, await readProfile(this.#options.profile));
    }
  }
}

const expiresWithin = ({ expiration }: AwsCredentialIdentity, ms: number): boolean => expiration !== undefined && expiration.getTime() - Date.now() < ms;

const isSame = (a: AwsCredentialIdentity, b: AwsCredentialIdentity): boolean => a.accessKeyId === b.accessKeyId && a.sessionToken === b.sessionToken && a.secretAccessKey === b.secretAccessKey;

async function withDeadline<T>(work: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new ProxyError('CREDENTIALS_FAILED', `No credentials came within ${timeoutMs / 1000} s`, { hint: "If the profile has a credential_process, run that command by hand: it may be waiting for an answer." }));
    }, timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
