import type { AwsCredentialIdentity } from '@smithy/types';
import { explainConnection } from '../failure/explain-connection.js';
import { ProxyError } from '../errors.js';
import { readRefusal } from '../failure/refusal.js';
import { signRequest } from '../signing/sign-request.js';

export interface WhoAmIOptions {
  readonly region: string;
  /** @default STS of the region */
  readonly stsUrl?: string;
  readonly date: Date;
  readonly send: typeof fetch;
}

/** Asks STS whose credentials these are, which anyone may. @returns the ARN */
export async function whoAmI(credentials: AwsCredentialIdentity, { region, stsUrl, date, send }: WhoAmIOptions): Promise<string> {
  const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  const url = new URL(stsUrl ?? `https://sts.${region}.${domain}/`);
  const body = 'Action=GetCallerIdentity&Version=2011-06-15';
  const plain = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
  const headers = await signRequest({ method: 'POST', url, headers: plain, body }, { credentials, service: 'sts', region, date });
  const response = await send(url, { method: 'POST', headers, body, redirect: 'manual' }).catch((error: unknown) => {
    throw explainConnection(error, url);
  });
  if (!response.ok) {
    const { status, errorType, message } = await readRefusal(response);
    throw new ProxyError('CREDENTIALS_FAILED', `STS refused them (${status}): ${[errorType, message].filter((part) => part !== '').join(': ')}`, { hint: 'Renew them: log in again, or check the keys.' });
  }
  const arn = /arn:aws[\w-]*:[\w-]+::\d+:[^"<\s]+/.exec(await response.text())?.[0];
  if (arn === undefined) throw new ProxyError('CREDENTIALS_FAILED', `${url.host} gave no identity`);
  return arn;
}
