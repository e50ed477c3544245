import { canonicalSignature, sha256, type WireRequest } from './canonical-signature.js';

/** A principal of this gateway's account. */
export interface Principal {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** e.g. `arn:aws:sts::123456789012:assumed-role/reader/me`. */
  readonly arn: string;
  /** Resources of `execute-api:Invoke` that it may use; `*` stands for anything. */
  readonly allow: readonly string[];
  /** The session token is no longer good. */
  readonly expired?: boolean;
}

export interface GatewayIdentity {
  readonly service: string;
  readonly region: string;
  readonly accountId: string;
  readonly apiId: string;
}

/** What API Gateway answers instead of calling the integration. */
export interface GatewayRefusal {
  readonly status: number;
  readonly errorType: string;
  readonly body: Readonly<Record<string, string>>;
}

const AUTHORIZATION = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;
const MAX_SKEW_MS = 5 * 60_000;

/** Authenticates and authorizes in API Gateway's order and words. @returns undefined for a request that may pass */
export function authorize(request: WireRequest, gateway: GatewayIdentity, { principals, now }: { principals: readonly Principal[]; now: Date }): GatewayRefusal | undefined {
  const match = AUTHORIZATION.exec(request.headers.authorization ?? '');
  if (match === null) return refuse('MissingAuthenticationTokenException', 'Missing Authentication Token');
  const [, accessKeyId = '', , region = '', service = '', signedHeaders = '', signature = ''] = match;
  const principal = principals.find((each) => each.accessKeyId === accessKeyId);
  if (principal === undefined || request.headers['x-amz-security-token'] !== principal.sessionToken) {
    return refuse('UnrecognizedClientException', 'The security token included in the request is invalid.');
  }
  if (principal.expired === true) return refuse('ExpiredTokenException', 'The security token included in the request is expired');
  if (region !== gateway.region) return refuse('InvalidSignatureException', `Credential should be scoped to a valid region, not '${region}'. `);
  if (service !== gateway.service) return refuse('InvalidSignatureException', `Credential should be scoped to correct service: '${gateway.service}'. `);
  return checkSignature(request, { gateway, principal, signedHeaders: signedHeaders.split(';'), signature, now }) ?? checkPolicy(request, gateway, principal);
}

interface Claimed {
  readonly gateway: GatewayIdentity;
  readonly principal: Principal;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  readonly now: Date;
}

function checkSignature(request: WireRequest, { gateway, principal, signedHeaders, signature, now }: Claimed): GatewayRefusal | undefined {
  const date = String(request.headers['x-amz-date']);
  const signed = new Date(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (!(Math.abs(signed.getTime() - now.getTime()) <= MAX_SKEW_MS)) {
    return refuse('InvalidSignatureException', `Signature expired: ${date} is now earlier than ${now.toISOString()} (- 5 min.)`);
  }
  const unsigned = Object.keys(request.headers).find((name) => (name === 'host' || name === 'content-type' || name.startsWith('x-amz-')) && !signedHeaders.includes(name));
  const hash = request.headers['x-amz-content-sha256'];
  const wrongHash = hash !== undefined && hash !== sha256(request.body);
  const expected = canonicalSignature(request, { ...gateway, secretAccessKey: principal.secretAccessKey, date, signedHeaders });
  if (unsigned === undefined && !wrongHash && expected === signature) return undefined;
  return refuse('InvalidSignatureException', 'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.');
}

function checkPolicy(request: WireRequest, { region, accountId, apiId }: GatewayIdentity, { arn, allow }: Principal): GatewayRefusal | undefined {
  const path = (request.target.split('?')[0] ?? '').replace(/^\//, '');
  const [stage = '', ...rest] = path.split('/');
  const resource = (account: string): string => `arn:aws:execute-api:${region}:${account}:${apiId}/${stage}/${request.method}/${rest.join('/')}`;
  if (allow.some((pattern) => matches(pattern, resource(accountId)))) return undefined;
  // The account is masked in what the caller is told, as API Gateway does.
  const masked = `********${accountId.slice(-4)}`;
  return { status: 403, errorType: 'AccessDeniedException', body: { Message: `User: ${arn} is not authorized to perform: execute-api:Invoke on resource: ${resource(masked)}` } };
}

const matches = (pattern: string, resource: string): boolean => new RegExp(`^${pattern.split('*').map((part) => part.replace(/[.?+^$[\]{}()|/\\]/g, '\\$&')).join('.*')}$`).test(resource);

const refuse = (errorType: string, message: string): GatewayRefusal => ({ status: 403, errorType, body: { message } });
