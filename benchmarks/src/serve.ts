/** The benchmark's S3 servers on their own, for work on the engine: prints where they are and serves until standard input ends. */
import { once } from 'node:events';
import { exitOnSignal } from './exit-on-signal.js';
import { startServers } from './servers/servers.js';

exitOnSignal();
await using servers = await startServers();
console.log(JSON.stringify(servers, null, 2));
process.stdin.resume();
await once(process.stdin, 'end');
