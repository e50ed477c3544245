import type { Endpoint } from '../endpoint/endpoint.js';
import { missingPermission, refusedUser } from './permission.js';
import { ProxyError, type FailureCode, type ProxyErrorOptions, type ServerError } from '../errors.js';
import type { Refusal } from './refusal.js';

/** What a refused request was, for the advice to be about it. */
export interface RefusedRequest {
  readonly endpoint: Endpoint;
  readonly url: URL;
  readonly method: string;
  /** e.g. `aws sso login --profile x`. */
  readonly loginCommand: string;
  readonly bodyBytes: number;
}

/** Turns a response that is no answer into the failure that it means. */
export function explainRefusal(refusal: Refusal, request: RefusedRequest): ProxyError {
  const fail = (code: FailureCode, message: string, options: ProxyErrorOptions = {}): ProxyError => {
    const serverError = serverErrorOf(refusal.json);
    return new ProxyError(code, message, {
      status: refusal.status,
      ...(refusal.requestId === undefined ? {} : { requestId: refusal.requestId }),
      ...(refusal.retryAfterMs === undefined ? {} : { retryAfterMs: refusal.retryAfterMs }),
      ...(serverError === undefined ? {} : { serverError }),
      ...options,
    });
  };
  const { status } = refusal;
  if (status >= 300 && status < 400) return explainRedirect(refusal, request, fail);
  if (status === 401 || status === 403 || isAboutSignature(refusal)) return explainDenial(refusal, request, fail);
  return explainStatus(refusal, request, fail);
}

type Fail = (code: FailureCode, message: string, options?: ProxyErrorOptions) => ProxyError;

/** Some services refuse a signature with 400. */
const isAboutSignature = ({ status, errorType }: Refusal): boolean =>
  status === 400 && /Signature|ExpiredToken|InvalidClientTokenId|UnrecognizedClient|MissingAuthenticationToken|RequestTimeTooSkewed|RequestExpired/.test(errorType);

function explainRedirect({ status, location }: Refusal, { url }: RefusedRequest, fail: Fail): ProxyError {
  const to = location !== undefined && URL.canParse(location, url.href) ? new URL(location, url) : undefined;
  return fail('REDIRECTED', `${url.host} answered with a redirect (${status})${to === undefined ? '' : ` to ${to.origin}${to.pathname}`}, which is never followed`, {
    hint: 'A signature is good for one host and path: give the proxy the URL that the server really has.',
  });
}

function explainDenial(refusal: Refusal, request: RefusedRequest, fail: Fail): ProxyError {
  const { errorType, message } = refusal;
  const said = message === '' ? '' : `: ${message}`;
  if (errorType.includes('MissingAuthenticationToken') || /^Missing Authentication Token$/i.test(message)) return explainMissingToken(request, fail);
  if (errorType.includes('ExpiredToken') || /security token .*expired/i.test(message)) {
    return fail('CREDENTIALS_EXPIRED', 'The AWS credentials have expired', { hint: `Run: ${request.loginCommand}` });
  }
  if (/UnrecognizedClient|InvalidClientTokenId|InvalidAccessKeyId/.test(errorType) || /security token .*invalid/i.test(message)) {
    return fail('CREDENTIALS_FAILED', `AWS does not know these credentials${said}`, {
      hint: `They may have been deleted, or lack their session token, or belong to another partition. Run: ${request.loginCommand}`,
    });
  }
  if (errorType.includes('Signature') || /signature|credential should be scoped/i.test(message)) return explainSignature(refusal, request, fail);
  if (errorType.includes('AccessDenied') || /not authorized/i.test(message)) return explainAccessDenied(refusal, request, fail);
  return explainForbidden(refusal, request, fail);
}

/** The request was signed, so it is the path or the method that API Gateway does not know. */
function explainMissingToken({ url, method }: RefusedRequest, fail: Fail): ProxyError {
  return fail('WRONG_PATH', `API Gateway has no ${method} ${url.pathname} on ${url.host} ("Missing Authentication Token" is how it says so)`, {
    hint: 'Check the stage and the path: https://<api>.execute-api.<region>.amazonaws.com/<stage>/mcp.',
  });
}

function explainSignature({ message, errorType }: Refusal, { endpoint, url }: RefusedRequest, fail: Fail): ProxyError {
  if (/expired|not yet current|skew/i.test(message) || /Expired|Skewed/.test(errorType)) {
    return fail('CLOCK_SKEW', `The signature's time was refused: ${message}`, { hint: "This machine's clock is off: set it, e.g. switch on network time." });
  }
  const scope = /scoped to (?:a valid|correct) (?<what>region|service)(?:[^']*'(?<right>[\w-]+)')?/i.exec(message)?.groups;
  if (scope !== undefined) {
    const used = scope.what === 'region' ? endpoint.region : endpoint.service;
    return fail('SIGNATURE_REFUSED', `The request was signed for the wrong ${scope.what ?? 'scope'} (${used}): ${message}`, {
      hint: scope.right === undefined || scope.right === used ? `Add --${scope.what ?? 'region'} with the one that the server is in.` : `Add --${scope.what ?? 'region'} ${scope.right}.`,
    });
  }
  return fail('SIGNATURE_REFUSED', `${url.host} refused the signature for ${endpoint.service} in ${endpoint.region}: ${message}`, {
    hint: 'Check the secret key, --service and --region; a proxy on the way that changes requests breaks signatures too.',
  });
}

function explainAccessDenied({ message, status }: Refusal, request: RefusedRequest, fail: Fail): ProxyError {
  const permission = missingPermission(message, request);
  const who = refusedUser(message) ?? 'The caller';
  const denied = /explicit deny/i.test(message);
  if (permission === undefined) return fail('ACCESS_DENIED', `Access denied: ${message}`, { hint: "Ask the server's owner for access." });
  const { action, resource } = permission;
  return fail('ACCESS_DENIED', `${who} may not call this server (${status})`, {
    hint: denied ? `A policy denies ${action} on ${resource}: that statement has to go.` : `Grant ${action} on ${resource}.`,
  });
}

/** 403 without a reason: a firewall, a resource policy, a missing stage, or the server's own refusal. */
function explainForbidden(refusal: Refusal, request: RefusedRequest, fail: Fail): ProxyError {
  const { status, message, errorType, challenge = '' } = refusal;
  const permission = missingPermission(message, request);
  const detail = [errorType, message].filter((part) => part !== '').join(': ');
  const grant = permission === undefined ? '' : `; for IAM, ${permission.action} on ${permission.resource} has to be allowed`;
  if (/^(Bearer|DPoP)\b/i.test(challenge)) {
    return fail('ACCESS_DENIED', `${request.url.host} wants a token of OAuth (${status}), no AWS signature`, { hint: 'Add its URL to the client directly; this proxy is for servers behind IAM.' });
  }
  return fail('ACCESS_DENIED', `${request.url.host} refused with ${status}${detail === '' ? '' : ` (${detail})`}`, {
    hint: `Check the URL's stage and path, the resource policy and the firewall (WAF)${grant}.`,
  });
}

const STATUSES: Readonly<Record<number, (refusal: Refusal, request: RefusedRequest) => readonly [FailureCode, string, ProxyErrorOptions]>> = {
  404: (_, { url, endpoint }) => [
    'WRONG_PATH',
    `Nothing answers at ${url.origin}${url.pathname} (404)`,
    { hint: endpoint.kind === 'api-gateway' ? 'Check the stage and the path: /<stage>/mcp.' : "Check the path: it is often /mcp." },
  ],
  405: (_, { url, method }) => ['WRONG_PATH', `${url.origin}${url.pathname} takes no ${method} (405)`, { hint: 'Check the path: it is often /mcp.' }],
  413: (_, { bodyBytes }) => ['TOO_LARGE', `The request of ${bodyBytes} bytes is larger than the server takes (413)`, { hint: 'API Gateway takes 10 MB, Lambda 6 MB: send less.' }],
  429: (refusal) => ['THROTTLED', `Too many requests (429${said(refusal)})`, { hint: "Wait a little, or raise the API's rate limit or quota.", retryable: true }],
  500: (refusal) => ['SERVER_FAILED', `The server failed (500${said(refusal)})`, { hint: `Look into its log${trace(refusal)}.` }],
  502: (refusal) => [
    'SERVER_FAILED',
    `The server behind the gateway failed (502${said(refusal)})`,
    { hint: `It crashed, or its answer was too large or malformed: look into its log${trace(refusal)}.`, retryable: true },
  ],
  503: (refusal) => ['SERVER_FAILED', `The server is not available (503${said(refusal)})`, { hint: `Try again later${trace(refusal)}.`, retryable: true }],
  504: (refusal) => [
    'SERVER_TIMEOUT',
    `The gateway gave up waiting for the server (504${said(refusal)})`,
    { hint: 'API Gateway waits 29 seconds unless it is set higher: ask for less, or raise the timeout.', retryable: true },
  ],
};

function explainStatus(refusal: Refusal, request: RefusedRequest, fail: Fail): ProxyError {
  const known = STATUSES[refusal.status];
  if (known !== undefined) return fail(...known(refusal, request));
  return fail('HTTP_ERROR', `${request.url.host} answered ${refusal.status}${said(refusal)}`);
}

const said = ({ message }: Refusal): string => (message === '' ? '' : `: ${message}`);
const trace = ({ requestId }: Refusal): string => (requestId === undefined ? '' : ` (request id ${requestId})`);

/** An MCP server words its refusals as JSON-RPC errors, which the client should get as they are. */
function serverErrorOf(json: unknown): ServerError | undefined {
  const error = (json as { readonly error?: unknown } | null | undefined)?.error as Partial<ServerError> | null | undefined;
  if (typeof error?.code !== 'number' || typeof error.message !== 'string') return undefined;
  return { code: error.code, message: error.message, ...(error.data === undefined ? {} : { data: error.data }) };
}
