import type { HttpHandler } from '@smithy/core/protocols';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';
import { readProfile } from './profiles.js';

export interface ProviderOptions {
  readonly profile?: string;
  readonly region: string;
  readonly role?: string;
  readonly externalId?: string;
  /** Sends what the AWS SDK asks SSO and STS; the SDK's own way knows no `HTTPS_PROXY`. */
  readonly requestHandler?: HttpHandler;
}

/**
 * The standard chain of AWS (environment, SSO, role, process, web identity, container, instance). A profile that is in the
 * files is asked directly: the chain would go on to the instance's metadata, and hide why the profile failed.
 */
export async function createProvider(options: ProviderOptions): Promise<AwsCredentialIdentityProvider> {
  const { fromIni, fromNodeProviderChain, fromTemporaryCredentials } = await import('@aws-sdk/credential-providers');
  const { profile, role, externalId, region, requestHandler } = options;
  const clientConfig = { ...(requestHandler === undefined ? {} : { requestHandler }) };
  // What the chain would print of itself is for developers, and clients show what stderr says.
  const logger = { trace: () => {}, debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  const init = { logger, clientConfig, parentClientConfig: clientConfig, ignoreCache: true, ...(profile === undefined ? {} : { profile }) };
  const inFiles = profile !== undefined && (await readProfile(profile)).settings !== undefined;
  const provider: AwsCredentialIdentityProvider = inFiles ? fromIni(init) : withReason(fromNodeProviderChain(init), () => fromIni(init)());
  if (role === undefined) return provider;
  return fromTemporaryCredentials({
    masterCredentials: provider,
    params: { RoleArn: role, RoleSessionName: 'sluice-proxy', ...(externalId === undefined ? {} : { ExternalId: externalId }) },
    clientConfig: { ...clientConfig, region },
  });
}

/** The chain's last word is "none found", though the default profile may have failed for a reason of its own. */
function withReason(chain: AwsCredentialIdentityProvider, askProfile: () => Promise<AwsCredentialIdentity>): AwsCredentialIdentityProvider {
  return async () => {
    try {
      return await chain();
    } catch (error) {
      const { settings } = await readProfile(undefined);
      const fails = settings?.credential_process ?? settings?.role_arn ?? settings?.login_session;
      if (fails === undefined) throw error;
      return askProfile();
    }
  };
}
