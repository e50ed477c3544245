import { loadSharedConfigFiles } from '@smithy/core/config';
import type { ProfileFacts } from '../failure/explain-credentials.js';

/** What the shared files of AWS say of a profile; read afresh, since a login changes them while the proxy runs. */
export async function readProfile(name: string | undefined): Promise<ProfileFacts> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ ignoreCache: true });
  const profile = name ?? 'default';
  const present = profile in configFile || profile in credentialsFile;
  const settings = present ? followSource({ ...configFile[profile], ...credentialsFile[profile] }, configFile) : undefined;
  return { profile, named: name !== undefined, settings, known: [...new Set([...Object.keys(configFile), ...Object.keys(credentialsFile)])].sort() };
}

type Settings = Readonly<Record<string, string | undefined>>;

/** A role's login is that of the profile it is assumed from. */
function followSource(settings: Settings, profiles: Readonly<Record<string, Settings>>): Settings {
  const source = settings.source_profile === undefined ? undefined : profiles[settings.source_profile];
  return source === undefined ? settings : { ...source, ...settings };
}
