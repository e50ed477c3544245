import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get as getPlain } from 'node:http';
import { get as getSecure } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { S3Endpoint } from '../connect-s3.js';
import { freePort } from '../free-port.js';
import type { Certificate } from '../s3-server/self-signed.js';
import type { S3Credentials } from '../s3-server/verify-signature.js';
import { findVersitygw } from './find-versitygw.js';

export interface VersityGatewayOptions {
  /** Each folder in it is a bucket. @default a temporary folder, deleted at the end */
  readonly rootDir?: string;
  /** Speaks HTTPS with it. @default plain HTTP */
  readonly certificate?: Certificate;
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
  const { env = process.env, certificate } = options;
  const binary = await findVersitygw(env);
  const ownDir = await mkdtemp(join(tmpdir(), 'sluice-versitygw-'));
  const rootDir = options.rootDir ?? join(ownDir, 'objects');
  await mkdir(rootDir, { recursive: true });
  const address = `127.0.0.1:${await freePort()}`;
  const tls = certificate === undefined ? [] : await tlsOptions(certificate, ownDir);
  const child = spawn(binary, ['--quiet', '--keep-alive', '--region', REGION, ...tls, '--port', address, 'posix', rootDir], {
    env: { ...env, ROOT_ACCESS_KEY: CREDENTIALS.accessKeyId, ROOT_SECRET_KEY: CREDENTIALS.secretAccessKey },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  // A test run that is cut short must not leave the server behind.
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  const dispose = async (): Promise<void> => {
    process.off('exit', kill);
    await stop(child);
    await rm(ownDir, { recursive: true, force: true });
  };
  try {
    const endpoint = `${certificate === undefined ? 'http' : 'https'}://${address}`;
    const pid = await ready(child, endpoint, certificate);
    return { endpoint, region: REGION, credentials: CREDENTIALS, rootDir, pid, dispose, [Symbol.asyncDispose]: dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** The gateway takes certificate and key as files. */
async function tlsOptions({ cert, key }: Certificate, folder: string): Promise<string[]> {
  const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  await writeFile(certFile, cert);
  await writeFile(keyFile, key, { mode: 0o600 });
  return ['--cert', certFile, '--key', keyFile];
}

/** Waits for the first HTTP answer, whatever it says. */
async function ready(child: ChildProcess, endpoint: string, certificate: Certificate | undefined): Promise<number> {
  let output = '';
  let failure: Error | undefined;
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (output = (output + text).slice(-2_000)));
  child.once('error', (error) => (failure = error));
  for (const deadline = Date.now() + READY_WITHIN_MS; Date.now() < deadline; await sleep(25)) {
    if (failure !== undefined) throw failure;
    if (hasExited(child)) throw new Error(`versitygw ended at once (${child.exitCode ?? child.signalCode}):\n${output}`);
    if ((await answers(endpoint, certificate)) && child.pid !== undefined) return child.pid;
  }
  throw new Error(`versitygw did not answer at ${endpoint} within ${READY_WITHIN_MS} ms:\n${output}`);
}

/** `fetch` cannot be told which certificate to trust. */
const answers = (endpoint: string, certificate: Certificate | undefined): Promise<boolean> =>
  new Promise((resolve) => {
    const options = { agent: false, timeout: 1_000, ...(certificate === undefined ? {} : { ca: certificate.cert }) };
    const request = (certificate === undefined ? getPlain : getSecure)(endpoint, options, (response) => response.resume().once('close', () => resolve(true)));
    request.once('error', () => resolve(false)).once('timeout', () => request.destroy());
  });

const hasExited = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;

async function stop(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || hasExited(child)) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const forced = setTimeout(() => child.kill('SIGKILL'), EXIT_WITHIN_MS);
  await exited;
  clearTimeout(forced);
}
