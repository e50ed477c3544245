import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { S3Endpoint } from '../connect-s3.js';
import type { S3Credentials } from '../s3-server/verify-signature.js';
import { findVersitygw } from './find-versitygw.js';

export interface VersityGatewayOptions {
  /** Each folder in it is a bucket. @default a temporary folder, deleted at the end */
  readonly rootDir?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** A real S3 server over a folder. */
export interface VersityGateway extends S3Endpoint, AsyncDisposable {
  readonly rootDir: string;
  readonly pid: number;
  readonly dispose: () => Promise<void>;
}

const REGION = 'us-east-1';
const CREDENTIALS: S3Credentials = { accessKeyId: 'AKIASLUICETEST', secretAccessKey: 'sluice-test-secret' };
const READY_WITHIN_MS = 15_000;
const EXIT_WITHIN_MS = 5_000;

/** Starts versitygw on a free port of 127.0.0.1, and fails where it cannot be had. */
export async function startVersityGateway(options: VersityGatewayOptions = {}): Promise<VersityGateway> {
  const { env = process.env } = options;
  const binary = await findVersitygw(env);
  const rootDir = options.rootDir ?? (await mkdtemp(join(tmpdir(), 'sluice-versitygw-')));
  const address = `127.0.0.1:${await freePort()}`;
  const child = spawn(binary, ['--quiet', '--keep-alive', '--region', REGION, '--port', address, 'posix', rootDir], {
    env: { ...env, ROOT_ACCESS_KEY: CREDENTIALS.accessKeyId, ROOT_SECRET_KEY: CREDENTIALS.secretAccessKey },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  // A test run that is cut short must not leave the server behind.
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  const dispose = async (): Promise<void> => {
    process.off('exit', kill);
    await stop(child);
    if (options.rootDir === undefined) await rm(rootDir, { recursive: true, force: true });
  };
  try {
    const endpoint = `http://${address}`;
    const pid = await ready(child, endpoint);
    return { endpoint, region: REGION, credentials: CREDENTIALS, rootDir, pid, dispose, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Waits for the first HTTP answer, whatever it says. */
async function ready(child: ChildProcess, endpoint: string): Promise<number> {
  let output = '';
  let failure: Error | undefined;
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (output = (output + text).slice(-2_000)));
  child.once('error', (error) => (failure = error));
  for (const deadline = Date.now() + READY_WITHIN_MS; Date.now() < deadline; await sleep(25)) {
    if (failure !== undefined) throw failure;
    if (hasExited(child)) throw new Error(`versitygw ended at once (${child.exitCode ?? child.signalCode}):\n${output}`);
    const answered = await fetch(endpoint, { signal: AbortSignal.timeout(1_000) }).then(
      (response) => response.arrayBuffer().then(() => true),
      () => false,
    );
    if (answered && child.pid !== undefined) return child.pid;
  }
  throw new Error(`versitygw did not answer at ${endpoint} within ${READY_WITHIN_MS} ms:\n${output}`);
}

const hasExited = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;

async function stop(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || hasExited(child)) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const forced = setTimeout(() => child.kill('SIGKILL'), EXIT_WITHIN_MS);
  await exited;
  clearTimeout(forced);
}
