import { z } from 'zod';

const request = z.object({ id: z.union([z.string(), z.number()]) });

/** JSON-RPC's code for a fault of the server's. */
const INTERNAL_ERROR = -32_603;

export interface RpcFailure {
  readonly code: string;
  readonly message: string;
  readonly requestId: string;
}

/** The answer to a JSON-RPC request that could not be answered, as its client expects it. */
export function rpcFailure(requestBody: string, { code, message, requestId }: RpcFailure): string {
  return JSON.stringify({ jsonrpc: '2.0', id: idOf(requestBody), error: { code: INTERNAL_ERROR, message: `${code}: ${message} (request ${requestId})`, data: { code, requestId } } });
}

function idOf(body: string): string | number | null {
  try {
    return request.parse(JSON.parse(body)).id;
  } catch {
    // A notification, or no JSON at all: nobody waits for an answer to it.
    return null;
  }
}

/** The same within a stream of events that has begun. */
export const asEvent = (message: string): string => `event: message\ndata: ${message}\n\n`;
