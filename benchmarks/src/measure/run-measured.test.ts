import { describe, expect, it } from '@jest/globals';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { runMeasured, type Command } from './run-measured.js';

const node = (script: string, input = ''): Command => ({ file: process.execPath, args: ['-e', script], env: process.env, input });

const HOLD = 'const kept = Buffer.alloc(200e6, 1); setTimeout(() => kept.length, 1000);';

describe('runMeasured', () => {
  it('gives what the process printed of its input', async () => {
    await expect(runMeasured(node('process.stdin.pipe(process.stdout)', 'asked'))).resolves.toMatchObject({ stdout: 'asked' });
  });

  it('fails with what the process said', async () => {
    await expect(runMeasured(node(`console.error('no such column'); process.exit(3)`))).rejects.toThrow(/exit code 3: no such column/);
  });

  it('counts the memory of processes that the process started', async () => {
    const parent = `require('node:child_process').spawnSync(process.execPath, ['-e', ${JSON.stringify(HOLD)}])`;
    const asynchronous = parent.replace('spawnSync', 'spawn');
    const { peakRssBytes } = await runMeasured(node(asynchronous));
    expect(peakRssBytes).toBeGreaterThan(200e6);
  });

  it('counts connections to the port that it is told to watch', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const script = `const net = require('node:net'); for (let i = 0; i < 3; i += 1) { const s = net.connect(${port}, '127.0.0.1'); setTimeout(() => s.destroy(), 1000); }`;
    const watched = await runMeasured(node(script), port);
    const unwatched = await runMeasured(node(''));
    server.close();
    expect([watched.connections, unwatched.connections]).toEqual([3, 0]);
  });
});
