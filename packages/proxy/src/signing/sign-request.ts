import { Hash } from '@smithy/core/serde';
import { SignatureV4 } from '@smithy/signature-v4';
import type { AwsCredentialIdentity } from '@smithy/types';

export interface UnsignedRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface SigningContext {
  readonly credentials: AwsCredentialIdentity;
  readonly service: string;
  readonly region: string;
  readonly date: Date;
  /** Repeats the hash of the body, which is signed in any case, as a header of its own. @default true */
  readonly contentHash?: boolean;
}

/** Middle boxes may rewrite these on the way, which would break the signature. */
const UNSIGNED_HEADERS = new Set(['accept', 'accept-encoding', 'accept-language', 'user-agent', 'via', 'x-forwarded-for']);

const sha256 = Hash.bind(null, 'sha256');

/** Signs with SigV4, hash of the body included. Pure but for the arithmetic: no network, no clock. @returns the headers to send */
export async function signRequest(request: UnsignedRequest, { credentials, service, region, date, contentHash = true }: SigningContext): Promise<Record<string, string>> {
  const { method, url, headers, body } = request;
  // S3 alone signs the path as it is on the wire; everyone else escapes it once more.
  const signer = new SignatureV4({ credentials, service, region, sha256, uriEscapePath: service !== 's3', applyChecksum: contentHash });
  const signed = await signer.sign(
    {
      method,
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query: queryOf(url),
      headers: { ...headers, host: url.host },
      ...(body === undefined ? {} : { body }),
    },
    { signingDate: date, unsignableHeaders: UNSIGNED_HEADERS },
  );
  return signed.headers;
}

function queryOf(url: URL): Record<string, string[]> {
  const query: Record<string, string[]> = {};
  for (const [name, value] of url.searchParams) (query[name] ??= []).push(value);
  return query;
}
