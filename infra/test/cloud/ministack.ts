import { findPython, freePort } from '@sluice/testing';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const REQUIREMENTS = fileURLToPath(new URL('../../requirements.txt', import.meta.url));
const READY_WITHIN_MS = 60_000;

/** AWS's services on this machine, with signatures checked and policies enforced. */
export interface Ministack extends AsyncDisposable {
  readonly endpoint: string;
  /** What a command needs to speak to it as the owner of its account. */
  readonly env: Readonly<Record<string, string>>;
}

export const REGION = 'us-east-1';
export const ACCOUNT = '000000000000';

export async function startMinistack(): Promise<Ministack> {
  const bin = dirname(await findPython('infra-tools', REQUIREMENTS));
  const home = await mkdtemp(join(tmpdir(), 'sluice-ministack-'));
  const port = await freePort();
  const child = spawn(join(bin, 'ministack'), [], {
    // Functions run on this very Node.
    env: { PATH: `${join(process.execPath, '..')}:${process.env.PATH ?? ''}`, HOME: home, TMPDIR: home, AUTH: 'true', GATEWAY_PORT: String(port), BIND_HOST: '127.0.0.1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
    stdio: 'ignore',
    detached: true,
  });
  const pid = child.pid ?? 0;
  // Its functions are processes of its own; they end with the group.
  const kill = (): void => void process.kill(-pid, 'SIGKILL');
  process.once('exit', kill);
  const endpoint = `http://127.0.0.1:${port}`;
  await ready(endpoint);
  return {
    endpoint,
    env: { AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: REGION },
    [Symbol.asyncDispose]: async () => {
      process.off('exit', kill);
      kill();
      await once(child, 'close');
      await rm(home, { recursive: true, force: true });
    },
  };
}

async function ready(endpoint: string): Promise<void> {
  const end = Date.now() + READY_WITHIN_MS;
  for (;;) {
    const answer = await fetch(endpoint).catch(() => undefined);
    if (answer !== undefined) return;
    if (Date.now() > end) throw new Error(`ministack is not there after ${READY_WITHIN_MS} ms`);
    await delay(100);
  }
}
