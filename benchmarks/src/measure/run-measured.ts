import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { connectionsTo } from './connections.js';
import { residentBytes } from '@sluice/testing';

/** Often enough to see a peak, seldom enough to cost nothing. */
const SAMPLE_EVERY_MS = 40;

/** Nothing here takes so long unless it hangs. */
const GIVE_UP_AFTER_MS = 900_000;

export interface Command {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** For standard input. */
  readonly input: string;
}

export interface Measured {
  readonly stdout: string;
  /** From before the process started until it had ended. */
  readonly wallMs: number;
  /** Of the whole process tree. */
  readonly peakRssBytes: number;
  /** Open at once to the port that was watched, at most. */
  readonly connections: number;
}

/** Runs a cold process and watches it. Connections to a port are watched where that may cost time. */
export async function runMeasured(command: Command, watchedPort?: number): Promise<Measured> {
  const startedAt = performance.now();
  const child = spawn(command.file, command.args, { env: command.env, stdio: ['pipe', 'pipe', 'pipe'], timeout: GIVE_UP_AFTER_MS });
  const closed = once(child, 'close') as Promise<[number | null]>;
  const [output, errors] = [collect(child.stdout), collect(child.stderr)];
  child.stdin.end(command.input);
  const peaks = watch(child.pid ?? 0, watchedPort);
  try {
    const [status] = await closed;
    const wallMs = performance.now() - startedAt;
    if (status !== 0) throw new Error(`exit code ${status}: ${(errors.text || output.text).slice(-1_000)}`);
    return { stdout: output.text, wallMs, peakRssBytes: peaks.rssBytes, connections: peaks.connections };
  } finally {
    peaks[Symbol.dispose]();
  }
}

function collect(stream: NodeJS.ReadableStream): { text: string } {
  const collected = { text: '' };
  stream.setEncoding('utf8').on('data', (text: string) => (collected.text += text));
  return collected;
}

interface Peaks extends Disposable {
  rssBytes: number;
  connections: number;
}

function watch(pid: number, port: number | undefined): Peaks {
  const sample = (): void => {
    peaks.rssBytes = Math.max(peaks.rssBytes, residentBytes(pid));
    if (port !== undefined) peaks.connections = Math.max(peaks.connections, connectionsTo(port));
  };
  const timer = setInterval(sample, SAMPLE_EVERY_MS);
  const peaks: Peaks = { rssBytes: 0, connections: 0, [Symbol.dispose]: () => clearInterval(timer) };
  return peaks;
}
