import type { ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { TLSSocket } from 'node:tls';
import type { ActiveFault } from './faults.js';
import type { Reply, ReplyBody } from './reply.js';

interface Sending {
  readonly fault: ActiveFault;
  /** Aborted when the client has gone or the server closes. */
  readonly signal: AbortSignal;
  /** A HEAD is answered by headers alone. */
  readonly withBody: boolean;
}

/** Sends an answer, spoilt by whatever faults the request has to suffer. */
export async function sendReply(response: ServerResponse, reply: Reply, { fault, signal, withBody }: Sending): Promise<void> {
  const { size } = reply.body;
  const whole = withBody ? Math.max(0, size - (fault.shortBody?.missingBytes ?? 0)) : size;
  const breaksOff = withBody && fault.resetAfterBytes !== undefined && fault.resetAfterBytes < whole;
  const sent = breaksOff ? (fault.resetAfterBytes ?? 0) : whole;
  const announced = fault.shortBody?.contentLength === 'short' ? whole : size;
  response.writeHead(reply.status, { ...reply.headers, 'content-length': announced });
  response.flushHeaders();
  if (withBody) await sendBody(response, reply.body, { fault, signal, bytes: sent });
  if (breaksOff) reset(response);
  else if (withBody && sent < announced) response.socket?.end();
  else response.end();
}

interface BodySending {
  readonly fault: ActiveFault;
  readonly signal: AbortSignal;
  readonly bytes: number;
}

async function sendBody(response: ServerResponse, body: ReplyBody, { fault, signal, bytes }: BodySending): Promise<void> {
  const { bytesPerSecond } = fault;
  const started = performance.now();
  let sent = 0;
  if (bytes === 0) return;
  for await (const chunk of body.chunks()) {
    for (const piece of pieces(chunk.subarray(0, bytes - sent), bytesPerSecond)) {
      await write(response, piece);
      sent += piece.length;
      fault.onSent(piece.length);
      if (bytesPerSecond === undefined) continue;
      await sleep(Math.max(0, started + (sent / bytesPerSecond) * 1_000 - performance.now()), undefined, { signal });
    }
    if (sent === bytes) return;
  }
  throw new RangeError(`The body ended after ${sent} of ${bytes} bytes`);
}

/** Twenty pieces a second make an even flow without a timer for every packet. */
function* pieces(chunk: Uint8Array, bytesPerSecond: number | undefined): Generator<Uint8Array> {
  const step = bytesPerSecond === undefined ? chunk.length : Math.max(1, Math.floor(bytesPerSecond / 20));
  for (let at = 0; at < chunk.length; at += step) yield chunk.subarray(at, at + step);
}

/** Resolves when the kernel has the bytes, so that a reset that follows comes after them. */
const write = (response: ServerResponse, piece: Uint8Array): Promise<void> =>
  new Promise((resolve, reject) => {
    response.write(piece, (error) => (error ? reject(error) : resolve()));
  });

function reset({ socket }: ServerResponse): void {
  // Node can send a TCP reset on plain sockets only.
  if (socket instanceof TLSSocket || !(socket instanceof Socket)) socket?.destroy();
  else socket.resetAndDestroy();
}
