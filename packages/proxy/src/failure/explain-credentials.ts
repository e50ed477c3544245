import { ProxyError } from '../errors.js';

export interface ProfileFacts {
  readonly profile: string;
  /** The profile that one logs in to: another one where this one assumes a role from it. */
  readonly loginProfile: string;
  /** Whether the user named it, or it is just the default. */
  readonly named: boolean;
  /** The profile's settings, if it is in the configuration files. */
  readonly settings: Readonly<Record<string, string | undefined>> | undefined;
  readonly known: readonly string[];
}

const MAX_CHARACTERS = 400;

/** Turns what the credential chain throws into what its user can do. */
export function explainCredentials(error: unknown, facts: ProfileFacts): ProxyError {
  if (error instanceof ProxyError) return error;
  const message = (error instanceof Error ? error.message : String(error)).slice(0, MAX_CHARACTERS);
  const { profile, named, settings, known } = facts;
  const login = loginCommand(facts);
  if (named && settings === undefined) {
    return new ProxyError('CREDENTIALS_MISSING', `There is no AWS profile ${profile}`, {
      hint: known.length === 0 ? 'Run: aws configure sso' : `Profiles on this machine: ${known.join(', ')}.`,
      cause: error,
    });
  }
  if (isSso(settings) && /sso|token|session|unauthorized|forbidden/i.test(message)) {
    return new ProxyError('CREDENTIALS_EXPIRED', `The SSO session of profile ${facts.loginProfile} has expired or was never opened`, { hint: `Run: ${login}`, cause: error });
  }
  if (settings?.login_session !== undefined || /ExpiredToken|expired/i.test(message)) {
    return new ProxyError('CREDENTIALS_EXPIRED', `The credentials of profile ${profile} have expired: ${message}`, { hint: `Run: ${login}`, cause: error });
  }
  if (/could not load credentials|could not resolve credentials/i.test(message)) {
    return new ProxyError('CREDENTIALS_MISSING', 'No AWS credentials were found (environment, profile, web identity, container, instance)', {
      hint: `Name a profile with --profile${known.length === 0 ? ', or run: aws configure sso' : ` (${known.join(', ')})`}.`,
      cause: error,
    });
  }
  return new ProxyError('CREDENTIALS_FAILED', `The credentials of profile ${profile} could not be had: ${message}`, {
    hint: settings?.credential_process === undefined ? 'Check the profile in ~/.aws/config.' : 'Its credential_process failed: run that command by hand.',
    cause: error,
  });
}

/** What opens a new login for a profile, by the way it gets its credentials. */
export function loginCommand({ loginProfile, settings }: Pick<ProfileFacts, 'loginProfile' | 'settings'>): string {
  const flag = loginProfile === 'default' ? '' : ` --profile ${loginProfile}`;
  if (isSso(settings)) return `aws sso login${flag}`;
  if (settings?.login_session !== undefined) return `aws login${flag}`;
  if (settings?.credential_process !== undefined) return `the credential_process of profile ${loginProfile} by hand, to see why`;
  return `aws configure${flag} (or refresh the credentials in the environment that started the client)`;
}

const isSso = (settings: ProfileFacts['settings']): boolean => settings?.sso_session !== undefined || settings?.sso_start_url !== undefined;
