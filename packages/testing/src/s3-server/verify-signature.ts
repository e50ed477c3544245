import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { S3Error } from './s3-error.js';
import type { S3Request } from './s3-request.js';

export interface S3Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

interface Authorization {
  readonly accessKeyId: string;
  readonly region: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

const MAX_SKEW_MS = 15 * 60_000;
const EMPTY_SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/\d{8}\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;

/**
 * Checks a header-signed request by signing it again with the maintained signer that the AWS SDK uses.
 * @returns the region it was signed for
 */
export async function verifySignature(request: S3Request, credentials: S3Credentials, now: Date): Promise<string> {
  const authorization = parseAuthorization(request);
  if (authorization.accessKeyId !== credentials.accessKeyId) {
    throw new S3Error('InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.', {
      details: { AWSAccessKeyId: authorization.accessKeyId },
    });
  }
  if (request.headers['x-amz-security-token'] !== credentials.sessionToken) {
    throw new S3Error('InvalidToken', 'The provided token is malformed or otherwise invalid.');
  }
  const signingDate = checkedDate(request, now);
  checkPayload(request);
  checkSignedHeaders(request, authorization);
  if ((await expectedSignature(request, authorization, { credentials, signingDate })) !== authorization.signature) {
    throw new S3Error(
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
      { details: { AWSAccessKeyId: authorization.accessKeyId, SignatureProvided: authorization.signature } },
    );
  }
  return authorization.region;
}

function parseAuthorization({ headers, query }: S3Request): Authorization {
  if (query['X-Amz-Signature'] !== undefined) throw new S3Error('NotImplemented', 'Presigned URLs are not implemented.');
  if (headers.authorization === undefined) throw new S3Error('AccessDenied', 'Access Denied');
  const [, accessKeyId, region, signedHeaders, signature] = AUTHORIZATION.exec(headers.authorization) ?? [];
  if (accessKeyId === undefined || region === undefined || signedHeaders === undefined || signature === undefined) {
    throw new S3Error('AuthorizationHeaderMalformed', 'The authorization header that you provided is not valid.');
  }
  return { accessKeyId, region, signedHeaders: signedHeaders.split(';'), signature };
}

function checkedDate({ headers }: S3Request, now: Date): Date {
  const stamp = String(headers['x-amz-date']);
  const date = new Date(stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (Number.isNaN(date.getTime())) throw new S3Error('AccessDenied', 'AWS authentication requires a valid Date or x-amz-date header');
  if (Math.abs(date.getTime() - now.getTime()) > MAX_SKEW_MS) {
    throw new S3Error('RequestTimeTooSkewed', 'The difference between the request time and the current time is too large.', {
      details: { RequestTime: stamp, ServerTime: now.toISOString(), MaxAllowedSkewMilliseconds: String(MAX_SKEW_MS) },
    });
  }
  return date;
}

/** Every operation here is a GET or HEAD, so the only body that fits is none. */
function checkPayload({ headers }: S3Request): void {
  const hash = headers['x-amz-content-sha256'];
  if (hash === undefined) throw new S3Error('InvalidRequest', 'Missing required header for this request: x-amz-content-sha256');
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  if (hasBody || (hash !== EMPTY_SHA256 && hash !== 'UNSIGNED-PAYLOAD')) {
    throw new S3Error('XAmzContentSHA256Mismatch', "The provided 'x-amz-content-sha256' header does not match what was computed.");
  }
}

function checkSignedHeaders({ headers }: S3Request, { signedHeaders }: Authorization): void {
  const unsigned = Object.keys(headers).find((name) => (name === 'host' || name.startsWith('x-amz-')) && !signedHeaders.includes(name));
  if (unsigned !== undefined) {
    throw new S3Error('AccessDenied', 'There were headers present in the request which were not signed', {
      details: { HeadersNotSigned: unsigned },
    });
  }
}

interface Signing {
  readonly credentials: S3Credentials;
  readonly signingDate: Date;
}

async function expectedSignature(request: S3Request, authorization: Authorization, { credentials, signingDate }: Signing): Promise<string> {
  const { region, signedHeaders } = authorization;
  const signer = new SignatureV4({ credentials, region, service: 's3', sha256: Sha256, uriEscapePath: false, applyChecksum: false });
  const signed = await signer.sign(
    {
      method: request.method,
      protocol: 'http:',
      hostname: request.headers.host ?? '',
      path: escapePath(request.path),
      query: request.query,
      headers: Object.fromEntries(signedHeaders.map((name) => [name, String(request.headers[name] ?? '')])),
    },
    { signingDate, signableHeaders: new Set(signedHeaders) },
  );
  return /Signature=([0-9a-f]{64})$/.exec(signed.headers.authorization ?? '')?.[1] ?? '';
}

/** S3's canonical path: each character escaped once, however the client wrote it; slashes stay. */
const escapePath = (path: string): string =>
  encodeURIComponent(path)
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%2F', '/');
