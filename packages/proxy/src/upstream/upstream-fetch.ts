import type { FetchLike } from '@modelcontextprotocol/client';
import { ProxyError } from '../errors.js';

/** Resolves when whoever reads the answers has room for more; undefined when it has now. */
export type Room = () => Promise<void> | undefined;

/** The fetch that the SDK's transport calls: where to send is settled already, so its URL is only a name. */
export function createUpstreamFetch(send: (init: RequestInit) => Promise<Response>, room: Room): FetchLike {
  return async (_, init = {}) => {
    if (init.method === 'POST') return heldBack(await send(init), room);
    try {
      return heldBack(await send(init), room);
    } catch (error) {
      // A server that has no stream of its own, and no sessions to end, may say so in any of these ways.
      if (error instanceof ProxyError && error.code === 'WRONG_PATH') return new Response(null, { status: 405 });
      throw error;
    }
  };
}

/** A stream is read no faster than its client takes it; the connection's own flow control does the rest. */
function heldBack(response: Response, room: Room): Response {
  if (response.body === null || response.headers.get('content-type')?.startsWith('text/event-stream') !== true) return response;
  const held = new TransformStream<Uint8Array, Uint8Array>({
    async transform(chunk, controller) {
      await room();
      controller.enqueue(chunk);
    },
  });
  const { status, statusText, headers } = response;
  return new Response(response.body.pipeThrough(held), { status, statusText, headers });
}
