import { createSampleServer, SampleRecord, serveSessions, serveStateless, startApiGateway, type ApiGateway, type Interception } from '@sluice/testing';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { READER, type ProxyContestant } from './contestants.js';
import { StdioPeer, told } from './stdio-peer.js';

interface Scene {
  readonly peer: StdioPeer;
  readonly gateway: ApiGateway;
  readonly record: SampleRecord;
  readonly forgetSessions: () => void;
  readonly writeKeys: (accessKeyId: string) => Promise<void>;
}

/** Something that happens between a client and a server. */
export interface Behaviour {
  readonly name: string;
  readonly path?: string;
  readonly sessions?: boolean;
  readonly clockOffsetMs?: number;
  /** @returns what a user sees of it */
  readonly act: (scene: Scene) => Promise<string>;
}

const A_WHILE_MS = 3000;

const answering =
  (status: number, body: string, headers: Record<string, string> = {}): Interception =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
    return 'answered';
  };

const hangUp: Interception = (_, response) => {
  response.destroy();
  return 'answered';
};

const echo = async ({ peer }: Scene): Promise<string> => told(await peer.call('echo', { text: 'hello' }));

export const BEHAVIOURS: readonly Behaviour[] = [
  {
    name: 'no permission',
    act: (scene) => {
      scene.gateway.principals = [{ ...READER, allow: [] }];
      return echo(scene);
    },
  },
  { name: 'the stage is missing in the URL', path: '/mcp', act: echo },
  { name: '`/mcp` is missing in the URL', path: '/prod', act: echo },
  {
    name: 'credentials expired',
    act: (scene) => {
      scene.gateway.principals = [{ ...READER, expired: true }];
      return echo(scene);
    },
  },
  {
    name: '… and were renewed on disk since',
    act: async (scene) => {
      scene.gateway.principals = [{ ...READER, expired: true }, { ...READER, accessKeyId: 'AKIDRENEWED' }];
      await scene.writeKeys('AKIDRENEWED');
      return echo(scene);
    },
  },
  { name: "this machine's clock is an hour off", clockOffsetMs: 3600_000, act: echo },
  {
    name: '503 once, a tool that only reads',
    act: (scene) => {
      scene.gateway.interceptions.push(answering(503, '{"message":"Service Unavailable"}'));
      return echo(scene);
    },
  },
  {
    name: '503 once, a tool that writes',
    act: async (scene) => {
      scene.gateway.interceptions.push(answering(503, '{"message":"Service Unavailable"}'));
      return told(await scene.peer.call('add_row'));
    },
  },
  {
    name: 'the connection is cut, a tool that writes',
    act: async (scene) => {
      scene.gateway.interceptions.push(hangUp);
      return told(await scene.peer.call('add_row'));
    },
  },
  {
    name: '504',
    act: async (scene) => {
      scene.gateway.interceptions.push(answering(504, '{"message":"Endpoint request timed out"}'));
      return told(await scene.peer.call('add_row'));
    },
  },
  {
    name: 'a login page where JSON was due',
    act: async (scene) => {
      scene.gateway.interceptions.push(answering(200, '<html>Log in</html>', { 'content-type': 'text/html' }));
      return told(await scene.peer.call('add_row'));
    },
  },
  {
    name: 'the server lost its sessions (a restart)',
    sessions: true,
    act: (scene) => {
      scene.forgetSessions();
      return echo(scene);
    },
  },
  {
    name: 'progress',
    act: async ({ peer, record }) => {
      const answer = peer.call('gated', {}, { progressToken: 1 });
      const seen = await within(() => peer.notices.includes('notifications/progress'));
      record.release();
      return seen ? `before the result, then ${told(await answer)}` : 'not before the result';
    },
  },
  {
    name: 'cancelling',
    act: async ({ peer, record, gateway }) => {
      void peer.call('gated');
      await within(() => gateway.requests.some(({ body }) => body.includes('"gated"')));
      peer.notify('notifications/cancelled', { requestId: peer.lastId });
      return (await within(() => record.cancelled > 0)) ? 'the server stops' : 'the server goes on';
    },
  },
  {
    name: '100 calls at once',
    act: async ({ peer }) => {
      const start = performance.now();
      const answers = await Promise.all(Array.from({ length: 100 }, (_, i) => peer.call('echo', { text: `call ${i}` })));
      const right = answers.filter((answer, i) => told(answer) === `answered: call ${i}`).length;
      return `${right} right, ${Math.round(performance.now() - start)} ms`;
    },
  },
  {
    name: 'an answer of 20 MB',
    act: async ({ peer }) => {
      const start = performance.now();
      const { result, error } = await peer.call('big', { bytes: 20_000_000 });
      const length = result?.content?.[0]?.text?.length ?? 0;
      return length === 20_000_000 ? `whole, ${Math.round(performance.now() - start)} ms` : `lost: ${error?.message.slice(0, 200) ?? length}`;
    },
  },
  {
    name: 'the client hangs up',
    act: async ({ peer }) => {
      const start = performance.now();
      peer.child.stdin.end();
      const ended = await Promise.race([once(peer.child, 'close').then(() => true), delay(A_WHILE_MS, false)]);
      return ended ? `ends after ${Math.round(performance.now() - start)} ms` : 'still there after 3 s';
    },
  },
];

/** Everyone in the same scene, with processes of their own. */
export async function observe(behaviour: Behaviour, contestant: ProxyContestant): Promise<string> {
  const record = new SampleRecord();
  const withSessions = serveSessions(() => createSampleServer(record));
  const integration = behaviour.sessions === true ? withSessions.integration : serveStateless(() => createSampleServer(record));
  const home = await mkdtemp(join(tmpdir(), 'sluice-proxy-bench-'));
  const writeKeys = (accessKeyId: string): Promise<void> =>
    writeFile(join(home, 'credentials'), `[default]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${READER.secretAccessKey}\naws_session_token = ${READER.sessionToken}\n`);
  await writeKeys(READER.accessKeyId);
  const { clockOffsetMs = 0, path = '/prod/mcp' } = behaviour;
  const gateway = await startApiGateway({ integration, principals: [READER], clockOffsetMs });
  try {
    await using peer = new StdioPeer(contestant, new URL(path, gateway.url).href, proxyEnv(home));
    const greeting = await peer.handshake();
    if (greeting.error !== undefined) return told(greeting);
    await peer.request('tools/list');
    return await behaviour.act({ peer, gateway, record, forgetSessions: () => withSessions.forget(), writeKeys });
  } finally {
    await gateway[Symbol.asyncDispose]();
    await rm(home, { recursive: true, force: true });
  }
}

/** Nothing of this machine's own AWS set-up. */
export const proxyEnv = (home: string): Record<string, string> => ({
  PATH: process.env.PATH ?? '',
  HOME: home,
  AWS_SHARED_CREDENTIALS_FILE: join(home, 'credentials'),
  AWS_CONFIG_FILE: join(home, 'config'),
  AWS_EC2_METADATA_DISABLED: 'true',
});

async function within(isTrue: () => boolean): Promise<boolean> {
  const end = performance.now() + A_WHILE_MS;
  while (!isTrue() && performance.now() < end) await delay(10);
  return isTrue();
}
