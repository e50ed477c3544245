import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from './connection.js';

const BODY = Buffer.from(Array.from({ length: 200_000 }, (_, i) => (i * 7 + (i >> 9)) % 251));
const HEAD = `HTTP/1.1 206 Partial Content\r\nETag: "x"\r\nContent-Length: ${BODY.length}\r\n\r\n`;
const timeouts = { connectTimeoutMs: 1000, idleTimeoutMs: 200 };

let server: Server;
let answer: (socket: Socket) => Promise<void> | void;
let requests: string[];
let connection: Connection;
beforeEach(async () => {
  requests = [];
  server = createServer((socket) => {
    socket.on('error', () => {}).on('data', (text) => {
      requests.push(String(text));
      void answer(socket);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  connection = new Connection({ secure: false, host: '127.0.0.1', port: (server.address() as AddressInfo).port }, timeouts);
});
afterEach(() => {
  connection.destroy();
  server.close();
});

async function readBody(): Promise<Uint8Array> {
  const head = await connection.request('GET / HTTP/1.1\r\n\r\n');
  expect(head).toMatchObject({ statusCode: 206, headers: { etag: '"x"', 'content-length': '200000' } });
  const body = new Uint8Array(BODY.length);
  await connection.receive(body, () => {});
  return body;
}

describe('a connection', () => {
  it.each([1, 5, HEAD.length - 2, HEAD.length, HEAD.length + 1, HEAD.length + 20_000])('receives the same bytes when the response comes in two pieces, cut at %i', async (at) => {
    const response = Buffer.concat([Buffer.from(HEAD), BODY]);
    answer = async (socket) => {
      socket.write(response.subarray(0, at));
      await sleep(20);
      socket.write(response.subarray(at));
    };
    expect(Buffer.compare(await readBody(), BODY)).toBe(0);
    expect(connection.reusable).toBe(true);
  });

  it('serves one request after another', async () => {
    answer = (socket) => void socket.write(Buffer.concat([Buffer.from(HEAD), BODY]));
    for (let i = 0; i < 5; i += 1) expect(Buffer.compare(await readBody(), BODY)).toBe(0);
    expect(requests.length).toBe(5);
  });

  it('tells how many bytes came before it broke', async () => {
    answer = (socket) => void socket.end(Buffer.concat([Buffer.from(HEAD), BODY.subarray(0, 70_000)]));
    let filled = 0;
    await connection.request('GET / HTTP/1.1\r\n\r\n');
    const body = new Uint8Array(BODY.length);
    await expect(connection.receive(body, (bytes) => (filled = bytes))).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(filled).toBe(70_000);
    expect(Buffer.compare(body.subarray(0, filled), BODY.subarray(0, filled))).toBe(0);
    expect(connection.reusable).toBe(false);
  });

  it.each<[string, string | Buffer]>([
    ['more than was asked for', Buffer.concat([Buffer.from(HEAD), BODY, Buffer.from('x')])],
    ['an answer that nobody asked for', Buffer.concat([Buffer.from(HEAD), BODY, Buffer.from(HEAD)])],
  ])('is not used again after %s', async (_, response) => {
    answer = (socket) => void socket.write(response);
    await readBody().catch(() => {});
    await sleep(20);
    expect(connection.reusable).toBe(false);
  });

  it.each<[string, string, object]>([
    ['what is not HTTP', 'SSH-2.0-OpenSSH\r\n\r\n', { message: expect.stringContaining('no HTTP/1 server') }],
    ['a head without an end', `HTTP/1.1 206 OK\r\nx: ${'y'.repeat(20_000)}`, { message: expect.stringContaining('too long') }],
    ['silence', '', { code: 'ETIMEDOUT' }],
  ])('refuses %s', async (_, response, error) => {
    answer = (socket) => void socket.write(response);
    await expect(connection.request('GET / HTTP/1.1\r\n\r\n')).rejects.toMatchObject(error);
  });
});
