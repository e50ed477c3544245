import { ProxyError } from '../errors.js';

/** Errors that a request which never got an answer ends with, by code, as Node and undici have them. */
export function explainConnection(error: unknown, url: URL): ProxyError {
  const { code, message } = rootOf(error);
  const host = url.hostname;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN' || code === 'ENODATA') {
    return new ProxyError('DNS_FAILED', `The name ${host} cannot be resolved (${code})`, {
      hint: 'Check the URL for a typing error, and the network: a private API needs the VPN or the VPC.',
      retryable: true,
      cause: error,
    });
  }
  if (isTlsCode(code)) return explainTls({ code, message }, url, error);
  if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT') {
    return new ProxyError('NO_ANSWER', `${host} has been silent for too long`, { hint: 'Ask for less, or raise --timeout.', cause: error });
  }
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT') {
    return new ProxyError('CONNECTION_FAILED', `No connection to ${url.host} in time`, {
      hint: 'Check the network, the VPN and HTTPS_PROXY.',
      retryable: true,
      cause: error,
    });
  }
  if (/proxy response \(?407/i.test(message)) {
    return new ProxyError('CONNECTION_FAILED', 'The HTTP proxy wants a user name and password (407)', { hint: 'Put them into HTTPS_PROXY: http://user:password@proxy:port.', cause: error });
  }
  return new ProxyError('CONNECTION_FAILED', `The connection to ${url.host} failed: ${message}${code === '' ? '' : ` (${code})`}`, {
    hint: code === 'ECONNREFUSED' ? 'Nothing listens there: check host and port, and whether the server is up.' : 'Check the network, the VPN and HTTPS_PROXY; is the server up?',
    retryable: true,
    cause: error,
  });
}

const isTlsCode = (code: string): boolean => /CERT|^ERR_TLS|^ERR_SSL|SELF_SIGNED|UNABLE_TO_VERIFY|^EPROTO$/.test(code);

function explainTls({ code, message }: Root, url: URL, cause: unknown): ProxyError {
  const fail = (what: string, hint: string): ProxyError => new ProxyError('TLS_FAILED', `${what} (${code})`, { hint, cause });
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return fail(`The certificate of ${url.host} is for another name`, 'Check the URL: the certificate has to name this host.');
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') {
    return fail(`The certificate of ${url.host} is not valid now`, "Check this machine's clock; if it is right, the server needs a new certificate.");
  }
  if (/SELF_SIGNED|UNABLE_TO|ISSUER/.test(code)) {
    return fail(`The certificate of ${url.host} is not signed by an authority that this machine trusts`, 'Behind a company proxy, set NODE_EXTRA_CA_CERTS to the file with its root certificate.');
  }
  return fail(`No TLS with ${url.host}: ${message}`, 'Is this an HTTPS port?');
}

interface Root {
  readonly code: string;
  readonly message: string;
}

/** `fetch failed` hides what happened in a chain of causes, and several addresses tried in an AggregateError. */
function rootOf(error: unknown): Root {
  let current = error as { readonly cause?: unknown; readonly errors?: readonly unknown[]; readonly code?: unknown; readonly message?: unknown } | undefined;
  let found: Root = { code: '', message: 'unknown error' };
  for (let depth = 0; depth < 6 && typeof current === 'object'; depth++) {
    const message = typeof current.message === 'string' && current.message !== '' ? current.message : found.message;
    found = { code: typeof current.code === 'string' ? current.code : found.code, message };
    current = (current.cause ?? current.errors?.[0]) as typeof current;
  }
  return found;
}
