import { PROTOCOL_VERSION_META_KEY, type JSONRPCRequest } from '@modelcontextprotocol/client';

/** Methods that change nothing, or the same thing when done twice. */
const SAFE_METHODS = new Set([
  'initialize',
  'ping',
  'server/discover',
  'tools/list',
  'prompts/list',
  'prompts/get',
  'resources/list',
  'resources/read',
  'resources/templates/list',
  'resources/subscribe',
  'resources/unsubscribe',
  'subscriptions/listen',
  'completion/complete',
  'logging/setLevel',
]);

export const isSafeMethod = (method: string): boolean => SAFE_METHODS.has(method);

/** From 2026-07-28 on each request carries its protocol version itself, and no session is kept. */
export const isStateless = ({ params }: JSONRPCRequest): boolean => typeof params?._meta?.[PROTOCOL_VERSION_META_KEY] === 'string';

/** The part of `_meta` that a request of the proxy's own takes over from a client's: version, client and capabilities. */
export function envelopeOf({ params }: JSONRPCRequest): Record<string, unknown> | undefined {
  const entries = Object.entries(params?._meta ?? {}).filter(([key]) => key.startsWith('io.modelcontextprotocol/'));
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
