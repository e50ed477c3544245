import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Workspace } from './workspace.js';

export const CLI = fileURLToPath(new URL('../../dist/bundle/cli.js', import.meta.url));

export interface Ran {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
}

export interface StartOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** `null` for a standard input that stays open and silent. @default '' */
  readonly stdin?: string | null;
}

export interface Started {
  readonly child: ChildProcessWithoutNullStreams;
  readonly ended: Promise<Ran>;
}

/** Nothing of this process's own environment: neither its credentials nor its colours may decide a test. */
export const environment = ({ cwd, tmp }: Workspace): Record<string, string> => ({
  PATH: process.env.PATH ?? '',
  HOME: join(cwd, 'home'),
  TMPDIR: tmp,
  AWS_EC2_METADATA_DISABLED: 'true',
});

/** Starts the built command as a process, in a process group of its own as a shell does. */
export function startSluice(workspace: Workspace, args: readonly string[], { env = {}, stdin = '' }: StartOptions = {}): Started {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [CLI, ...args], {
    cwd: workspace.cwd,
    env: { ...environment(workspace), ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  });
  // A command that fails early closes its end before all is written.
  child.stdin.on('error', () => undefined);
  if (stdin !== null) child.stdin.end(stdin);
  const ended = Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]).then(
    ([stdout, stderr]): Ran => ({ exitCode: child.exitCode, stdout, stderr, ms: performance.now() - startedAt }),
  );
  return { child, ended };
}

/** Runs the built command to its end. */
export const runSluice = (workspace: Workspace, args: readonly string[], options: StartOptions = {}): Promise<Ran> =>
  startSluice(workspace, args, options).ended;
