import { candidateUrls } from '../endpoint/candidates.js';
import { ProxyError } from '../errors.js';
import { checkAnswer } from './check-answer.js';
import type { SignedRequest } from './signed-fetch.js';

/**
 * Sends to the URL that was given; when nothing like an MCP server answers there, tries what its user may have meant, and
 * stays with what answers. A path that does not exist executes nothing, so trying does no harm.
 */
export function createEndpointFinder(given: URL, send: (request: SignedRequest) => Promise<Response>, onFound: (url: URL) => void): (init: RequestInit) => Promise<Response> {
  let found: URL | undefined;
  const attempt = async (url: URL, init: RequestInit): Promise<Response> => {
    try {
      const response = checkAnswer(await send({ url, init }), { url, init });
      settle(url);
      return response;
    } catch (error) {
      // An error of the server's own shows that it is there; no other failure says anything of the path.
      if (error instanceof ProxyError && error.options.serverError !== undefined) settle(url);
      throw error;
    }
  };
  const settle = (url: URL): void => {
    if (found === undefined && url.href !== given.href) onFound(url);
    found ??= url;
  };
  return async (init) => {
    if (found !== undefined || init.method !== 'POST') return attempt(found ?? given, init);
    let first: unknown;
    const candidates = candidateUrls(given);
    for (const url of candidates) {
      try {
        return await attempt(url, init);
      } catch (error) {
        if (!isNotThere(error)) throw error;
        first ??= error;
      }
    }
    throw withTried(first as ProxyError, candidates);
  };
}

const isNotThere = (error: unknown): boolean => error instanceof ProxyError && error.options.serverError === undefined && (error.code === 'WRONG_PATH' || error.code === 'NOT_MCP');

function withTried(error: ProxyError, candidates: readonly URL[]): ProxyError {
  const others = candidates.slice(1).map(({ pathname }) => pathname);
  return new ProxyError(error.code, error.message, { ...error.options, hint: `${error.options.hint ?? ''} Tried as well: ${others.join(', ')}.`.trim() });
}
