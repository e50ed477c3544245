import { loadSharedConfigFiles } from '@smithy/core/config';
import type { ProfileFacts } from '../failure/explain-credentials.js';

/** What the shared files of AWS say of a profile; read afresh, since a login changes them while the proxy runs. */
export async function readProfile(name: string | undefined): Promise<ProfileFacts> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ ignoreCache: true });
  const profile = name ?? 'default';
  const profiles: Profiles = { ...configFile };
  for (const [key, settings] of Object.entries(credentialsFile)) profiles[key] = { ...profiles[key], ...settings };
  const loginProfile = sourceOf(profile, profiles);
  const settings = profiles[profile] === undefined ? undefined : { ...profiles[loginProfile], ...profiles[profile] };
  return { profile, loginProfile, named: name !== undefined, settings, known: Object.keys(profiles).sort() };
}

type Profiles = Record<string, Readonly<Record<string, string | undefined>>>;

/** A role's login is that of the profile it is assumed from. */
function sourceOf(profile: string, profiles: Profiles): string {
  const seen = new Set<string>();
  let current = profile;
  while (!seen.has(current)) {
    seen.add(current);
    const source = profiles[current]?.source_profile;
    if (source === undefined || profiles[source] === undefined) break;
    current = source;
  }
  return current;
}
