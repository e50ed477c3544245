import type { AwsCredentialIdentity } from '@smithy/types';
import type { Endpoint } from '../endpoint/endpoint.js';
import { explainConnection } from '../failure/explain-connection.js';
import { loginCommand } from '../failure/explain-credentials.js';
import { explainRefusal } from '../failure/explain-refusal.js';
import { ProxyError } from '../errors.js';
import { readRefusal, type Refusal } from '../failure/refusal.js';
import type { Clock } from '../signing/clock.js';
import type { CredentialSource } from '../signing/credential-source.js';
import { readProfile } from '../signing/profiles.js';
import { signRequest } from '../signing/sign-request.js';

export interface SignedFetchOptions {
  readonly endpoint: Endpoint;
  readonly credentials: CredentialSource;
  readonly clock: Clock;
  readonly send: typeof fetch;
  /** Sent, and signed, with every request. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly profile?: string;
}

export interface SignedRequest {
  readonly url: URL;
  readonly init: RequestInit;
}

/**
 * Signs and sends one request; anything but success is thrown as the `ProxyError` that tells what to do. A refusal that
 * the clock or the credentials explain is answered by signing again, once for each: nothing was executed yet.
 */
export function createSignedFetch(options: SignedFetchOptions): (request: SignedRequest) => Promise<Response> {
  const { credentials, clock, endpoint } = options;
  return async (request) => {
    if (request.url.origin !== endpoint.url.origin) throw new ProxyError('INTERNAL', `A request to ${request.url.origin} was about to be signed`);
    let identity = await credentials.get();
    let clockWasRight = false;
    let renewed = false;
    for (;;) {
      const response = await sendSigned(request, identity, options);
      if (response.ok) return response;
      const refusal = await readRefusal(response);
      if (isDenial(refusal) && !clockWasRight && refusal.serverDate !== undefined && clock.correct(refusal.serverDate)) {
        clockWasRight = true;
        continue;
      }
      const other = isDenial(refusal) && !renewed ? await credentials.replace(identity) : undefined;
      if (other === undefined) throw await explain(refusal, request, options);
      renewed = true;
      identity = other;
    }
  };
}

async function sendSigned({ url, init }: SignedRequest, identity: AwsCredentialIdentity, options: SignedFetchOptions): Promise<Response> {
  const { endpoint, clock, send, headers: extra = {} } = options;
  const body = typeof init.body === 'string' ? init.body : undefined;
  const method = init.method ?? 'GET';
  const headers = await signRequest(
    { method, url, headers: { ...extra, ...Object.fromEntries(new Headers(init.headers)) }, ...(body === undefined ? {} : { body }) },
    { credentials: identity, service: endpoint.service, region: endpoint.region, date: clock.now() },
  );
  try {
    return await send(url, { ...init, headers, redirect: 'manual' });
  } catch (error) {
    if (init.signal?.aborted === true) throw error;
    throw explainConnection(error, url);
  }
}

/** Refused for who asks and when, not for what: "Missing Authentication Token" is about the path. */
const isDenial = ({ status, errorType, message }: Refusal): boolean =>
  (status === 401 || status === 403 || (status === 400 && /Signature|Token|Expired|Skewed/.test(errorType))) && !/Missing ?Authentication ?Token/i.test(errorType + message);

async function explain(refusal: Refusal, { url, init }: SignedRequest, { endpoint, profile }: SignedFetchOptions): Promise<ProxyError> {
  return explainRefusal(refusal, {
    endpoint,
    url,
    method: init.method ?? 'GET',
    loginCommand: loginCommand(await readProfile(profile)),
    bodyBytes: Buffer.byteLength(typeof init.body === 'string' ? init.body : ''),
  });
}
