import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { Agent, createServer, get, type IncomingMessage, type Server } from 'node:http';
import { get as getSecure } from 'node:https';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { findShapingProxy } from './find-shaping-proxy.js';
import { startServers, type Servers } from './servers.js';
import { SHAPE, startShapingProxy } from './shaping-proxy.js';

/** Go may have to build gateway and proxy first. */
const BUILD_WITHIN_MS = 300_000;

const BODY = Buffer.alloc(3_000_000, 'sluice');

async function ask(url: string, agent: Agent): Promise<IncomingMessage> {
  const [response] = (await once(get(url, { agent }), 'response')) as [IncomingMessage];
  return response;
}

describe('startShapingProxy', () => {
  let server: Server;

  beforeAll(async () => {
    await findShapingProxy();
    server = createServer((_, response) => response.end(BODY)).listen(0, '127.0.0.1');
    await once(server, 'listening');
  }, BUILD_WITHIN_MS);

  afterAll(() => void server.close());

  it('holds back each response on a connection that is kept, and passes on all of it', async () => {
    await using proxy = await startShapingProxy(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ports = new Set<number | undefined>();
    for (let i = 0; i < 3; i += 1) {
      const askedAt = performance.now();
      const response = await ask(proxy.endpoint, agent);
      expect(performance.now() - askedAt).toBeGreaterThanOrEqual(SHAPE.firstByteMs - 1);
      ports.add(response.socket.localPort);
      expect((await buffer(response)).equals(BODY)).toBe(true);
    }
    agent.destroy();
    expect(ports.size).toBe(1);
  });
});

describe('startServers', () => {
  let servers: Servers;

  beforeAll(async () => {
    servers = await startServers();
  }, BUILD_WITHIN_MS);

  afterAll(async () => servers[Symbol.asyncDispose]());

  it.each(['bare', 'shaped'] as const)('speaks S3 at the %s endpoint', async (name) => {
    const response = await ask(servers.endpoints[name], new Agent());
    await expect(buffer(response).then(String)).resolves.toContain('AccessDenied');
  });

  it.each(['bareTls', 'shapedTls'] as const)('speaks S3 with TLS at the %s endpoint', async (name) => {
    const request = getSecure(servers.endpoints[name], { ca: await readFile(servers.caFile), agent: false });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    await expect(buffer(response).then(String)).resolves.toContain('AccessDenied');
  });
});
