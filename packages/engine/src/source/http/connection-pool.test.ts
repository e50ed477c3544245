import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import type { Origin } from './connection.js';
import { ConnectionPool, type TakenConnection } from './connection-pool.js';

let server: Server;
let accepted: number;
let origin: Origin;
let pool: ConnectionPool;
beforeEach(async () => {
  accepted = 0;
  server = createServer((socket) => {
    accepted += 1;
    socket.on('error', () => {}).on('data', () => socket.write('HTTP/1.1 206 OK\r\nContent-Length: 2\r\n\r\nok'));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = { secure: false, host: '127.0.0.1', port: (server.address() as AddressInfo).port };
  pool = new ConnectionPool({ maxConnections: 2, connectTimeoutMs: 1000, idleTimeoutMs: 1000 });
});
afterEach(() => {
  pool.destroy();
  server.close();
});

const take = (): Promise<TakenConnection> => pool.take(origin, undefined);

async function use({ connection }: TakenConnection): Promise<void> {
  await connection.request('GET / HTTP/1.1\r\n\r\n');
  await connection.receive(new Uint8Array(2), () => {});
}

describe('a pool of connections', () => {
  it('keeps a connection that is at rest for the next request', async () => {
    for (let i = 0; i < 3; i += 1) {
      const taken = await take();
      await use(taken);
      taken.giveBack();
    }
    expect(accepted).toBe(1);
  });

  it('never gives out more connections than it may have', async () => {
    let open = 0;
    let most = 0;
    const ask = async (): Promise<void> => {
      const taken = await take();
      most = Math.max(most, (open += 1));
      await use(taken);
      open -= 1;
      taken.giveBack();
    };
    await Promise.all(Array.from({ length: 20 }, ask));
    expect([most, accepted]).toEqual([2, 2]);
  });

  it('lets nobody give back what another has by now', async () => {
    const first = await take();
    await use(first);
    first.giveBack();
    const second = await take();
    expect(second.connection).toBe(first.connection);
    const answered = second.connection.request('GET / HTTP/1.1\r\n\r\n');
    first.giveBack();
    expect((await answered).statusCode).toBe(206);
  });

  it('does not keep a connection in the middle of an answer', async () => {
    const taken = await take();
    await taken.connection.request('GET / HTTP/1.1\r\n\r\n');
    taken.giveBack();
    await use(await take());
    expect(accepted).toBe(2);
  });

  it('gives the place of who gave up waiting to the next', async () => {
    const [first, second] = [await take(), await take()];
    const stop = new AbortController();
    const aborted = pool.take(origin, stop.signal);
    const next = take();
    stop.abort(new Error('given up'));
    first.giveBack();
    await expect(aborted).rejects.toThrow('given up');
    await use(await next);
    second.giveBack();
  });
});
